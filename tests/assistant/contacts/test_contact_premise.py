"""What a question takes for granted about a team."""

from __future__ import annotations

import pytest

from assistant.contacts.premise import contradicted
from retrieval.records import Contact

TEAM = Contact(
    document_id="a.md",
    organisation="Alpha City",
    unit=None,
    team="Export Team",
    room="Room 12",
    address=None,
    phone="051-222-3333",
    email="export@alpha.example",
    start=0,
    end=1,
    hours="weekdays 09:00 to 18:00",
)


@pytest.mark.parametrize(
    ("asked", "denied"),
    [
        ("Is 051-222-9999 the number of the Export Team?", ("number",)),
        ("+82-51-222-3333 is theirs, right?", ()),
        ("Their e-mail is trade@alpha.example, right?", ("e-mail address",)),
        ("I write to Export@Alpha.example, right?", ()),
        ("They open at 08:30, correct?", ("hours",)),
        ("Are they there from 09:00?", ()),
        ("What is the phone of the Export Team for the 2013-2017 plan?", ()),
        ("Does the Export Team have KRW 190 200 000 000 since 2025. 01. 22?", ()),
        ("Is the number of the Export Team 222-3333?", ()),
        ("Is the number of the Export Team 222-9999?", ("number",)),
        ("Can I call the Export Team at 7 p.m.?", ()),
        ("They moved to room 999, right?", ("room",)),
        ("Room 12, isn't it, and 051-222-9999?", ("number",)),
    ],
)
def test_what_an_entry_states_otherwise_is_denied(asked: str, denied: tuple[str, ...]) -> None:
    assert contradicted(asked, [TEAM]) == denied


def test_what_no_entry_states_is_not_contradicted_by_it() -> None:
    nothing = Contact("a.md", "Alpha City", None, "Export Team", None, None, None, None, 0, 1)
    assert contradicted("051-222-9999, x@y.example, 08:30, room 9?", [nothing]) == ()
