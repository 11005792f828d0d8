"""How long routing takes over made-up contacts: bodies, units and teams with duties, asked by name and by duty."""

from __future__ import annotations

import math
import random
import statistics
import time
from collections.abc import Callable
from typing import Any


from retrieval.contact_route import route
from retrieval.lexical import content_terms
from retrieval.records import Contact

CONTACTS = 5_000
_ASKED = 200
_VERBS = "Plans Supports Reviews Inspects Funds Coordinates Trains Certifies Promotes Surveys".split()
_THINGS = "hydrogen battery shipbuilding robot semiconductor textile fishery forestry tourism software aerospace steel".split()
_KINDS = "factories exporters start-ups laboratories cooperatives suppliers graduates patents grants permits".split()
_PLACES = "coastal inland northern southern eastern western central mountain island harbour valley river".split()


def measure(count: int = CONTACTS) -> dict[str, Any]:
    """Milliseconds of one call of `route` over `count` contacts, and of making the index once."""
    rng = random.Random(4)  # noqa: S311
    contacts = [_contact(number, rng) for number in range(count)]
    began = time.perf_counter()
    index = ContactIndex(contacts, content_terms)
    made = (time.perf_counter() - began) * 1000
    route("warm up", index, _idf(count))
    taken = [_timed(lambda need=need: route(need, index, _idf(count))) for need in _needs(contacts, rng)]  # type: ignore[misc]
    p50, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    return {"contacts": count, "asked": len(taken), "index ms": round(made), "p50 ms": round(p50, 1), "p95 ms": round(p95, 1)}


def _contact(number: int, rng: random.Random) -> Contact:
    place, thing = rng.choice(_PLACES), rng.choice(_THINGS)
    duties = tuple(f"{rng.choice(_VERBS)} {thing} {rng.choice(_KINDS)} of the {place} area {number % 97}" for _ in range(3))
    return Contact(
        document_id=f"{number // 20}.md",
        organisation=f"{place.title()} Agency {number // 100}",
        unit=f"{thing.title()} Division {number // 20}",
        team=f"{place.title()} {thing.title()} {rng.choice(_KINDS).title()} Team {number}",
        room=str(number),
        address=None,
        phone=f"02-{1000 + number // 10}-{1000 + number}",
        email=None,
        start=number * 100,
        end=number * 100 + 90,
        duties=duties,
    )


def _needs(contacts: list[Contact], rng: random.Random) -> list[str]:
    chosen = rng.sample(contacts, _ASKED // 2)
    by_name = [f"What is the phone number of the {each.team}?" for each in chosen]
    return by_name + [f"Whom do I call, who {each.duties[0].lower()}?" for each in chosen]


def _idf(count: int) -> Callable[[str], float]:
    return lambda stem: math.log(count / (1 + len(stem)))


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000
