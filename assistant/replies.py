"""The fixed sentences that Policydesk itself says; everything else in an answer is quoted."""

from __future__ import annotations

GREETING = (
    "Hello. I answer questions about regional industrial policy in Korea from the documents that I hold, "
    "and show for every sentence where it stands. What would you like to know?"
)
CAPABILITIES = (
    "I answer from the documents that I hold and from nothing else: which team to contact and how, what a plan sets out "
    "to do, who is responsible, when and how much. Every sentence is quoted and linked to its place. When the documents "
    "do not say, I tell you so. I hold:"
)
THANKS = "You are welcome."
GOODBYE = "Goodbye."

NOT_FOUND = "The documents do not answer this."
NO_FACT = "The documents do not state {fact} for this."
NO_FACT_NEAREST = "The documents do not state {fact} for this. The nearest that they say:"
NOT_STATED = "The documents do not answer this, and say so:"
NOT_FOUND_FOR = "The documents do not answer this for {name}."
NOT_FOUND_QUESTION = "The documents do not answer this: {question}"
LOOKED_FOR = "I looked for: {words}."
NEAREST = "The nearest sections:"
TOPICS = "The documents are about:"
ASK_WHOM = "You could ask the {name}, whose contacts the documents give."
ASK_SECTION = 'What does "{title}" say about "{heading}"?'
ASK_CONTACT = "How do I contact the {name}?"
KOREAN_NOT_FOUND = (
    "문서에서 답을 찾지 못했습니다. 문서는 영어로 되어 있으니 영어로 질문하시면 더 잘 찾을 수 있습니다. "
    "(The documents are in English; a question in English finds more.)"
)
KOREAN_NOT_STATED = "문서에서 답을 찾지 못했습니다. (The documents do not answer this.)"
ELSEWHERE = 'The entry "{team}" of {organisation} stands in a document of {other}; check it with {organisation}.'
NO_CONTACT = "The documents give no contact for {name}."
NO_CONTACT_AT_ALL = "The documents give no contact for this."
NO_CONTACT_OF = "The documents give no contact for the {name}."
RESPONSIBLE = "What the documents state about this:"
OTHERWISE = "The documents do not state the {fields} in the question for the {team}. They state:"
NO_LONGER = (
    "The newest document does not state the {fields} in the question for the {team}, an older one does. They state:"
)
WHICH_CONTACT = "Several entries fit this. Which one do you mean?"
WHAT_ABOUT = "I can show you whom to contact. What is it about? Please name the matter, the team or the place."
UNIT_ONLY = "The documents state this duty for the {unit} as a whole and not for one of its teams. Its teams:"
UNIT_DUTY = "The duty as the documents state it:"
CONTACTS_HELD = "Contacts that the documents do give:"
WHICH_LIST = "There is no earlier list here that has a number {n}. Which one do you mean?"
FOLLOW_UP_OF_NOTHING = "I am not sure what this refers to. Please name the plan, the team or the place that you mean."
NOT_ALL_STATED = "The documents do not state all of what was asked."
NOT_STATED_NEAREST = "The documents do not answer this. The nearest that they say:"
FELL_BACK = "The language model {reason}; this answer quotes the documents instead."
NOTHING_HELD = "What the language model wrote is not borne out by the documents; this answer quotes them instead."
BROKE_OFF = "The language model {reason}; what it had written until then was checked and is shown."
REMOVED_ONE = "One sentence of the language model was left out because the documents do not bear it out."
REMOVED = "{n} sentences of the language model were left out because the documents do not bear them out."
UNMEASURED = (
    "The wording of this answer is in another language than the documents: its figures, dates and contacts were checked "
    "against the quotes, the rest could not be."
)

DATED = 'The page "{title}" was published on {published}, more than two years ago; check whether it still holds.'
UNDATED = 'The page "{title}" bears no date, so it may be out of date.'
EXPIRED = '"{title}" ran until {until}; it is over.'
PAST = (
    "The latest year named in these quotes is {year}, which is past; what was planned may be done, changed or dropped."
)
