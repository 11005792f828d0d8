"""What one line of a document states about whom to contact."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from retrieval.contacts.finding import fields, names
from retrieval.contacts.finding.forms import staff_list
from retrieval.contacts.finding.labels import Label, Role, labels
from retrieval.contacts.finding.lead import PURPOSE, STATEMENT, bare, before_label, duty_of, leading
from retrieval.contacts.finding.matter import asked
from retrieval.contacts.finding.names import Name
from retrieval.contacts.finding.people import Human, is_rank, people, person_in
from retrieval.contacts.finding.phones import faxes, gone, numbers, phones
from retrieval.contacts.finding.stretch import Said, merged, moved, paired, shared, texts
from retrieval.language import LONGEST as SENTENCE_LONGEST
from retrieval.language import split
from retrieval.patterns import late_pattern

_NAMING: frozenset[Role] = frozenset({"team", "unit", "organisation"})
_PLACING: frozenset[Role] = frozenset({"address", "room", "hours", "url", "person"})
_POINTS_BACK = late_pattern(
    r"(?:(?:its |their |the )?(?:new|current|present)\b|(?:새|신규|변경된|현재)\s|its|their|it|they|the (?:team|division|office|phone|number|e-?mail|address)|phone|tel|e-?mail|전화|연락처|이메일)\b",
    re.I,
)
_OFFICE = late_pattern(r"\b(?:located|office|address|is in)\b|위치|소재|주소|사무실", re.I)

_SENDS_ON = late_pattern(
    r"\b(?:call|contact|phone|ring|ask|turn to|write to|go to|refer to)\s+(?:the|an?)\s+"
    r"(?!(?:team|office|number|desk|unit|same|following|direct|main|phone|switchboard|hotline|line)\b)[a-z]"
    r"|\bor (?:the|our|an?) [a-z]"
)

_LEADS_ON = late_pattern(r"(?:^|[.;|]\s+)(?P<lead>[^.;|:：]+[:：]\s*)\Z")
_OF_BODY = late_pattern(r" of (?:the )?(?P<body>[A-Z][\w'’-]*[a-z](?: [A-Z][\w'’-]*[a-z])*)(?![\w-])")
_TO_ANOTHER = late_pattern(rf"\b(?:call|contact|phone|ring|ask)\s+the(?: [A-Z][\w'’-]*)+{_OF_BODY.pattern}")


def read_line(line: str, known: Collection[str] = ()) -> list[Said]:
    """What a line states, one record for each team that it names.

    Of several sentences each is read alone, so that a phone goes to the team of its own sentence, or to that of the
    sentence before where it says so ("Its phone is ...").
    """
    if len(line) > names.LONGEST and not fields.hinted(line) and not labels(line):
        return []
    sentences = split(line) if STATEMENT.search(line) or "?" in line or len(line) > SENTENCE_LONGEST else []
    if len(sentences) > 1:
        return _in_prose(
            [[moved(said, s.start) for said in _read(line[s.start : s.end], known)] for s in sentences],
            [line[s.start : s.end] for s in sentences],
        )
    return _read(line, known)


def _read(line: str, known: Collection[str]) -> list[Said]:
    if not (fields.hinted(line) or names.maybe_name(line) or labels(line) or people(line)):
        return [Said(0, len(line))] if len(line) <= names.LONGEST else []
    if listed := staff_list(line):
        return listed
    cuts = [_lead_start(line, human.start) for human in people(line)][1:]
    if cuts and len(numbers(line)) > 1 and not any(label.role in _NAMING for label in labels(line)):
        parts = [line[a:b] for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)]
        if all(phones(part) or fields.emails(part) for part in parts):
            return _by_person([0, *cuts], parts, known)
    return _read_one(line, known)


def _lead_start(line: str, at: int) -> int:
    """Where the words begin that lead on to what stands at a place ("Contact for suppliers: ..."); the place where none do."""
    lead = _LEADS_ON.search(line, 0, at)
    return lead.start("lead") if lead else at


def _by_person(starts: list[int], parts: list[str], known: Collection[str]) -> list[Said]:
    """Parts of a line, each of one person; a body named before the first is that of the others too."""
    found: list[Said] = []
    for start, part in zip(starts, parts, strict=True):
        for said in _read_one(part, known):
            named = said.named or (found[0].named if found else ())
            found.append(replace(moved(said, start), named=named, end=start + len(part.rstrip(" ,;orand및"))))
    return found


def _read_one(line: str, known: Collection[str]) -> list[Said]:
    found = [each for each in labels(line) if not _leads_to_name(line, each)]
    if any(label.role in _NAMING for label in found):
        return [replace(_labelled(line, found, known), alone=True)]
    if not (fields.hinted(line) or found or len(line) <= names.LONGEST):
        return []
    if ranked := _ranked(line):
        return [
            replace(moved(said, len(line) - len(ranked)), start=0, role=line.partition(",")[0])
            for said in _read_one(ranked, known)
        ]
    chain, rest = leading(line, known)
    chains = ([chain] if chain else []) + _chains(line, rest, known)
    chains = [_with_body(line, one) for one in chains if not _inside(one[0].start, found)]
    if len(chains) > 1:
        return paired(line, chains)
    named = tuple(names.resolve(chains[0])) if chains else ()
    alone = bool(chain) and not STATEMENT.search(line)
    if found:
        said = _labelled(line, found, known, head=rest)
        said = replace(said, duties=before_label(line, found, bool(chains)) + said.duties)
        return shared(replace(said, named=(), alone=alone), named or said.named)
    said = replace(_free(line, rest), alone=alone)
    if _sends_on(line, chains[0][-1].end, said) if chains else said.reaches and _TO_ANOTHER.search(line):
        return []
    lead = PURPOSE.match(line)
    if said.person and not said.role and lead and is_rank(lead[1]):
        return shared(replace(said, role=lead[1]), named)
    duty = duty_of(line, chains[0] if chains else [], said)
    return shared(replace(said, duties=(duty,) if duty else ()), named)


def _with_body(line: str, chain: list[Name]) -> list[Name]:
    """A chain with the body that the text says its last name is of ("the Noise Office of Ferry City")."""
    end = chain[-1].end
    body = None if any(each.kind == "organisation" for each in chain) else _OF_BODY.match(line, end)
    return [*chain, Name(body.start("body"), body.end("body"), "organisation", body["body"])] if body else chain


def _leads_to_name(line: str, label: Label) -> bool:
    """Whether a label of duties has a team behind it and no duty: "담당: 산업정책과 김 주무관" says who it is."""
    behind = line[label.value_start :].lstrip(" :：")
    return label.role == "duties" and any(each.start == 0 for each in names.names(behind))


def _sends_on(line: str, named: int, said: Said) -> bool:
    """Whether the number behind a name is that of somebody else to call ("about the Team call the ombudsman at ...")."""
    ways = [at for each in (*said.phones, *said.emails) if (at := line.find(each, named)) >= 0]
    return bool(ways) and _SENDS_ON.search(line, named, min(ways)) is not None


def _in_prose(found: list[list[Said]], sentences: list[str]) -> list[Said]:
    """The sentences that say how to reach somebody, one that points back joined to the one before it."""
    kept: list[Said] = []
    before: Said | None = None
    question: str | None = None
    for saids, sentence in zip(found, sentences, strict=True):
        for said in saids:
            renewed = re.match(r"(?i)(?:the )?(?:new|current|present)\b|새|신규|변경된|현재", sentence)
            points_back = before and len(before.named) == 1 and not said.named and _POINTS_BACK.match(sentence)
            if said.reaches and question and not said.duties:
                said = replace(said, duties=(question,))
            if said.reaches and before and points_back:
                kept = [one for one in kept if one is not before]
                said = replace(said, duties=()) if renewed else said
                kept.append(replace(merged(before, said), end=said.end))
            elif said.reaches or (said.labelled and said.adds):
                kept.append(said)
            before = said
        question = asked(sentence)
    return kept


def column(cell: str, roles: frozenset[Role], known: Collection[str] = (), *, table: bool = False) -> list[Said]:
    """A cell (or the value of a label) read by what its header says that it holds."""
    cell, size = (
        bare(cell) if not roles & {"phone", "fax", "address", "hours"} else cell.strip(" \t\n,;|/·"),
        len(cell),
    )
    said = Said(0, size)
    if any(role in roles for role in ("team", "unit", "organisation")):
        return _naming(cell, roles, known, said)
    if roles == {"duties"}:
        return [replace(said, duties=(cell,))] if cell else []
    if "contact" in roles:
        return read_line(cell, known)
    if roles & {"address", "room"}:
        here = fields.ended(cell) if roles <= {"address", "room"} else cell
        place = fields.place(here, labelled=roles <= {"address", "room"})
        room = cell if roles == {"room"} else place.room
        said = replace(said, room=room, address=None if roles == {"room"} else place.address)
    return [merged(said, _valued(cell, roles, table=table))] if roles else []


def _naming(cell: str, roles: frozenset[Role], known: Collection[str], said: Said) -> list[Said]:
    naming: Role = next(role for role in ("team", "unit", "organisation") if role in roles)
    chain, rest = leading(cell, known)
    human = next(iter(people(cell[rest:])), None)
    if chain and (len(roles) > 1 or human or fields.hinted(cell[rest:])):
        return [replace(_free(cell, rest), named=tuple(names.resolve(chain)))]
    if re.search(r"\d{3}|@", cell) and not names.whole(cell, known):
        return read_line(cell, known)
    return [replace(said, named=tuple(names.as_role(naming, cell, known)))]


def _valued(cell: str, roles: frozenset[Role], *, table: bool) -> Said:
    """Phones, fax, e-mails, web address, hours and person of a cell, as far as its header speaks of them."""
    said = Said(0, len(cell), emails=texts(cell, fields.emails(cell)))
    if "fax" in roles and "phone" not in roles:
        return replace(said, faxes=texts(cell, faxes(cell, labelled=True)))
    said = replace(said, phones=texts(cell, phones(cell, labelled="phone" in roles)), faxes=texts(cell, faxes(cell)))
    if "url" in roles:
        said = replace(said, url=fields.web_address(cell))
    elif found := fields.urls(cell):
        said = replace(said, url=cell[found[0].start : found[0].end])
    if "hours" in roles:
        here = fields.ended(cell)
        said = replace(said, hours=here if re.search(r"\d", here) else None)
    if "person" in roles:
        person, role = person_in(cell)
        said = replace(said, person=person, role=role)
    elif "position" in roles and (table or is_rank(cell)) and not re.search(r"\d", cell):
        said = replace(said, role=cell if len(cell) <= 40 else None, duties=() if len(cell) <= 40 else (cell,))
    return said


def _labelled(line: str, found: list[Label], known: Collection[str], head: int = 0) -> Said:
    said = replace(_free(line[: found[0].start], head), start=0, end=len(line), labelled=True)
    for label in found:
        value = line[label.value_start : label.value_end].strip(" ,;|/·")
        if value:
            for part in column(value, frozenset({label.role}), known):
                said = merged(said, part)
    old = gone(line)  # "Old phone: ...": the word stands before the label
    kept = tuple(n for n in said.phones if n not in old), tuple(n for n in said.faxes if n not in old)
    return replace(said, phones=kept[0], faxes=kept[1])


def _free(line: str, rest: int) -> Said:
    """Fields of a line without labels, its name ending at `rest`."""
    text = line[rest:]
    calls, mails = texts(line, phones(line)), texts(line, fields.emails(line))
    human: Human | None = next(iter(people(line)), None)
    place = fields.Place(None, None)
    bare = text.replace(line[human.start : human.end], "") if human else text
    if not STATEMENT.search(text) or calls or _OFFICE.search(text):
        place = fields.place(bare)
    said = Said(0, len(line), (), place.room, place.address, calls, mails, faxes=texts(line, faxes(line)))
    webs = fields.urls(line)
    if webs and (calls or mails or texts(line, webs) == (line.strip(),)):
        said = replace(said, url=line[webs[0].start : webs[0].end])
    return replace(
        said, hours=fields.hours(line), person=human.person if human else None, role=human.role if human else None
    )


def _ranked(line: str) -> str | None:
    """What follows a position and a comma at the start of a line ("Head, Grants Administration Team")."""
    first, comma, rest = line.partition(",")
    return rest.lstrip() or None if comma and is_rank(first) else None


def _inside(at: int, found: list[Label]) -> bool:
    """Whether a place is in a value that says where somebody sits and not who they are."""
    return any(one.value_start <= at < one.value_end and one.role in _PLACING for one in found)


def _chains(line: str, rest: int, known: Collection[str]) -> list[list[Name]]:
    """Chains of names after `rest`, those inside an address, or made of a person's name, left out."""
    address = fields.place(line[rest:]).address
    at = line.find(address, rest) if address else len(line)
    found = [n for n in names.names(line, known) if n.start >= rest and not at <= n.start < at + len(address or "")]
    humans = people(line)
    found = [n for n in found if not any(h.start < n.end and n.start < h.end for h in humans)]
    return names.chains(line, found)
