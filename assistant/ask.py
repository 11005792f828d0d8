"""The Ask: what a question wants, as a value. An answer keeps it, so that the next question can go on from it."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel

from assistant.wording import Language, Said

Intent = Literal["smalltalk", "contact", "plan", "unclear"]
SmallTalk = Literal["greeting", "capabilities", "thanks", "goodbye"]
ContactField = Literal["email", "phone", "address", "fax", "hours", "url", "person", "room"]
"""A field of a directory entry, as `ContactCard` calls it."""
Kind = Literal["contact", "row", "section", "document"]


class Reference(BaseModel, frozen=True):
    """Something of the documents that an answer lists, or that a question means.

    `id` is a contact's or a document's id; of a row or a section `document_id:start-end`, counted in the document's text.
    `label` is what it is called, or its head. `id` is empty where a language model lists something without a quote.
    """

    kind: Kind
    id: str
    label: str


class Choice(BaseModel, frozen=True):
    """One of several that an answer offers: its name, and the contacts that it stands for."""

    name: str
    ids: tuple[str, ...] = ()

    @property
    def references(self) -> tuple[Reference, ...]:
        """The contacts, each under the name."""
        return tuple(Reference(kind="contact", id=each, label=self.name) for each in self.ids)


class AlsoSearched(BaseModel, frozen=True):
    """A `word` of the question that no document has, and the word near it that was `searched` for besides."""

    word: str
    searched: str


class Ask(BaseModel, frozen=True):
    """What a question wants. The empty Ask wants nothing: answers that were stored before there were Asks have it.

    `typed` is the question as typed (or as a language model wrote it anew), `text` the same in the documents' words, with
    what stood in the conversation in place of "the second one" and the like; rules read it. `written` is the same in the
    reader's own words, where they differ: it is searched and shown. `also_searched` holds the words of it that were mended
    for the search. `about` is the topic that the conversation
    supplies. `fields` are those of a directory entry that are asked for. `chosen` and `excluded` are the contacts or rows
    that are meant, or not. `who`: somebody asks who does a thing; `way`: how to reach somebody; `human`: for a person to
    talk to. `unread`: little but names was understood of a Korean question. `why` says what is unclear, and `choices`
    what there is to choose from then.
    """

    typed: str = ""
    text: str = ""
    written: str = ""
    also_searched: tuple[AlsoSearched, ...] = ()
    language: Language = "en"
    intent: Intent = "unclear"
    small_talk: SmallTalk | None = None
    about: str | None = None
    fields: tuple[ContactField, ...] = ()
    chosen: tuple[Reference, ...] = ()
    excluded: tuple[Reference, ...] = ()
    who: bool = False
    way: bool = False
    human: bool = False
    unread: bool = False
    why: Said | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def words(self) -> str:
        """All that was typed and understood, for what is told by single words."""
        return self.typed if self.human else f"{self.typed} {self.text}"

    @property
    def searches(self) -> bool:
        """Whether the documents have to be searched at all."""
        return self.intent in ("contact", "plan")

    @property
    def searched(self) -> str:
        """What is searched for."""
        return self.search_for(self.written or self.text)

    @property
    def standalone(self) -> str:
        """The question as it is shown: in the reader's words, with the topic, and without whom it is not for. No code takes
        it apart."""
        text, about = self.written or self._as_typed(self.text), self._as_typed(self.about or "")
        if self.excluded:
            names = " and the ".join(dict.fromkeys(each.label for each in self.excluded))
            text = f"{text.rstrip(' ?.!')} other than the {names}?"
        return f"{text} (about: {about})" if about else text

    def _as_typed(self, text: str) -> str:
        for each in self.also_searched:
            text = re.sub(rf"(?<!\w){re.escape(each.searched)}(?!\w)", each.word, text)  # a word of letters and hyphens
        return text

    def search_for(self, text: str) -> str:
        """Another wording of the question, or a part of it, with the topic."""
        return f"{text} (about: {self.about})" if self.about else text

    def but(self, **changes: object) -> Ask:
        """The same with some fields changed; with another `text` it is no longer as `written`, unless that is given too."""
        if "text" in changes:
            changes = {"written": "", **changes}
        return self.model_copy(update=changes)
