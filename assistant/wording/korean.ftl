### What Policydesk says by itself, in Korean. english.ftl says the same; both are Project Fluent's format.
### PARTICLE($value, "이/가") is the particle that follows a value (particles.py).

## Sentences of answers

greeting = 안녕하십니까. 보유한 문서를 근거로 한국의 지역산업정책에 관한 질문에 답변하고, 문장마다 출처를 보여 드립니다. 무엇이 궁금하십니까?
capabilities = 보유한 문서만을 근거로 답변합니다. 담당 부서와 연락 방법, 계획의 내용, 책임 기관, 시기와 금액을 안내합니다. 모든 문장은 인용문이며 출처와 연결됩니다. 문서에 없는 내용은 없다고 말씀드립니다. 보유한 문서의 주제는 다음과 같습니다.
thanks = 도움이 되었다니 다행입니다.
goodbye = 안녕히 가십시오.
not-found = 문서에 이 질문에 대한 답이 없습니다.
no-fact = 문서에 이에 관한 { $fact }{ PARTICLE($fact, "이/가") } 기재되어 있지 않습니다.
near-quotes = 이것이 답인지 확실하지 않습니다. 문서에서 가장 가까운 내용:
not-found-for = 문서에 { $name }에 관한 답이 없습니다.
not-found-question = 문서에 다음 질문에 대한 답이 없습니다: { $question }
looked-for = 찾아본 말: { $words }.
also-searched = 함께 찾아본 말: { $words }
nearest-sections = 가장 가까운 부분은 다음과 같습니다.
topics-held = 문서에서 다루는 주제는 다음과 같습니다.
ask-whom = { $name }에 문의하실 수 있습니다. 연락처는 문서에 있습니다.
ask-section = "{ $title }" 중 "{ $heading }"의 내용은 무엇입니까?
ask-contact = { $name }의 연락처는 무엇입니까?
not-found-korean = 문서에서 답을 찾지 못했습니다. 문서는 영어로 되어 있으니 영어로 질문하시면 더 잘 찾을 수 있습니다.
not-stated-korean = 문서에서 답을 찾지 못했습니다.
no-contact = 문서에 { $name }의 연락처가 없습니다.
no-contact-at-all = 문서에 이에 관한 연락처가 없습니다.
contact-unclear = 이 일을 누구에게 물어야 하는지 확실하지 않습니다.
no-contact-of = 문서에 { $name }의 연락처가 없습니다.
responsible = 문서에는 이에 관하여 다음과 같이 적혀 있습니다.
otherwise = 질문에 나온 { $fields } 정보는 문서에 있는 { $team }의 정보와 다릅니다. 문서에 있는 정보는 다음과 같습니다.
no-longer = 질문에 나온 { $team }의 { $fields } 정보는 이전 문서에만 있고 최신 문서에는 없습니다. 문서에 있는 정보는 다음과 같습니다.
which-contact = 해당하는 항목이 여럿입니다. 어느 것을 말씀하십니까?
what-about = 문의하실 곳을 안내해 드릴 수 있습니다. 어떤 일입니까? 업무나 부서, 지역을 적어 주십시오.
unit-only = 문서는 이 업무를 { $unit } 전체의 업무로 적고, 특정 팀의 업무로 적지 않았습니다. 소속 팀은 다음과 같습니다.
unit-duty = 문서에 적힌 업무는 다음과 같습니다.
contacts-held = 문서에 있는 연락처는 다음과 같습니다.
which-list = 앞의 목록에 { $n }번이 없습니다. 어느 것을 말씀하십니까?
follow-up-of-nothing = 무엇을 가리키시는지 분명하지 않습니다. 계획이나 부서, 지역의 이름을 적어 주십시오.
not-all-stated = 문서에는 질문하신 내용의 일부만 있습니다.
rows-fit = 살펴본 { $of }개 항목 가운데 { $n }개가 해당합니다.
rows-whole = 모두 { $n }개 항목입니다.
documents-fit = 문서 { $of }건 가운데 { $n }건이 이를 다룹니다.
not-stated-nearest = 문서에 이 질문에 대한 답이 없습니다. 가장 가까운 내용은 다음과 같습니다.

## Notices

dated = "{ $title }" 페이지는 { $published }에 게시되어 2년이 넘었습니다. 지금도 유효한지 확인해 주십시오.
not-vouched = "{ $title }"의 출처는 어느 기관도 대표하지 않습니다. 해당 기관에 확인한 뒤 이용해 주십시오.
by-ocr = "{ $title }" { $page }쪽은 그림을 프로그램이 읽은 것입니다. 이름과 숫자를 원본과 대조해 주십시오.
undated = "{ $title }" 페이지의 날짜를 알 수 없어 오래된 내용일 수 있습니다.
expired = "{ $title }"의 기간은 { $until }까지였으며, 이미 끝났습니다.
past = 이 인용문에 나오는 가장 늦은 연도는 { $year }년으로 이미 지났습니다. 계획한 일이 끝났거나 바뀌었거나 취소되었을 수 있습니다.
elsewhere = { $organisation }의 "{ $team }" 항목은 다른 곳({ $other })의 문서에 실려 있습니다. { $organisation }에 확인해 주십시오.
unmeasured = 이 답변은 문서와 다른 언어로 쓰였습니다. 수치, 날짜, 연락처는 인용문과 대조했으나 나머지는 대조하지 못했습니다.
fell-back = 언어 모델을 쓸 수 없어({ $reason }) 문서를 인용해 답변합니다.
nothing-held = 언어 모델이 쓴 내용이 문서로 뒷받침되지 않아 문서를 인용해 답변합니다.
broke-off = 언어 모델의 답변이 끊겼습니다({ $reason }). 그때까지 쓴 내용을 확인하여 보여 드립니다.
removed = 문서로 뒷받침되지 않는 언어 모델의 문장 { $n }개를 뺐습니다.
somebody-lookalike = 이름이 비슷해 보이기만 하는 기관
somebody-unnamed = 문서에 이름이 없는 기관
conflict-shared = 전화번호 { $value } 항목이 여러 부서에 실려 있습니다: { $stated }. 사용하기 전에 확인해 주십시오.
conflict-differs = { $name }의 { $field } 정보가 문서마다 다릅니다: { $stated }. 사용하기 전에 확인해 주십시오.
conflict-changed = { $name }의 { $field } 정보가 문서마다 다릅니다: { $stated }. 최근 문서가 먼저입니다. 사용하기 전에 확인해 주십시오.
conflict-phone = 전화번호
conflict-room = 호수
conflict-address = 주소
stated-in = { $value } ({ $title }, { $date })
stated-in-page = { $value } ({ $title }, { $page }쪽, { $date })
no-date = 날짜 없음
list = { $first }; { $rest }

## Why a language model gave no answer, or less; the end of a sentence that begins with its name

model-empty = 빈 답변을 보냄
model-unreachable = 연결할 수 없음
model-slow = 제시간에 응답하지 않음
model-breaking = 여러 번 연달아 실패하여 잠시 쉬는 중
model-cut = 답변 도중에 멈춤
model-endless = 답변이 허용된 길이를 넘음
model-broken = 자체 오류 발생
model-unreadable = 읽을 수 없는 응답을 보냄
model-refused = 요청을 거절함
model-too-long = 요청이 너무 길어 거절함
model-key = 키를 거절함
model-unknown = 서버에 없는 모델임
model-limit = 요청 한도에 이름

## What a question asks for that the documents do not state

fact-phone = 전화번호
fact-email = 이메일 주소
fact-address = 주소
fact-fax = 팩스 번호
fact-hours = 업무 시간
fact-web = 웹사이트 주소
fact-person = 담당자 이름
fact-room = 사무실 호수
fact-date = 날짜
fact-count = 수
fact-amount = 수량이나 금액
fact-money = 금액
fact-name = 이름
fact-place = 장소
fact-year = 연도
fact-end = 종료일
fact-begin = 시작 시점
fact-law = 근거 법령
fact-most = 어느 것이 "{ $of }"인지에 관한 정보
fact-mobile = 휴대전화나 개인 전화번호
fact-by-name = { $of }의 이름
fact-measure = 크기나 길이 등의 치수
fact-duration = 기간
fact-leader = 책임자
fact-done = 완료 여부
fact-number-of = { $of }의 수
fact-name-of = { $of }의 이름
fact-any = { $of }
fact-about = { $of } 관련 정보
fact-about-number = { $of } 관련 정보

## Fields of a directory entry that a question takes for granted

field-number = 전화번호
field-email = 이메일 주소
field-hours = 업무 시간
field-room = 호수
field-place = 위치
fields = { $first }, { $rest }
whole-organisation = 기관

## Why a directory entry fits a need

fits-duty = 문서에 적힌 업무: { $duty }
fits-unit-duty = 문서에 적힌 소속 부서의 업무: { $duty }
fits-name = 질문에 나온 이름: { $name }

## Chats

bot-greeting =
    안녕하십니까. 한국의 지역산업정책에 관한 질문에 문서를 근거로 답변하고, 문장마다 출처를 보여 드립니다. 담당 부서의 연락처나 계획의 내용을 물어보십시오.

    예를 들면 다음과 같습니다.
bot-help =
    궁금한 점을 평소 말씀하시듯이 적어 주십시오. [1]과 같은 번호는 답변 아래의 출처를 가리키며, 버튼을 누르면 인용문을 앞뒤 문맥과 함께 볼 수 있습니다.

    - 이어서 질문하시려면 제 답변에 답장해 주십시오.
    - 질문을 수정하시면 다시 답변해 드립니다.
    - 그룹에서는 저를 언급하거나, 제 메시지에 답장하거나, 명령어를 쓰실 때 답변합니다.

    { $commands }
bot-description = 한국의 지역산업정책에 관한 질문에 문장마다 출처를 밝혀 답변합니다. 담당 부서, 계획의 내용과 기간을 안내합니다.
bot-short-description = 출처를 밝히는 지역산업정책 안내 봇입니다.
bot-example-team = 경북테크노파크 지역산업기획팀 전화번호를 알려 주세요
bot-example-initiatives = 경상북도 정보화 기본계획의 6대 핵심 과제는 무엇인가요?
bot-example-vision = 5차 기본계획의 비전은 무엇인가요?
bot-example-industries = 광주테크노파크의 전략산업은 무엇입니까?
bot-command-start = 인사말과 질문 예시
bot-command-help = 사용 방법
bot-command-new = 새 대화 시작
bot-command-sources = 답변의 근거가 되는 문서
bot-command-contacts = 연락처 찾기
bot-command-language = 언어 선택
bot-command-privacy = 저장되는 정보 안내
bot-command-delete = 저장된 내 정보 삭제
bot-unknown-command = 알 수 없는 명령어입니다. /help에서 사용할 수 있는 명령어를 확인해 주십시오.
bot-text-only = 글만 읽을 수 있습니다. 질문을 글로 적어 주십시오.
bot-new-conversation = 새 대화를 시작합니다. 무엇이 궁금하십니까?
bot-documents-held = 다음 문서를 근거로 답변합니다.
bot-no-documents = 아직 등록된 문서가 없습니다.
bot-which-need = 어떤 업무의 연락처가 필요하십니까? 예: /contacts 지역산업 기획
bot-contacts-found = 다음 연락처를 찾았습니다.
bot-no-contacts = 문서에 해당하는 연락처가 없습니다.
bot-for-a-person = 담당자에게 전달
bot-forward-this = 다음 메시지는 마지막 질문을 담당자에게 전달하실 수 있도록 정리한 글입니다. 다른 곳에는 보내지 않았습니다. 다른 업무의 연락처는 이렇게 찾으십시오. 예: /contacts 지역산업 기획
bot-show-on-map = 지도
bot-phone = 전화
bot-fax = 팩스
bot-email = 이메일
bot-where = 위치
bot-hours = 업무 시간
bot-web = 웹사이트
bot-published = 게시일
bot-which-language = 어떤 언어를 사용하시겠습니까?
bot-language-set = 한국어로 안내해 드리겠습니다. 인용문은 문서의 언어 그대로 보여 드립니다.
bot-sources = 출처
bot-page = { $page }쪽
bot-undated = 날짜 없음
bot-no-text = 이 질문에는 드릴 답변이 없습니다.
bot-source-gone = 답변 이후 문서가 바뀌었습니다. 당시 인용문은 다음과 같습니다.
bot-thanks-up = 의견을 주셔서 감사합니다.
bot-thanks-down = 의견을 주셔서 감사합니다. 어떤 점이 아쉬우셨습니까?
bot-thanks-reason = 감사합니다. 주신 의견을 참고하겠습니다.
bot-reason-wrong = 내용이 틀림
bot-reason-missing = 내용이 빠짐
bot-reason-outdated = 오래된 정보
bot-reason-wrong-contact = 잘못된 연락처
bot-reason-unclear = 이해하기 어려움
bot-not-yours = 질문하신 분만 이 버튼을 사용하실 수 있습니다.
bot-too-old = 오래된 버튼입니다. 다시 질문해 주십시오.
bot-rate-limit = 1분 동안 질문을 { $limit }번 하셨습니다. { $seconds }초 뒤에 다시 질문해 주십시오. 그때까지는 답변을 드리지 않습니다.
bot-queue-full = 이 채팅에서 이미 질문 { $waiting }개가 기다리고 있습니다. 답변이 끝난 뒤 다시 질문해 주십시오.
bot-too-long = 질문이 { $length }자입니다. 최대 { $limit }자까지 읽을 수 있으니 줄여서 다시 보내 주십시오.
bot-not-allowed = 이 봇은 허가된 분만 사용하실 수 있습니다. 운영자에게 이 번호를 알려 주십시오: { $id }.
bot-not-ready = 아직 문서가 준비되지 않아 답변할 수 없습니다. 잠시 후 다시 시도해 주십시오.
bot-error = 처리 중에 문제가 생겼습니다. 다시 질문해 주십시오. 문제가 계속되면 운영자에게 이 번호를 알려 주십시오: { $id }.
bot-conversation-gone = 이전 대화가 삭제되어 새 대화로 답변합니다.
bot-privacy =
    저장하는 정보는 다음과 같습니다.
    - 질문, 답변, 답변의 근거가 된 문서 부분
    - 이어지는 질문, 수정, 버튼을 처리하기 위한 텔레그램의 사용자 번호, 채팅 번호, 메시지 번호
    - 선택하신 언어, 답변에 대한 좋아요·싫어요와 그 이유
    - 사용 한도를 지키기 위해 잠시 보관하는 질문 횟수

    이름, 사용자 이름, 전화번호, 그룹의 다른 메시지는 저장하지 않습니다.

    정보는 이 봇을 운영하는 컴퓨터의 데이터베이스 파일 두 개에 저장됩니다. 메시지는 텔레그램을 거치며 텔레그램에도 보관됩니다. { $model }

    /delete 명령으로 저장된 정보를 삭제하실 수 있습니다. 채팅방에 남은 메시지는 텔레그램에서 삭제해 주십시오.
bot-privacy-local = 답변은 그 컴퓨터에서 만들며, 외부 언어 모델을 사용하지 않습니다.
bot-privacy-model = 질문과 찾은 문서 부분은 언어 모델({ $model })로 전송됩니다.
bot-delete-sure = 저장된 대화, 의견, 설정을 모두 삭제하시겠습니까? 삭제한 정보는 되돌릴 수 없습니다.
bot-delete-yes = 삭제
bot-delete-no = 취소
bot-deleted = 대화 { $conversations }개와 저장된 나머지 정보를 모두 삭제했습니다.
bot-nothing-deleted = 삭제하지 않았습니다.
bot-nothing-stored = 저장된 정보가 없습니다.
bot-maybe-not-sent = 답변을 보내는 중에 연결이 끊겼습니다. 답변이 보이지 않으면 버튼을 눌러 주십시오.
bot-send-again = 답변 다시 보내기

## The text to hand on to a person

handoff-title = 담당자의 답변이 필요한 질문
handoff-date = 날짜
handoff-question = 질문
handoff-understood = 이해한 질문
handoff-found = 찾은 내용
handoff-nearest = 문서에서 가장 가까운 내용
handoff-more = - 그 밖에 { $n }건
handoff-nothing = 없음.
handoff-missing = 찾지 못한 내용
handoff-unsure = 찾은 내용이 답인지 확실하지 않습니다.
handoff-not-found = 문서에 이 질문에 대한 답이 없습니다.
handoff-partial = 문서는 이 질문의 일부에만 답합니다.
handoff-clarify = 질문이 무엇을 가리키는지 분명하지 않습니다.
handoff-refused = 이 질문에는 답하지 않았습니다.
handoff-error = 이 질문에는 답하지 못했습니다.
handoff-check = 확인할 점
handoff-contact = 연락처(문서에 실린 대로)
handoff-who = 부서
handoff-person = 담당자
handoff-phone = 전화
handoff-fax = 팩스
handoff-email = 이메일
handoff-web = 누리집
handoff-where = 위치
handoff-hours = 업무 시간
handoff-source = 출처
handoff-page = { $n }쪽
handoff-undated = 날짜 없음
handoff-not-sent = 아직 아무것도 보내지 않았습니다. 이 글을 이메일에 붙여 넣거나 전화로 읽어 주세요.

## The page, and labels that it shares with the command line

page-skip = 입력란으로 건너뛰기
page-contacts = 연락처
page-contact = 연락처
page-documents = 문서
page-document = 문서
page-delete-conversation = 대화 삭제
page-delete = 삭제
page-new-conversation = 새 대화
page-welcome = 한국의 지역산업정책에 대해 물어보십시오
page-lead = 이곳에 등록된 문서를 근거로 답변하고, 문장마다 출처를 보여 드립니다. 번호를 누르면 문서에서 인용한 부분이 열립니다.
page-examples = 질문 예시
page-example-team = 경북테크노파크 지역산업기획팀 전화번호를 알려 주세요
page-example-initiatives = 경상북도 정보화 기본계획의 6대 핵심 과제는 무엇인가요?
page-example-plan = 5차 기본계획의 비전은 무엇인가요?
page-example-busan = 광주테크노파크의 전략산업은 무엇입니까?
page-ask-form = 질문하기
page-your-question = 질문
page-ask-hint = 계획이나 부서에 대해 물어보십시오
page-send = 질문 보내기
page-stop = 답변 중지
page-back = 질문으로 돌아가기
page-directory-about = 문서에 실린 그대로의 항목입니다. 문서 이름을 누르면 해당 항목이 열립니다.
page-directory-search = 연락처 검색
page-directory-label = 이름, 업무, 번호 또는 필요한 일
page-directory-hint = 이름, 업무, 번호
page-search-need = 필요한 일로 검색
page-enter-searches = Enter를 누르면 필요한 일로 검색합니다.
page-all-documents = 모든 문서
page-close-panel = 문서 창 닫기
page-delete-sure = 이 대화를 삭제하시겠습니까?
page-delete-what = 질문과 답변이 서버에서 완전히 삭제됩니다.
page-keep = 취소
page-other-language = English
page-other-language-short = EN
page-other-language-label = 영어로 보기
page-length = { $limit }자 중 { $used }자
page-too-long = { $limit }자 중 { $used }자입니다. 질문을 줄여 주십시오.
page-deleted = 대화를 삭제했습니다.
page-not-restored = 이전 대화를 불러오지 못했습니다. { $why }
page-indexed = 문서 { $n }건이 등록되어 있습니다.
page-status-partial = 일부만 답변
page-status-nearest = 확실하지 않음: 문서에서 가장 가까운 내용
page-status-not-found = 문서에서 찾지 못함
page-status-clarify = 먼저 확인할 점
page-status-refused = Policydesk가 답하지 않는 질문
page-status-error = 문제가 생김
page-notice-dated = 날짜 확인
page-notice-expired = 기간 종료
page-notice-conflict = 문서 간 불일치
page-notice-unverified = 확인되지 않은 부분 있음
page-notice-fallback = 언어 모델 없이 답변
page-notice = 알림
page-mode-extractive = 문서를 그대로 인용함
page-mode-generated = 언어 모델이 쓰고 출처와 대조함
page-step-understand = 질문을 이해하는 중
page-step-search = 문서를 찾는 중
page-step-answer = 답변을 정리하는 중
page-working = 처리하는 중
page-passages = 부분 { $n }곳
page-from-documents = 문서 { $n }건
page-reading = { $documents }의 { $passages }을 읽는 중
page-writing = 이어지는 내용을 쓰고 확인하는 중
page-try-again = 다시 시도
page-ask-again = 다시 질문
page-stopped = 중지했습니다.
page-stopped-unfinished = 답변을 끝내고 확인하기 전에 중지했습니다.
page-understood = 이해한 질문:
page-also-searched = 함께 찾아본 말: { $words }
page-sources-counted = 출처 { $n }건
page-answer = 답변
page-all-contacts = 모든 연락처
page-copy-answer = 답변 복사
page-choose = 하나를 고르십시오
page-ask-next = 이어서 물어볼 수 있는 질문
page-sources = 출처
page-source-n = 출처 { $n }: { $title }
page-published = { $date } 게시
page-page = { $n }쪽
page-page-short = { $n }쪽
page-copied = 복사했습니다
page-not-copied = 복사하지 못했습니다
page-cut-off = 답변이 끝나기 전에 연결이 끊겼습니다. 다시 시도해 주십시오.
page-unreachable = 서버에 연결할 수 없습니다. 서버와 네트워크 연결을 확인한 뒤 다시 시도해 주십시오.
page-server-error = 서버가 오류 { $status }번을 보냈습니다. 다시 시도해 주십시오.
page-only-named = 담당 기관으로만 나와 있습니다. 문서에 연락 방법이 없습니다.
page-duties-of-team = 이 팀의 업무로 적힌 것
page-duties = 업무로 적힌 것
page-counted-list = { $label } ({ $n })
page-undated = 문서의 날짜를 알 수 없습니다. 확인한 뒤 이용해 주십시오.
page-old = { $date }의 문서로 2년이 넘었습니다. 확인한 뒤 이용해 주십시오.
page-label-phones = 전화
page-email-address = 이메일 주소
page-phone-number = 전화번호
page-address = 주소
page-copy-field = { $what } 복사: { $text }
page-map-of = Google 지도에서 보기: { $text }
page-map = 지도
page-whole-unit = 부서 전체
page-unit-note = 문서는 이 업무를 { $unit } 전체의 업무로 적고, 팀별로 나누어 적지 않았습니다.
page-unit-duties = { $unit } 전체의 업무
page-original = 원본 파일
page-document-of = { $date } 문서
page-copy-card = 연락처 복사
page-save-card = vCard로 저장
page-no-date = 날짜 없음
page-no-contacts = 연락처가 실린 문서가 아직 없습니다. 조직도나 직원 명단을 문서에 추가하고 “policydesk ingest”를 실행해 주십시오.
page-nameless = 기관이 적혀 있지 않음
page-contacts-counted =
    { $n ->
       *[other] 연락처 { $count }건
    }
page-none = 연락처 없음
page-some-of = { $all } 중 { $some }건
page-for-need = 이 일에 맞는 { $contacts }, 가장 알맞은 순서
page-show-all = 모든 연락처 보기
page-fetching-contacts = 연락처를 가져오는 중
page-none-holds = { $typed } 내용이 있는 항목이 없습니다. 낱말을 줄이거나 필요한 일로 검색해 주십시오. 그러면 영어와 한국어의 다른 표현도 찾습니다.
page-none-serves = 문서에 { $need } 관련 연락처가 없습니다. 질문으로 물어보시면 문서에 적힌 내용을 알려 드립니다.
page-ask-as-question = 질문으로 물어보기
page-show-more = 더 보기({ $left }건 남음)
page-only-named-heading = 담당 기관으로만 나온 곳
page-no-way = 문서에 연락 방법이 없습니다.
page-source-label = 출처: { $about }
page-handoff = 담당자에게 전달
page-handoff-preparing = 글을 준비하는 중
page-handoff-text = 전달할 글
page-handoff-copy = 아직 아무것도 보내지 않았습니다. 글을 고친 뒤 메시지에 복사해 주십시오.
page-handoff-mail = 아직 아무것도 보내지 않았습니다. 글을 고친 뒤 메시지에 복사하거나 메일 프로그램에서 열어 주십시오.
page-handoff-long = 글이 길어 메일 링크에 담을 수 없습니다. 복사하여 메시지에 붙여 넣어 주십시오.
page-handoff-subject = Policydesk에서 전달한 질문
page-copy-text = 글 복사
page-write-to = { $email }에 메일 쓰기
page-words-gone = 이 내용은 지금의 문서에 없습니다. 답변 이후 문서가 바뀌었습니다. 당시 내용은 다음과 같습니다.
page-no-documents = 등록된 문서가 아직 없습니다. 문서가 있는 폴더로 “policydesk ingest”를 실행해 주십시오.
page-opening = 여는 중
page-copy-link-words = 이 부분의 링크 복사
page-copy-link = 링크 복사
page-page-mark = { $n }쪽
page-table = 표
page-organisation = 기관
page-region = 지역
page-kind = 종류
page-published-label = 게시일
page-valid = 유효 기간
page-period = { $from }부터 { $until }까지
page-period-from = { $from }부터
page-period-until = { $until }까지
page-over = { $period }(종료)
page-how = 답변 과정
page-how-question = 어떻게 답변했습니까?
page-fetching = 가져오는 중
page-worded-rules = 앞의 대화를 바탕으로 규칙에 따라 고쳐 쓴 질문입니다.
page-worded-model = 앞의 대화를 바탕으로 언어 모델이 고쳐 쓴 질문입니다.
page-worded-not = 질문하신 그대로입니다.
page-role-system = 모델에게 준 지시
page-role-human = 이 질문을 위해 준 내용
page-prompt-answer = 답변 쓰기
page-prompt-standalone = 질문 고쳐 쓰기
page-part-model = 그중 언어 모델
page-part-verify = 그중 확인
page-why-no-mark = 출처 없음
page-why-unknown-mark = 알 수 없는 출처
page-why-fact = 수치나 날짜
page-why-contact = 연락처
page-why-name = 이름
page-why-unsupported = 뒷받침되지 않음
page-why-negation = 긍정과 부정
page-why-status-word = 확실성
page-why-language = 언어
page-why-markup = 마크업
page-why-too-much = 너무 많음
page-why-not-passed = 통과하지 못함
page-way = 방법
page-question = 질문
page-tokens = 토큰
page-tokens-counted = { $sent }개 보냄, { $written }개 씀
page-given = 답변 시각
page-index = 색인
page-written = 언어 모델이 쓰고 문서와 대조했습니다.
page-written-by = 언어 모델({ $models })이 쓰고 문서와 대조했습니다.
page-quoted = 인용: 모든 문장을 문서에서 그대로 옮겼습니다.
page-model-asked = 언어 모델 { $models }에도 물었습니다.
page-no-model = 언어 모델을 쓰지 않았습니다.
page-time = 시간
page-in-all = 전체
page-passages-label = 찾은 부분
page-nothing-found = 찾지 않았거나 찾은 것이 없습니다.
page-passages-sent = 찾은 부분: { $found }곳, 언어 모델에 보낸 부분: { $sent }곳
page-passages-found = 찾은 부분: { $found }곳
page-passage = 부분
page-score = 점수
page-dense = 의미
page-lexical = 낱말
page-scores-note = 의미는 벡터로 본 뜻의 가까움, 낱말은 말의 일치(BM25)이며, 점수는 둘을 합한 것입니다.
page-sent-as = [{ $n }]번으로 보냄
page-removed = 뺀 문장
page-removed-counted = 뺀 문장: { $n }개
page-all-passed = 모델이 쓴 모든 문장이 확인을 통과했습니다.
page-prompt = 프롬프트 “{ $name }” { $hash }
page-tokens-of = 토큰 { $sent }개 보냄, { $written }개 씀
page-model-part = 언어 모델: { $part }
page-model-error = 언어 모델 오류: { $reason }.
page-whole-prompt = 프롬프트 전체
page-reply = 모델이 보낸 그대로의 답
label-person = 담당자
label-phone = 전화
label-fax = 팩스
label-email = 이메일
label-web = 웹사이트
label-hours = 업무 시간
label-room = 호실
label-address = 주소
label-source = 출처

## The command line

cli-note = 알림:
cli-sources = 출처
cli-ask-next = 이어서 물어볼 수 있는 질문
cli-page = { $n }쪽
cli-team = 부서
cli-where = 위치
cli-dated = 게시일
cli-undated = 날짜를 알 수 없음
cli-old = { $date }, 2년이 넘음
cli-legend = { $mark } 문서가 2년이 넘었거나 날짜를 알 수 없습니다. 확인한 뒤 이용해 주십시오.
cli-whom = 담당
cli-how = 연락 방법
cli-source = 출처
cli-none-stated = 적혀 있지 않음
cli-fax = 팩스 { $number }
cli-shared = { $value }: 전화번호 하나에 여러 부서
cli-differs = { $name }: 서로 다른 { $field }
cli-changed = { $name }: 서로 다른 { $field }, 최근 문서가 먼저
cli-nobody = 해당하는 연락처가 문서에 없습니다. 모든 연락처는 `policydesk contacts`로 볼 수 있습니다.
cli-no-conflicts = 서로 어긋나는 연락처가 없습니다.
cli-chat = 문서에 대해 물어보십시오. { $commands }
cli-chat-commands = /new 새 대화, /sources 마지막 답변의 출처, /human 담당자에게 전달할 글, /quit 끝내기
cli-no-passages = 찾은 단락이 없습니다. 조건이 너무 좁지 않은지 확인해 주십시오. `policydesk status`로 색인된 문서를 볼 수 있습니다.
cli-by-meaning = 의미로 찾은 말
cli-by-words = 낱말로 찾은 말
cli-unknown-words = 문서에 없는 말
cli-preferred = 먼저 보이는 것
cli-rank = 순위
cli-score = 점수
cli-dense = 의미
cli-lexical = 낱말
cli-passage = 단락
cli-moved-up = { $old }위에서 { $new }위로, 질문에 나온 이름
cli-moved-turns = { $old }위에서 { $new }위로, 질문에 나온 다른 이름과 번갈아
cli-moved-down = { $old }위에서 { $new }위로, 질문에 나온 이름의 뒤
cli-left-out = { $filters } 없이는 { $rank }위:
cli-asking = 언어 모델에 묻는 중...
