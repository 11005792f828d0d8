### What Policydesk says by itself, in English. korean.ftl says the same; both are Project Fluent's format.

## Sentences of answers

greeting = Hello. I answer questions about regional industrial policy in Korea from the documents that I hold, and show for every sentence where it stands. What would you like to know?
capabilities = I answer from the documents that I hold and from nothing else: which team to contact and how, what a plan sets out to do, who is responsible, when and how much. Every sentence is quoted and linked to its place. When the documents do not say, I tell you so. I hold:
thanks = You are welcome.
goodbye = Goodbye.
not-found = The documents do not answer this.
no-fact = The documents do not state { $fact } for this.
near-quotes = I am not sure that this answers it. The nearest that the documents say:
not-found-for = The documents do not answer this for { $name }.
not-found-question = The documents do not answer this: { $question }
looked-for = I looked for: { $words }.
also-searched = Also searched for: { $words }
nearest-sections = The nearest sections:
topics-held = The documents are about:
ask-whom = You could ask the { $name }, whose contacts the documents give.
ask-section = What does "{ $title }" say about "{ $heading }"?
ask-contact = How do I contact the { $name }?
not-found-korean = The documents do not answer this. The documents are in English; a question in English finds more.
not-stated-korean = The documents do not answer this.
no-contact = The documents give no contact for { $name }.
no-contact-at-all = The documents give no contact for this.
contact-unclear = I could not tell whom to ask about this.
no-contact-of = The documents give no contact for the { $name }.
responsible = What the documents state about this:
otherwise = The documents do not state the { $fields } in the question for the { $team }. They state:
no-longer = The newest document does not state the { $fields } in the question for the { $team }, an older one does. They state:
which-contact = Several entries fit this. Which one do you mean?
what-about = I can show you whom to contact. What is it about? Please name the matter, the team or the place.
unit-only = The documents state this duty for the { $unit } as a whole and not for one of its teams. Its teams:
unit-duty = The duty as the documents state it:
contacts-held = Contacts that the documents do give:
which-list = There is no earlier list here that has a number { $n }. Which one do you mean?
follow-up-of-nothing = I am not sure what this refers to. Please name the plan, the team or the place that you mean.
not-all-stated = The documents do not state all of what was asked.
rows-fit =
    { $n ->
        [one] One of the { $of } rows looked at fits:
       *[other] { $n } of the { $of } rows looked at fit:
    }
rows-whole = { $n } rows:
documents-fit =
    { $n ->
        [one] One of the { $of } documents speaks of this:
       *[other] { $n } of the { $of } documents speak of this:
    }
not-stated-nearest = The documents do not answer this. The nearest that they say:

## Notices

dated = The page "{ $title }" was published on { $published }, more than two years ago; check whether it still holds.
not-vouched = "{ $title }" comes from a source that speaks for nobody. Check it with whom it is about before you rely on it.
by-ocr = Page { $page } of "{ $title }" is a picture that a program read: check names and numbers against the original.
undated = The date of the page "{ $title }" is not known, so it may be out of date.
expired = "{ $title }" ran until { $until }; it is over.
past = The latest year named in these quotes is { $year }, which is past; what was planned may be done, changed or dropped.
elsewhere = The entry "{ $team }" of { $organisation } stands in a document of { $other }; check it with { $organisation }.
unmeasured = The wording of this answer is in another language than the documents: its figures, dates and contacts were checked against the quotes, the rest could not be.
fell-back = The language model { $reason }; this answer quotes the documents instead.
nothing-held = What the language model wrote is not borne out by the documents; this answer quotes them instead.
broke-off = The language model { $reason }; what it had written until then was checked and is shown.
removed =
    { $n ->
        [one] One sentence of the language model was left out because the documents do not bear it out.
       *[other] { $n } sentences of the language model were left out because the documents do not bear them out.
    }
somebody-lookalike = a body whose name only looks the same
somebody-unnamed = a body that it does not name
conflict-shared = The phone { $value } stands under several teams: { $stated }. Check before you use it.
conflict-differs = The documents give different { $field } for { $name }: { $stated }. Check before you use one.
conflict-changed = The documents give different { $field } for { $name }: { $stated }. The newest document comes first; check before you use one.
conflict-phone = phones
conflict-room = rooms
conflict-address = addresses
stated-in = { $value } ({ $title }, { $date })
stated-in-page = { $value } ({ $title }, page { $page }, { $date })
no-date = no date
list = { $first }; { $rest }

## Why a language model gave no answer, or less; the end of a sentence that begins with its name

model-empty = gave an empty answer
model-unreachable = cannot be reached
model-slow = did not answer in time
model-breaking = has failed several times in a row and is left alone for a moment
model-cut = stopped in the middle of its answer
model-endless = wrote more than an answer may have
model-broken = had an error of its own
model-unreadable = gave a reply that cannot be read
model-refused = refused the request
model-too-long = refused the request as too long
model-key = refused the key
model-unknown = is not known to the server
model-limit = is at its limit of requests

## What a question asks for that the documents do not state

fact-phone = a phone number
fact-email = an e-mail address
fact-address = an address
fact-fax = a fax number
fact-hours = office hours
fact-web = a web address
fact-person = a person's name
fact-room = a room
fact-date = a date
fact-count = a number
fact-amount = an amount
fact-money = an amount of money
fact-name = a name
fact-place = a place
fact-year = a year
fact-end = any end date
fact-begin = when it began
fact-law = any law
fact-most = which has the { $of }
fact-mobile = any mobile or private number
fact-by-name = any { $of } by name
fact-measure = any measure
fact-duration = any duration
fact-leader = any leader
fact-done = whether it was done
fact-number-of = a number of { $of }
fact-name-of = the name of the { $of }
fact-any = any { $of }
fact-about = anything about { $of }
fact-about-number = anything about the { $of }

## Fields of a directory entry that a question takes for granted

field-number = number
field-email = e-mail address
field-hours = hours
field-room = room
field-place = place
fields = { $first } and the { $rest }
whole-organisation = organisation

## Why a directory entry fits a need

fits-duty = Its stated duty: { $duty }
fits-unit-duty = A stated duty of its unit: { $duty }
fits-name = Named: { $name }

## Chats

bot-greeting =
    Hello. I answer questions about regional industrial policy in Korea from documents, and show the source of every sentence. Ask me which team to contact, or what a plan says.

    For example:
bot-help =
    Write your question as you would say it. Numbers like [1] point to the sources under the answer; the buttons show the quoted passage in its surroundings.

    - Reply to one of my answers to ask further about it.
    - Correct your question by editing it; I then answer it anew.
    - In a group I answer when you mention me, reply to me or use a command.

    { $commands }
bot-description = Answers about regional industrial policy in Korea, with the source of every sentence: whom to contact, what a plan says, until when it runs.
bot-short-description = Cited answers about regional industrial policy in Korea.
bot-example-team = Which team handles regional industrial planning at Gyeongbuk Technopark?
bot-example-initiatives = What are the six core initiatives of the informatization master plan?
bot-example-vision = What is the vision of the 5th Basic Plan?
bot-example-industries = What are the strategic industries of Gwangju?
bot-command-start = Greeting and example questions
bot-command-help = How to use this bot
bot-command-new = Start a new conversation
bot-command-sources = The documents that I answer from
bot-command-contacts = Whom to contact
bot-command-language = English or Korean
bot-command-privacy = What is stored, and where
bot-command-delete = Delete what is stored about you
bot-unknown-command = I do not know this command. /help lists those that I know.
bot-text-only = I can read text only. Please write your question.
bot-new-conversation = A new conversation begins. What would you like to know?
bot-documents-held = I answer from these documents:
bot-no-documents = No documents have been indexed yet.
bot-which-need = What do you need? Write for example: /contacts smart factory support
bot-contacts-found = These contacts fit:
bot-no-contacts = The documents give no contact for this.
bot-for-a-person = For a person
bot-forward-this = The next message is a text for a person, made from what you asked last; you can forward it. I have sent it to nobody else. For something else, write for example: /contacts smart factory support
bot-show-on-map = Map
bot-phone = Phone
bot-fax = Fax
bot-email = E-mail
bot-where = Where
bot-hours = Hours
bot-web = Web
bot-published = Published
bot-which-language = Which language shall I speak?
bot-language-set = I will speak English. Quotes stay as the documents have them.
bot-sources = Sources
bot-page = p. { $page }
bot-undated = no date
bot-no-text = There is no answer to this.
bot-source-gone = The document has changed since this answer. This was quoted:
bot-thanks-up = Thank you.
bot-thanks-down = Thank you. What was wrong?
bot-thanks-reason = Thank you, this helps.
bot-reason-wrong = Wrong
bot-reason-missing = Something is missing
bot-reason-outdated = Out of date
bot-reason-wrong-contact = Wrong contact
bot-reason-unclear = Hard to understand
bot-not-yours = Only the person who asked can use this button.
bot-too-old = This button is too old. Please ask again.
bot-rate-limit = You have asked { $limit } questions in a minute. Please wait { $seconds } seconds; I will not answer until then.
bot-queue-full = { $waiting } questions of this chat are waiting already. Please ask again when they are answered.
bot-too-long = The question has { $length } characters; at most { $limit } are read. Please shorten it.
bot-not-allowed = This bot is for invited people. Give its operator this number: { $id }.
bot-not-ready = I cannot answer yet, because no documents have been indexed. Please try again later.
bot-error = Something went wrong on my side. Please ask again; if it happens again, tell the operator this number: { $id }.
bot-conversation-gone = The earlier conversation was deleted; this is a new one.
bot-privacy =
    What I store:
    - your questions, with the answers and the passages that they were made from
    - the numbers by which Telegram knows you, this chat and the messages, so that follow-ups, edits and buttons work
    - the language that you chose, and your thumbs up or down with their reason
    - for a short while, how many questions you asked, to keep within the limit

    I do not store your name, your user name, your phone number or other messages of a group.

    It lies in two database files on the computer of this bot's operator. Telegram itself carries and keeps the messages. { $model }

    /delete deletes what is stored about you. Messages that stand in the chat are deleted in Telegram.
bot-privacy-local = Answers are made on that computer; no language model is asked.
bot-privacy-model = Questions and the passages found for them are sent to a language model ({ $model }).
bot-delete-sure = Shall I delete all that is stored about you: your conversations, feedback and settings? This cannot be undone.
bot-delete-yes = Delete
bot-delete-no = Keep
bot-deleted = All that was stored about you has been deleted. Conversations deleted: { $conversations }.
bot-nothing-deleted = Nothing was deleted.
bot-nothing-stored = Nothing is stored about you.
bot-maybe-not-sent = The connection broke while I was sending an answer. If you do not see it, tap the button.
bot-send-again = Send the answer again

## The text to hand on to a person

handoff-title = A question that needs a person
handoff-date = Date
handoff-question = Question
handoff-understood = Understood as
handoff-found = What was found
handoff-nearest = The nearest that the documents say
handoff-more = - and { $n } more
handoff-nothing = Nothing.
handoff-missing = What is missing
handoff-unsure = It is not certain that what was found answers this.
handoff-not-found = The documents do not answer this.
handoff-partial = The documents answer only a part of this.
handoff-clarify = It is not clear what the question refers to.
handoff-refused = This was not answered.
handoff-error = This was not answered.
handoff-check = Please check
handoff-contact = Contact, as published
handoff-who = Team
handoff-person = Person
handoff-phone = Phone
handoff-fax = Fax
handoff-email = E-mail
handoff-web = Web
handoff-where = Where
handoff-hours = Hours
handoff-source = Source
handoff-page = page { $n }
handoff-undated = no date
handoff-not-sent = Nothing has been sent. Copy this text into an e-mail or read it out on the phone.

## The page, and labels that it shares with the command line

page-skip = Skip to the text box
page-contacts = Contacts
page-contact = Contact
page-documents = Documents
page-document = Document
page-delete-conversation = Delete conversation
page-delete = Delete
page-new-conversation = New conversation
page-welcome = Ask about regional industrial policy in Korea
page-lead = Answers come from the documents on this desk, each statement with its source. A number opens the document at the quoted words.
page-examples = Example questions
page-example-team = Which team handles regional industrial planning at Gyeongbuk Technopark, and what is its phone?
page-example-initiatives = What are the six core initiatives of the 2030 Informatization Master Plan?
page-example-plan = What does the 5th Basic Plan for industrial complexes set out to do?
page-example-busan = What did Busan plan for offshore wind and renewable energy?
page-ask-form = Ask a question
page-your-question = Your question
page-ask-hint = Ask about a plan or a team
page-send = Send the question
page-stop = Stop the answer
page-back = Back to the questions
page-directory-about = Every entry as a document states it. The name of the document opens it at the entry.
page-directory-search = Search the contacts
page-directory-label = Name, duty, number or need
page-directory-hint = Name, duty or number
page-search-need = Search by need
page-enter-searches = Enter searches by what you need.
page-all-documents = All documents
page-close-panel = Close the document panel
page-delete-sure = Delete this conversation?
page-delete-what = Its questions and answers are removed from the server for good.
page-keep = Keep it
page-other-language = 한국어
page-other-language-short = 한
page-other-language-label = Show the page in Korean
page-length = { $used } of { $limit } characters
page-too-long = { $used } of { $limit } characters. Please shorten the question.
page-deleted = The conversation was deleted.
page-not-restored = The conversation could not be brought back. { $why }
page-indexed =
    { $n ->
        [one] 1 document indexed.
       *[other] { $n } documents indexed.
    }
page-status-partial = Partly answered
page-status-nearest = Not sure: the nearest in the documents
page-status-not-found = Not found in the documents
page-status-clarify = One thing to settle first
page-status-refused = Outside what Policydesk answers
page-status-error = Something went wrong
page-notice-dated = Check the date
page-notice-expired = Period over
page-notice-conflict = Sources disagree
page-notice-unverified = Not fully verified
page-notice-fallback = Without the language model
page-notice = Note
page-mode-extractive = Quoted word for word from the documents
page-mode-generated = Written by a language model, checked against the sources
page-step-understand = Understanding the question
page-step-search = Searching the documents
page-step-answer = Putting the answer together
page-working = Working
page-passages =
    { $n ->
        [one] 1 passage
       *[other] { $n } passages
    }
page-from-documents =
    { $n ->
        [one] 1 document
       *[other] { $n } documents
    }
page-reading = Reading { $passages } from { $documents }
page-writing = Writing and checking what comes next
page-try-again = Try again
page-ask-again = Ask again
page-stopped = Stopped.
page-stopped-unfinished = Stopped before the answer was finished and checked.
page-understood = Understood as:
page-also-searched = Also searched for: { $words }
page-sources-counted =
    { $n ->
        [one] 1 source
       *[other] { $n } sources
    }
page-answer = Answer
page-all-contacts = All contacts
page-copy-answer = Copy answer
page-choose = Choose one
page-ask-next = You could ask next
page-sources = Sources
page-source-n = Source { $n }: { $title }
page-published = published { $date }
page-page = page { $n }
page-page-short = p. { $n }
page-copied = Copied
page-not-copied = Could not copy
page-cut-off = The connection ended before the answer was complete. Please try again.
page-unreachable = The server could not be reached. Check that it is running and you are connected, then try again.
page-server-error = The server answered with error { $status }. Please try again.
page-only-named = Only named as responsible. The document gives no way to reach it.
page-duties-of-team = Duties stated for this team itself
page-duties = Duties stated for it
page-counted-list = { $label } ({ $n })
page-undated = The date of the document is not known. Check before you rely on it.
page-old = The document is from { $date }, more than two years ago. Check before you rely on it.
page-label-phones = Phones
page-email-address = e-mail address
page-phone-number = phone number
page-address = address
page-copy-field = Copy the { $what } { $text }
page-map-of = Map of { $text }, on Google Maps
page-map = Map
page-whole-unit = the whole unit
page-unit-note = The source states these for { $unit } as a whole. It does not say which team does what.
page-unit-duties = Duties of { $unit } as a whole
page-original = File
page-document-of = Document of { $date }
page-copy-card = Copy card
page-save-card = Save as vCard
page-no-date = no date
page-no-contacts = No document names a contact yet. Add a directory or a staff list to the documents and run “policydesk ingest”.
page-nameless = Organisation not stated
page-contacts-counted =
    { $n ->
        [one] 1 contact
       *[other] { $count } contacts
    }
page-none = No contact
page-some-of = { $some } of { $all }
page-for-need = { $contacts } for this need, the best first
page-show-all = Show all contacts
page-fetching-contacts = Fetching the contacts
page-none-holds = No entry holds { $typed }. Use fewer or shorter words, or search by what you need: that also finds other words for it, in English and Korean.
page-none-serves = The documents give no contact for { $need }. Ask it as a question: the answer says what the documents state instead.
page-ask-as-question = Ask it as a question
page-show-more = Show more ({ $left } left)
page-only-named-heading = Only named as responsible
page-no-way = The documents give no way to reach them.
page-source-label = Source: { $about }
page-handoff = Pass this on to a person
page-handoff-preparing = Preparing the text
page-handoff-text = Text to pass on
page-handoff-copy = Nothing has been sent. Change the text as you like, then copy it into a message.
page-handoff-mail = Nothing has been sent. Change the text as you like, then copy it into a message or open it in your mail program.
page-handoff-long = The text is too long for a mail link. Copy it and put it into the message yourself.
page-handoff-subject = Question passed on from Policydesk
page-copy-text = Copy the text
page-write-to = Write to { $email }
page-words-gone = These words are not in the document as it is now; it has changed since the answer. They were:
page-no-documents = No document is indexed yet. Run “policydesk ingest” with the folder that holds them.
page-opening = Opening
page-copy-link-words = Copy link to these words
page-copy-link = Copy link
page-page-mark = Page { $n }
page-table = Table
page-organisation = Organisation
page-region = Region
page-kind = Kind
page-published-label = Published
page-valid = Valid
page-period = { $from } to { $until }
page-period-from = from { $from }
page-period-until = until { $until }
page-over = { $period } (over)
page-how = How this was answered
page-how-question = How was this answered?
page-fetching = Fetching
page-worded-rules = Worded by rules, from what was said before.
page-worded-model = Worded by the language model, from what was said before.
page-worded-not = As it was asked.
page-role-system = What the model is told to do
page-role-human = What it is given for this question
page-prompt-answer = Writing the answer
page-prompt-standalone = Wording the question
page-part-model = Of this, the language model
page-part-verify = Of this, the checks
page-why-no-mark = No source
page-why-unknown-mark = Unknown source
page-why-fact = Figure or date
page-why-contact = Contact
page-why-name = Name
page-why-unsupported = Not borne out
page-why-negation = Yes or no
page-why-status-word = Certainty
page-why-language = Language
page-why-markup = Markup
page-why-too-much = Too much
page-why-not-passed = Not passed
page-way = Way
page-question = Question
page-tokens = Tokens
page-tokens-counted = { $sent } sent, { $written } written
page-given = Given
page-index = Index
page-written = Written by a language model, checked against the documents.
page-written-by = Written by a language model ({ $models }), checked against the documents.
page-quoted = Quotes: every sentence is copied from the documents.
page-model-asked = The language model { $models } was asked, too.
page-no-model = No language model took part.
page-time = Time
page-in-all = In all
page-passages-label = Passages
page-nothing-found = Nothing was searched, or nothing was found.
page-passages-sent = Passages: { $found } found, { $sent } sent to the language model
page-passages-found = Passages: { $found } found
page-passage = Passage
page-score = Score
page-dense = Dense
page-lexical = Lexical
page-scores-note = Dense is the likeness in meaning (of vectors), lexical the match of words (BM25); the score combines both.
page-sent-as = Sent as [{ $n }]
page-removed = Removed
page-removed-counted =
    { $n ->
        [one] Removed: 1 sentence
       *[other] Removed: { $n } sentences
    }
page-all-passed = Every sentence of the reply passed the checks.
page-prompt = prompt “{ $name }” { $hash }
page-tokens-of = { $sent } tokens sent, { $written } written
page-model-part = Language model: { $part }
page-model-error = The model { $reason }.
page-whole-prompt = The whole prompt
page-reply = The reply as it came
label-person = Person
label-phone = Phone
label-fax = Fax
label-email = E-mail
label-web = Web
label-hours = Hours
label-room = Room
label-address = Address
label-source = Source

## The command line

cli-note = Note:
cli-sources = Sources
cli-ask-next = Ask next
cli-page = page { $n }
cli-team = Team
cli-where = Where
cli-dated = Dated
cli-undated = date not known
cli-old = { $date }, more than two years ago
cli-legend = { $mark } The document is older than two years or of unknown date: check before you rely on it.
cli-whom = Whom
cli-how = How to reach
cli-source = Source
cli-none-stated = none stated
cli-fax = Fax { $number }
cli-shared = { $value }: one phone, several teams
cli-differs = { $name }: different { $field }
cli-changed = { $name }: different { $field }, newest first
cli-nobody = No document names a contact for that. `policydesk contacts` lists all.
cli-no-conflicts = No directory entries contradict each other.
cli-chat = Ask about the documents. { $commands }
cli-chat-commands = /new starts over, /sources lists the last answer's sources, /human makes a text for a person, /quit leaves.
cli-no-passages = No passage was found: is a filter too narrow? `policydesk status` shows what is indexed.
cli-by-meaning = Searched by meaning
cli-by-words = Searched by words
cli-unknown-words = In no document
cli-preferred = Comes first
cli-rank = rank
cli-score = score
cli-dense = dense
cli-lexical = lexical
cli-passage = passage
cli-moved-up = { $old } to { $new }, named in the question
cli-moved-turns = { $old } to { $new }, by turns with what else is named in the question
cli-moved-down = { $old } to { $new }, behind what the question names
cli-left-out = Without { $filters } at rank { $rank }:
cli-asking = Asking the language model...
