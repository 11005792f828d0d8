"""How long routing takes over made-up contacts: bodies, units and teams with duties, asked by name and by duty."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.contacts import Contacts, find_contacts
from retrieval.records import Contact

CONTACTS = 5_000
DOCUMENTS = Path(__file__).parent.parent.parent / "documents"
_ASKED = 100
_OF_DOCUMENT = 20
_VERBS = "Plans Supports Reviews Inspects Funds Coordinates Trains Certifies Promotes Surveys".split()
_THINGS = "hydrogen battery shipbuilding robot semiconductor textile fishery forestry tourism software aerospace steel".split()
_KINDS = "factories exporters start-ups laboratories cooperatives suppliers graduates patents grants permits".split()
_PLACES = "coastal inland northern southern eastern western central mountain island harbour valley river".split()
_KOREAN = (
    "수소 배터리 조선 로봇 반도체 섬유 수산 산림 관광 소프트웨어 항공 철강".split(),
    "공장 수출 창업 연구소 협동조합 협력업체 인력 특허 보조금 인허가".split(),
    "지원 심사 점검 계획 교육 인증 홍보 조사 조정 융자".split(),
)
BUNDLED = (
    "Who handles regional industrial planning?",
    "Whom do I call about support for smart factories?",
    "What is the phone number of the Regional Industrial Planning Team?",
    "지역산업기획팀의 전화번호는?",
    "Who is in charge of the hydrogen economy in Busan?",
)
"""What is asked of the bundled documents."""


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A team with its duties and its phone, as a document states them."""

    team: str
    duties: tuple[str, ...]
    phone: str


def measure(documents: Path = DOCUMENTS, count: int = CONTACTS) -> dict[str, Any]:
    """Milliseconds of routing over `count` made-up contacts and over the contacts of `documents`.

    "search" is the search of the documents, and "contacts" `find_contacts` with what that found. The first question has read
    the index.
    """
    rng = random.Random(4)  # noqa: S311 - no secret
    teams = [_korean(n, rng) if n % 5 == 4 else _english(n, rng) for n in range(count)]
    with TemporaryDirectory() as passing:
        made = Path(passing) / "documents"
        _write(made, teams)
        with _directory(made, Path(passing) / "home") as contacts:
            many = _timings(contacts, list(_needs(teams, rng)))
        with _directory(documents, Path(passing) / "bundled") as contacts:
            return {"made up": many, "bundled": _timings(contacts, BUNDLED * 4)}


def _english(number: int, rng: random.Random) -> MadeUp:
    place, thing, kind = rng.choice(_PLACES), rng.choice(_THINGS), rng.choice(_KINDS)
    duties = tuple(f"{rng.choice(_VERBS)} {thing} {rng.choice(_KINDS)} of {place} district {number}" for _ in range(3))
    return MadeUp(f"{place.title()} {thing.title()} {kind.title()} Team {number}", duties, _phone(number))


def _korean(number: int, rng: random.Random) -> MadeUp:
    thing, kind, act = (rng.choice(each) for each in _KOREAN)
    duties = tuple(f"{number}구역 {thing} {rng.choice(_KOREAN[1])} {rng.choice(_KOREAN[2])}" for _ in range(3))
    return MadeUp(f"{thing}{kind}{act}{number}팀", duties, _phone(number))


def _phone(number: int) -> str:
    return f"02-{2000 + number // 100}-{1000 + number}"


def _document(number: int, teams: list[MadeUp]) -> str:
    place = _PLACES[number % len(_PLACES)].title()
    rows = "\n".join(f"| {each.team} | {'; '.join(each.duties)} | {each.phone} |" for each in teams)
    matter = f"title: Directory {number} of the {place} Agency {number}\norganisation: {place} Agency {number}\n"
    return f"---\n{matter}published: 2026-01-02\n---\n# Directory\n\n| Team | Duties | Phone |\n|---|---|---|\n{rows}\n"


def _write(folder: Path, teams: list[MadeUp]) -> None:
    folder.mkdir()
    for at in range(0, len(teams), _OF_DOCUMENT):
        number = at // _OF_DOCUMENT
        (folder / f"{number:04}.md").write_text(_document(number, teams[at : at + _OF_DOCUMENT]), "utf-8")


def _needs(teams: list[MadeUp], rng: random.Random) -> Iterator[str]:
    """Half by name, half by duty; every fifth contact is Korean and so is what asks for it."""
    for n, each in enumerate(rng.sample(teams, _ASKED)):
        korean = each.team.endswith("팀")
        if n % 2:
            yield f"{each.team} 전화번호는?" if korean else f"What is the phone number of the {each.team}?"
        else:
            yield f"{each.duties[0]} 담당 부서는?" if korean else f"Who {each.duties[0].lower()}?"


@contextmanager
def _directory(documents: Path, home: Path) -> Iterator[Contacts]:
    from assistant.build import build, ingest
    from assistant.settings import Settings

    settings = Settings(home=home, documents=documents, model=None, chroma_url=None, database_url=None)
    ingest(settings)
    desk = build(settings)
    try:
        yield desk.knowledge.current().contacts
    finally:
        desk.close()


def _timings(contacts: Contacts, needs: list[str] | tuple[str, ...]) -> dict[str, Any]:
    began = time.perf_counter()
    contacts.warm_up()
    made = (time.perf_counter() - began) * 1000
    find_contacts(needs[0], contacts, contacts.search(needs[0]))
    taken: dict[str, list[float]] = {"search": [], "contacts": []}
    for need in needs:
        found = _timed(taken["search"], partial(contacts.search, need))
        _timed(taken["contacts"], partial(find_contacts, need, contacts, found))
    spread = {f"{name} ms": _spread(each) for name, each in taken.items()}
    return {
        "entries": len(contacts.all()),
        "documents": len(contacts.documents),
        "asked": len(needs),
        "index ms": round(made),
    } | spread


def _timed(taken: list[float], call: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = call()
    taken.append((time.perf_counter() - began) * 1000)
    return result


def _spread(taken: list[float]) -> dict[str, float]:
    p95 = statistics.quantiles(taken, n=20)[-1]
    return {"least": round(min(taken), 1), "p50": round(statistics.median(taken), 1), "p95": round(p95, 1)}


def made_up(count: int) -> list[Contact]:
    """Made-up contacts without a document, as their documents would state them."""
    rng = random.Random(4)  # noqa: S311 - no secret
    teams = [_korean(n, rng) if n % 5 == 4 else _english(n, rng) for n in range(count)]
    return [
        Contact(f"{n // _OF_DOCUMENT:04}.md", f"{_PLACES[n // _OF_DOCUMENT % 12].title()} Agency {n // _OF_DOCUMENT}",
                None, each.team, None, None, each.phone, None, n, n + 1, each.duties)
        for n, each in enumerate(teams)
    ]  # fmt: skip


def needs_of(contacts: list[Contact]) -> list[str]:
    """What asks for each of them, by name and by duty."""
    return [f"What is the phone of {each.team}?" for each in contacts] + [f"Who {each.duties[0]}?" for each in contacts]
