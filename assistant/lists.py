"""Whole lists: when a question asks for several things, the list that holds them is given complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.outline import heading_paths
from retrieval.records import Block, Document

_NUMBERS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2}"
_THINGS = (
    "initiatives?|projects?|tasks?|steps?|stages?|phases?|teams?|networks?|objectives?|goals?|aims?|targets?|duties|"
    "duty areas?|responsibilities|functions|plans|measures|industries|sectors|fields|areas|institutions?|institutes|"
    "organi[sz]ations|bodies|bureaus|departments|offices|participants?|attendees|members?|companies|associations|"
    "professors|experts|problems|challenges|reasons|trends|strategies|policies|priorities|contents|parts|points|"
    "elements|components|items|topics|complexes|clusters|centers|centres|facilities|pictures|megatrends|road ?maps|"
    "things|names|contacts|phones|phone numbers|rooms"
)
_PLURALS = (
    "initiatives|projects|tasks|steps|stages|teams|networks|objectives|goals|aims|duties|responsibilities|measures|industries|"
    "institutions|bureaus|departments|participants|members|companies|associations|professors|problems|strategies|priorities|trends|"
    "megatrends|plans for|areas|reasons|goals"
)
_ASKS_FOR_LIST = re.compile(
    rf"\b(?:what|which|list|name|give|show|tell|describe|explain|summari[sz]e|outline)\b[^?.!]*?\b(?:{_NUMBERS})\b[^?.!]*?\b(?:{_THINGS})\b|"
    rf"\b(?:list|name|enumerate)\b(?:\s+(?:me|all|of|the|every))*\s+\w+|\ball (?:of )?(?:the |its |their )?(?:[\w-]+ ){{0,3}}(?:{_THINGS})\b|"
    rf"\bwhat (?:are|were|is) (?:the |its |their |all )?(?:[\w'’-]+ ){{0,6}}?(?:{_THINGS})\b(?<!\bis the plan)|"
    rf"\b(?:what|which) (?:[\w-]+ ){{0,4}}?(?:{_THINGS})\b (?:are|were|do|does|did|has|have|will|took|take|attended|make|made)\b|"
    r"\bwhat (?:do|does|did|will|would) (?:the |its )?(?:[\w'’-]+ ){1,10}?(?:do|plan|planning|set out|aim|intend|want|include|contain|cover|propose|promise|offer|operate|run|build)\b|"
    r"\bwhat (?:is|was) wrong\b|\bwho (?:was|were) (?:at|in) the\b|\bwho (?:took part|attended|participated|was (?:there|present|invited)|were (?:there|present|invited|the participants))|"
    r"\bwhat (?:else )?(?:is|are|was|were) (?:being )?(?:planned|proposed|included|built|set out)|\bhow (?:is|was|does|do|will|did) .*(?:prepared|organi[sz]ed|structured|drawn up)|"
    rf"\b(?:what|which) (?:[\w'’-]+ ){{0,4}}?(?:{_PLURALS})\b|"
    rf"^\W*(?:the |all )?(?:[\w-]+ ){{0,3}}(?:{_PLURALS})(?: (?:of|in|at|for|by) |\W*$)|\b(?:{_PLURALS})\b.{{0,60}}\bwhat\W*$|"
    r"목록|모두|전부|\d ?대 |\d가지|어떤 것들",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class List:
    """Items of one list in a document, the paragraph that leads into it, and the headings above."""

    document: Document
    items: tuple[Block, ...]
    lead: Block | None
    section: tuple[str, ...]

    @property
    def start(self) -> int:
        """Where its first item begins."""
        return self.items[0].start

    @property
    def end(self) -> int:
        """Where its last item ends."""
        return self.items[-1].end

    @property
    def introduction(self) -> str:
        """The words that say what it lists: the headings below the title and the lead."""
        lead = self.document.text[self.lead.start : self.lead.end] if self.lead else ""
        return "\n".join((*(self.section[1:] or self.section), lead))


def asks_for_list(question: str) -> bool:
    """Whether a question wants several things rather than one."""
    return bool(_ASKS_FOR_LIST.search(question))


def lists(document: Document) -> Iterator[List]:
    """Every run of two or more items or rows with nothing between them, in document order."""
    run: list[Block] = []
    lead: Block | None = None
    path: tuple[str, ...] = ()
    previous: Block | None = None
    for block, section in heading_paths(document):
        if block.kind in ("item", "row"):
            if not run:
                lead = previous if previous is not None and previous.kind == "paragraph" else None
                path = section
            run.append(block)
        else:
            if len(run) > 1:
                yield List(document, tuple(run), lead, path)
            run = []
        previous = block
    if len(run) > 1:
        yield List(document, tuple(run), lead, path)
