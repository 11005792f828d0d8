"""Lines that hold a team's name and a number that is not the team's to call."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.contacts.finding.finder import find
from retrieval.loading.loader import load

HEAD = "---\ntitle: Teams of Seaport Agency\norganisation: Seaport Agency\n---\n\n"
TIDE = ("Tide Team", "051-222-3333")


def found(text: str, tmp_path: Path) -> list[tuple[str | None, str | None]]:
    file = tmp_path / "a.md"
    file.write_text(HEAD + text + "\n", "utf-8")
    return [(each.team or each.unit, each.phone) for each in find(load(file, "a.md"))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("For complaints about the Tide Team call the ombudsman at 02-700-0001.", []),
        ("Call the Tide Team at 051-222-3333.", [TIDE]),
        ("For tides contact the Tide Team, phone 051-222-3333.", [TIDE]),
        ("Do not call the Tide Team at 051-222-3333.", []),
        ("Tide Team: 051-222-3333", [TIDE]),
        ("Tide Team, Tel. for example 053-444-0000", []),
        ("Tide Team: 053-444-0000 (sample format)", []),
        ("조립팀(구 포장팀) 051-222-3333", [("조립팀", "051-222-3333")]),
        ("Tide Team (formerly Wave Team): 051-222-3333", [TIDE]),
        ("| Team | Phone |\n|---|---|\n| Team | 02-333-0002 |\n| Tide Team | 051-222-3333 |", [TIDE]),
        ("| 부서 | 전화 |\n|---|---|\n| 팀 | 02-333-0002 |\n| 조립팀 | 051-222-3333 |", [("조립팀", "051-222-3333")]),
    ],
)
def test_a_number_beside_a_team_is_only_its_own_when_the_words_say_so(
    text: str, wanted: list[tuple[str | None, str | None]], tmp_path: Path
) -> None:
    assert found(text, tmp_path) == wanted
