from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from rich.cells import cell_len
from rich.console import Console

from assistant.cli.print_contacts import contact_cards, print_directory
from assistant.cli.program import main
from assistant.contacts.entry import ContactEntry
from assistant.records import ContactCard
from retrieval.index.index import Location
from retrieval.ingest.apply import ingest

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]
DESK = "---\ntitle: Desk\norganisation: Alpha City\npublished: 2026-03-01\n---\n\n- Export Team: exports, Room 12, phone 051-222-3333\n"

CARD = ContactCard(
    organisation="경북테크노파크",
    unit="정책기획단",
    team="지역산업기획팀",
    room="#207",
    address="27, Sampung-ro, Gyeongsan-si, Gyeongsangbuk-do",
    phone="053-819-3024~6",
    more_phones=("1588-0000",),
    fax="053-819-3099",
    email="regional.industrial.planning@gyeongbuk-technopark.example.kr",
    url="https://www.gbtp.or.kr",
    hours="09:00-18:00",
    person="홍길동",
    role="팀장",
    document_id="a.md",
    published=date(2021, 3, 1),
    citation=1,
)
ENTRY = ContactEntry(
    **{**CARD.model_dump(), "id": "0a1b2c3d4e5f"},
    document_title="정책기획단 조직 및 연락처 안내",
    source=None,
    page=4,
    start=0,
    end=1,
    reason="Named: 지역산업기획팀",
    old=True,
)


def printed(show: Callable[[Console], None], width: int = 80) -> list[str]:
    out = io.StringIO()
    show(Console(file=out, width=width, highlight=False, emoji=False))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_card_shows_every_field_and_how_old_it_is() -> None:
    lines = printed(lambda out: out.print(contact_cards([CARD], date(2026, 1, 1))))
    assert lines == [
        "Team    지역산업기획팀, 정책기획단, 경북테크노파크 [1]",
        "Person  홍길동, 팀장",
        "Phone   053-819-3024~6, 1588-0000",
        "Fax     053-819-3099",
        "E-mail  regional.industrial.planning@gyeongbuk-technopark.example.kr",
        "Web     https://www.gbtp.or.kr",
        "Where   #207, 27, Sampung-ro, Gyeongsan-si, Gyeongsangbuk-do",
        "Hours   09:00-18:00",
        "Dated   2021-03-01, more than two years ago",
    ]


def test_the_directory_fits_80_columns_and_marks_what_is_old() -> None:
    fresh = ENTRY.model_copy(update={"old": False, "published": date(2026, 1, 1), "id": "ffffffffffff"})
    lines = printed(lambda out: print_directory(out, [ENTRY, fresh]))
    assert max(map(cell_len, lines)) <= 80
    whole = "\n".join(lines)
    for value in ("지역산업기획팀", "홍길동, 팀장", "053-819-3024~6", "1588-0000", "Fax 053-819-3099", "page 4"):
        assert whole.count(value) >= 2, value
    assert "2021-03-01 !" in whole
    assert "2026-01-01 !" not in whole
    assert "! The document is older than two years" in whole
    assert "! The document" not in "\n".join(printed(lambda out: print_directory(out, [fresh])))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command line over one document in a HOME of its own, with a fake embedder."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "desk.md").write_text(DESK, "utf-8")
    ingest([folder], Location(tmp_path / "home"), FakeEmbedder())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POLICYDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("assistant.build.open_embedder", lambda _: FakeEmbedder())

    def go(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["policydesk", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return (ended.value.code if isinstance(ended.value.code, int) else 0), out, err

    return go


def test_contacts_are_listed_by_organisation_as_a_table_or_json(run: Run) -> None:
    code, out, _ = run("contacts", "--organisation", "alpha city")
    assert code == 0
    assert {"051-222-3333", "Room", "12", "2026-03-01"} <= set(out.split())
    code, out, _ = run("contacts", "export", "--json")
    (contact,) = json.loads(out)["contacts"]
    assert (contact["team"], contact["dial"], contact["old"]) == ("Export Team", "+82512223333", False)
    code, out, err = run("contacts", "--organisation", "Beta City")
    assert (code, out, err) == (0, "No document names a contact for that. `policydesk contacts` lists all.\n", "")


def test_conflicts_are_listed_with_dates_and_none_is_no_error(run: Run, tmp_path: Path) -> None:
    assert run("contacts", "--conflicts") == (0, "No directory entries contradict each other.\n", "")
    old = DESK.replace("2026-03-01", "2021-03-01").replace("3333", "9999").replace("title: Desk", "title: Old Desk")
    (tmp_path / "documents" / "old.md").write_text(old, "utf-8")
    ingest([tmp_path / "documents"], Location(tmp_path / "home"), FakeEmbedder())
    code, out, _ = run("contacts", "--conflicts")
    assert code == 0
    assert [line.split() for line in out.splitlines() if line.strip()] == [
        "Export Team, Alpha City: different phones, newest first".split(),
        "051-222-3333 2026-03-01 Desk".split(),
        ["desk.md"],
        "051-222-9999 2021-03-01 Old Desk".split(),
        ["old.md"],
    ]
    code, out, _ = run("contacts", "--conflicts", "--json")
    (conflict,) = json.loads(out)["conflicts"]
    assert (code, [each["value"] for each in conflict["contacts"]]) == (0, ["051-222-3333", "051-222-9999"])
    assert run("contacts", "--conflicts", "--organisation", "Beta City")[1].startswith("No directory entries")


def test_a_contact_is_printed_as_a_vcard_and_all_are_written_to_a_file(run: Run, tmp_path: Path) -> None:
    contact = json.loads(run("contacts", "--json")[1])["contacts"][0]
    code, out, _ = run("contacts", "--vcard", contact["id"])
    assert code == 0
    assert out.startswith("BEGIN:VCARD")
    assert "tel:+82512223333" in out
    file = tmp_path / "all.vcf"
    code, out, _ = run("contacts", "--vcard-file", str(file))
    assert (code, out) == (0, f"1 contacts written to {file}.\n")
    assert file.read_bytes().startswith(b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Export Team\r\n")


def test_what_cannot_be_done_is_one_line(run: Run, tmp_path: Path) -> None:
    code, out, err = run("contacts", "--vcard", "nothing")
    assert (code, out, err) == (
        1,
        "",
        'policydesk: There is no contact "nothing": `policydesk contacts` shows their ids.\n',
    )
    code, _, err = run("contacts", "--vcard-file", str(tmp_path / "no" / "all.vcf"))
    assert (code, err.count("\n")) == (1, 1)
    assert "all.vcf cannot be written (No such file or directory): name another file." in err
    assert run("contacts", "x", "--conflicts")[0] == 2
    assert run("contacts", "--conflicts", "--vcard", "x")[0] == 2


def test_an_answer_is_handed_on_by_its_id_and_in_a_chat(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = json.loads(run("ask", "phone of the Export Team?", "--json")[1])
    code, out, _ = run("handoff", answer["id"])
    assert code == 0
    assert "Question\n  phone of the Export Team?\n" in out
    assert "  Phone: 051-222-3333\n" in out
    assert json.loads(run("handoff", answer["id"], "--json")[1])["text"] == out
    code, _, err = run("handoff", "nothing")
    assert (code, err) == (1, 'policydesk: There is no answer with the id "nothing": it may have been deleted.\n')
    lines = iter(["/human", "phone of the Export Team?", "/human", "/quit"])
    monkeypatch.setattr("builtins.input", lambda _: next(lines))
    monkeypatch.setattr("assistant.cli.ask._remember_lines", lambda _: None)
    code, out, _ = run("chat")
    assert code == 0
    assert out.count("Nothing has been sent.") == 1
    assert out.count("/quit leaves") == 2, "at the start, and after /human with nothing to hand on"
