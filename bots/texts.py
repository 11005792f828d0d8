"""The fixed sentences of the chat channels, in English and Korean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from retrieval.language.scripts import has_hangul

Language = Literal["en", "ko"]
Reason = Literal["wrong", "missing", "outdated", "wrong_contact", "unclear"]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in both languages. Call it with the language and the values of its placeholders."""

    en: str
    ko: str

    def __call__(self, language: Language, **values: object) -> str:
        """The sentence, ready to be shown as plain text: escape it before it becomes HTML."""
        return (self.ko if language == "ko" else self.en).format(**values)


def language_of(question: str, chosen: str | None = None, client: str | None = None) -> Language:
    """The language to speak: the one chosen, else the question's, else the client's (an IETF tag, or None)."""
    if chosen in ("en", "ko"):
        return "ko" if chosen == "ko" else "en"
    if has_hangul(question):
        return "ko"
    if any(letter.isalpha() for letter in question):
        return "en"
    return "ko" if (client or "").lower().partition("-")[0] == "ko" else "en"


# --- greeting and help ---

GREETING = Said(
    "Hello. I answer questions about regional industrial policy in Korea from documents, and show the source of every "
    "sentence. Ask me which team to contact, or what a plan says.\n\nFor example:",
    "안녕하십니까. 한국의 지역산업정책에 관한 질문에 문서를 근거로 답변하고, 문장마다 출처를 보여 드립니다. "
    "담당 부서의 연락처나 계획의 내용을 물어보십시오.\n\n예를 들면 다음과 같습니다.",
)
HELP = Said(
    "Write your question as you would say it. Numbers like [1] point to the sources under the answer; the buttons show "
    "the quoted passage in its surroundings.\n\n"
    "- Reply to one of my answers to ask further about it.\n"
    "- Correct your question by editing it; I then answer it anew.\n"
    "- In a group I answer when you mention me, reply to me or use a command.\n\n{commands}",
    "궁금한 점을 평소 말씀하시듯이 적어 주십시오. [1]과 같은 번호는 답변 아래의 출처를 가리키며, 버튼을 누르면 인용문을 "
    "앞뒤 문맥과 함께 볼 수 있습니다.\n\n"
    "- 이어서 질문하시려면 제 답변에 답장해 주십시오.\n"
    "- 질문을 수정하시면 다시 답변해 드립니다.\n"
    "- 그룹에서는 저를 언급하거나, 제 메시지에 답장하거나, 명령어를 쓰실 때 답변합니다.\n\n{commands}",
)
DESCRIPTION = Said(
    "Answers about regional industrial policy in Korea, with the source of every sentence: whom to contact, what a plan "
    "says, until when it runs.",
    "한국의 지역산업정책에 관한 질문에 문장마다 출처를 밝혀 답변합니다. 담당 부서, 계획의 내용과 기간을 안내합니다.",
)  # what an empty chat shows; at most 512 characters
SHORT_DESCRIPTION = Said(
    "Cited answers about regional industrial policy in Korea.",
    "출처를 밝히는 지역산업정책 안내 봇입니다.",
)  # on the profile; at most 120 characters
EXAMPLES: tuple[Said, ...] = (
    Said(
        "Which team handles regional industrial planning at Gyeongbuk Technopark?",
        "경북테크노파크 지역산업기획팀 전화번호를 알려 주세요",
    ),
    Said(
        "What are the six core initiatives of the informatization master plan?",
        "경상북도 정보화 기본계획의 6대 핵심 과제는 무엇인가요?",
    ),
    Said("What is the vision of the 5th Basic Plan?", "5차 기본계획의 비전은 무엇인가요?"),
    Said("What are the strategic industries of Gwangju?", "광주테크노파크의 전략산업은 무엇입니까?"),
)
COMMANDS: Mapping[str, Said] = {
    "start": Said("Greeting and example questions", "인사말과 질문 예시"),
    "help": Said("How to use this bot", "사용 방법"),
    "new": Said("Start a new conversation", "새 대화 시작"),
    "sources": Said("The documents that I answer from", "답변의 근거가 되는 문서"),
    "contacts": Said("Whom to contact", "연락처 찾기"),
    "language": Said("English or Korean", "언어 선택"),
    "privacy": Said("What is stored, and where", "저장되는 정보 안내"),
    "delete": Said("Delete what is stored about you", "저장된 내 정보 삭제"),
}
GROUP_COMMANDS = ("help", "new", "sources", "contacts", "privacy", "delete")
UNKNOWN_COMMAND = Said(
    "I do not know this command. /help lists those that I know.",
    "알 수 없는 명령어입니다. /help에서 사용할 수 있는 명령어를 확인해 주십시오.",
)
TEXT_ONLY = Said(
    "I can read text only. Please write your question.", "글만 읽을 수 있습니다. 질문을 글로 적어 주십시오."
)

# --- conversations, documents, contacts ---

NEW_CONVERSATION = Said(
    "A new conversation begins. What would you like to know?", "새 대화를 시작합니다. 무엇이 궁금하십니까?"
)
DOCUMENTS_HELD = Said("I answer from these documents:", "다음 문서를 근거로 답변합니다.")
NO_DOCUMENTS = Said("No documents have been indexed yet.", "아직 등록된 문서가 없습니다.")
WHICH_NEED = Said(
    "What do you need? Write for example: /contacts smart factory support",
    "어떤 업무의 연락처가 필요하십니까? 예: /contacts 지역산업 기획",
)
CONTACTS_FOUND = Said("These contacts fit:", "다음 연락처를 찾았습니다.")
NO_CONTACTS = Said("The documents give no contact for this.", "문서에 해당하는 연락처가 없습니다.")
FOR_A_PERSON = Said("For a person", "담당자에게 전달")
FORWARD_THIS = Said(
    "The next message is a text for a person, made from what you asked last; you can forward it. I have sent it to nobody "
    "else. For something else, write for example: /contacts smart factory support",
    "다음 메시지는 마지막 질문을 담당자에게 전달하실 수 있도록 정리한 글입니다. 다른 곳에는 보내지 않았습니다. "
    "다른 업무의 연락처는 이렇게 찾으십시오. 예: /contacts 지역산업 기획",
)
SAVE_CONTACT = Said("Contact card", "연락처 저장")
SHOW_ON_MAP = Said("Map", "지도")
PHONE = Said("Phone", "전화")
FAX = Said("Fax", "팩스")
EMAIL = Said("E-mail", "이메일")
WHERE = Said("Where", "위치")
HOURS = Said("Hours", "업무 시간")
WEB = Said("Web", "웹사이트")
PUBLISHED = Said("Published", "게시일")
WHICH_LANGUAGE = Said("Which language shall I speak?", "어떤 언어를 사용하시겠습니까?")
LANGUAGE_SET = Said("I will speak English. Quotes stay as the documents have them.", "한국어로 안내해 드리겠습니다. 인용문은 문서의 언어 그대로 보여 드립니다.")  # fmt: skip
LANGUAGE_NAMES: Mapping[Language, str] = {"en": "English", "ko": "한국어"}

# --- parts of an answer ---

SOURCES = Said("Sources", "출처")
PAGE = Said("p. {page}", "{page}쪽")
UNDATED = Said("no date", "날짜 없음")
NO_TEXT = Said("There is no answer to this.", "이 질문에는 드릴 답변이 없습니다.")
SOURCE_GONE = Said(
    "The document has changed since this answer. This was quoted:",
    "답변 이후 문서가 바뀌었습니다. 당시 인용문은 다음과 같습니다.",
)
STILL_WORKING = Said("Still working on it …", "답변을 준비하고 있습니다 …")
QUEUED = Said("I answer this after your earlier question.", "먼저 주신 질문에 답변한 뒤 이 질문에 답변해 드리겠습니다.")

# --- feedback ---

THANKS_UP = Said("Thank you.", "의견을 주셔서 감사합니다.")
THANKS_DOWN = Said("Thank you. What was wrong?", "의견을 주셔서 감사합니다. 어떤 점이 아쉬우셨습니까?")
THANKS_REASON = Said("Thank you, this helps.", "감사합니다. 주신 의견을 참고하겠습니다.")
REASONS: Mapping[Reason, Said] = {
    "wrong": Said("Wrong", "내용이 틀림"),
    "missing": Said("Something is missing", "내용이 빠짐"),
    "outdated": Said("Out of date", "오래된 정보"),
    "wrong_contact": Said("Wrong contact", "잘못된 연락처"),
    "unclear": Said("Hard to understand", "이해하기 어려움"),
}
NOT_YOURS = Said("Only the person who asked can use this button.", "질문하신 분만 이 버튼을 사용하실 수 있습니다.")
TOO_OLD = Said("This button is too old. Please ask again.", "오래된 버튼입니다. 다시 질문해 주십시오.")

# --- limits, access, errors ---

RATE_LIMIT = Said(
    "You have asked {limit} questions in a minute. Please wait {seconds} seconds; I will not answer until then.",
    "1분 동안 질문을 {limit}번 하셨습니다. {seconds}초 뒤에 다시 질문해 주십시오. 그때까지는 답변을 드리지 않습니다.",
)
QUEUE_FULL = Said(
    "{waiting} questions of this chat are waiting already. Please ask again when they are answered.",
    "이 채팅에서 이미 질문 {waiting}개가 기다리고 있습니다. 답변이 끝난 뒤 다시 질문해 주십시오.",
)
TOO_LONG = Said(
    "The question has {length} characters; at most {limit} are read. Please shorten it.",
    "질문이 {length}자입니다. 최대 {limit}자까지 읽을 수 있으니 줄여서 다시 보내 주십시오.",
)
NOT_ALLOWED = Said(
    "This bot is for invited people. Give its operator this number: {id}.",
    "이 봇은 허가된 분만 사용하실 수 있습니다. 운영자에게 이 번호를 알려 주십시오: {id}.",
)
NOT_READY = Said(
    "I cannot answer yet, because no documents have been indexed. Please try again later.",
    "아직 문서가 준비되지 않아 답변할 수 없습니다. 잠시 후 다시 시도해 주십시오.",
)
ERROR = Said(
    "Something went wrong on my side. Please ask again; if it happens again, tell the operator this number: {id}.",
    "처리 중에 문제가 생겼습니다. 다시 질문해 주십시오. 문제가 계속되면 운영자에게 이 번호를 알려 주십시오: {id}.",
)
CONVERSATION_GONE = Said(
    "The earlier conversation was deleted; this is a new one.", "이전 대화가 삭제되어 새 대화로 답변합니다."
)

# --- privacy ---

PRIVACY = Said(
    "What I store:\n"
    "- your questions, with the answers and the passages that they were made from\n"
    "- the numbers by which Telegram knows you, this chat and the messages, so that follow-ups, edits and buttons work\n"
    "- the language that you chose, and your thumbs up or down with their reason\n"
    "- for a short while, how many questions you asked, to keep within the limit\n\n"
    "I do not store your name, your user name, your phone number or other messages of a group.\n\n"
    "It lies in two database files on the computer of this bot's operator. Telegram itself carries and keeps the messages. "
    "{model}\n\n"
    "/delete deletes what is stored about you. Messages that stand in the chat are deleted in Telegram.",
    "저장하는 정보는 다음과 같습니다.\n"
    "- 질문, 답변, 답변의 근거가 된 문서 부분\n"
    "- 이어지는 질문, 수정, 버튼을 처리하기 위한 텔레그램의 사용자 번호, 채팅 번호, 메시지 번호\n"
    "- 선택하신 언어, 답변에 대한 좋아요·싫어요와 그 이유\n"
    "- 사용 한도를 지키기 위해 잠시 보관하는 질문 횟수\n\n"
    "이름, 사용자 이름, 전화번호, 그룹의 다른 메시지는 저장하지 않습니다.\n\n"
    "정보는 이 봇을 운영하는 컴퓨터의 데이터베이스 파일 두 개에 저장됩니다. 메시지는 텔레그램을 거치며 텔레그램에도 보관됩니다. "
    "{model}\n\n"
    "/delete 명령으로 저장된 정보를 삭제하실 수 있습니다. 채팅방에 남은 메시지는 텔레그램에서 삭제해 주십시오.",
)
PRIVACY_LOCAL = Said(
    "Answers are made on that computer; no language model is asked.",
    "답변은 그 컴퓨터에서 만들며, 외부 언어 모델을 사용하지 않습니다.",
)
PRIVACY_MODEL = Said(
    "Questions and the passages found for them are sent to a language model ({model}).",
    "질문과 찾은 문서 부분은 언어 모델({model})로 전송됩니다.",
)
DELETE_SURE = Said(
    "Shall I delete all that is stored about you: your conversations, feedback and settings? This cannot be undone.",
    "저장된 대화, 의견, 설정을 모두 삭제하시겠습니까? 삭제한 정보는 되돌릴 수 없습니다.",
)
DELETE_YES = Said("Delete", "삭제")
DELETE_NO = Said("Keep", "취소")
DELETED = Said(
    "All that was stored about you has been deleted. Conversations deleted: {conversations}.",
    "대화 {conversations}개와 저장된 나머지 정보를 모두 삭제했습니다.",
)
NOTHING_DELETED = Said("Nothing was deleted.", "삭제하지 않았습니다.")
NOTHING_STORED = Said("Nothing is stored about you.", "저장된 정보가 없습니다.")

# --- an answer whose sending broke off ---

MAYBE_NOT_SENT = Said(
    "The connection broke while I was sending an answer. If you do not see it, tap the button.",
    "답변을 보내는 중에 연결이 끊겼습니다. 답변이 보이지 않으면 버튼을 눌러 주십시오.",
)
SEND_AGAIN = Said("Send the answer again", "답변 다시 보내기")
