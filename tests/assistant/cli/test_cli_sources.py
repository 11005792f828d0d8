from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Run, command_line
from web_server import WebServer, page, web_server


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    monkeypatch.setenv("POLICYDESK_SOURCES_LOOPBACK", "true")
    return command_line(monkeypatch, capsys, tmp_path)


@pytest.fixture
def site() -> Iterator[WebServer]:
    with web_server() as made:
        yield made


def test_sources_are_added_listed_and_removed(run: Run, tmp_path: Path) -> None:
    assert "No source is set up" in run("source", "list")[1]
    (tmp_path / "plans").mkdir()
    assert run("source", "add", "plans", "plans") == (
        0,
        "plans is set up (folder, own). `policydesk ingest` reads it.\n",
        "",
    )
    board = ("--trust", "official", "--organisation", "Beta City", "--every", "12 hours", "--files", "--language", "ko")
    assert run("source", "add", "board", "https://www.example.org/b", *board)[0] == 0
    assert run("source", "add", "news", "https://www.example.org/rss", "--as", "feed")[0] == 0
    listed = json.loads(run("source", "list", "--json")[1])
    assert [(each["name"], each["form"], each["trust"], each["every"]) for each in listed] == [
        ("documents", "folder", "own", None),
        ("plans", "folder", "own", None),
        ("board", "page", "official", 43200.0),
        ("news", "feed", "other", 86400.0),
    ]
    assert str(tmp_path / "plans") in run("source", "list")[1]
    assert run("source", "remove", "board")[1].startswith("board is taken out.")
    assert "board" not in run("source", "list")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "a b", "plans"), '`name` = "a b": must be letters'),
        (("add", "a", "ftp://example.org"), "must begin with https"),
        (("add", "a", "https://example.org", "--trust", "official"), "`organisation` is missing"),
        (("add", "a", "plans", "--every", "1 day"), "is only for page, sitemap, feed"),
        (("remove", "a"), 'holds no source "a"'),
        (("refresh", "a"), 'There is no source "a"'),
    ],
)
def test_what_is_wrong_with_a_source_is_one_line_that_names_the_file(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = run("source", *arguments)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert said in err
    assert str(tmp_path / "home" / "sources.toml") in err


def test_a_refresh_says_what_came_of_each_source(run: Run, site: WebServer) -> None:
    assert run("source", "refresh")[1] == "No source is a web address: there is nothing to fetch.\n"
    site.replies["/a"] = page("A", "a")
    run("source", "add", "a", site.url("/a"))
    run("source", "add", "b", site.url("/b"))
    assert run("source", "refresh", "a")[:2] == (0, "a: 1 new\n")
    code, out, err = run("source", "refresh")
    assert (code, out) == (1, "a: 1 same\nb: 1 failed\n")
    assert f"policydesk: {site.url('/b')} is not there (404)" in err


def test_changes_are_told_by_the_ingest_that_finds_them_and_afterwards(run: Run, tmp_path: Path) -> None:
    from fakes import FakeEmbedder

    from assistant import build

    text = "---\ntitle: Desk\norganisation: Alpha City\n---\n# Desk\n\nOpen until {}.\n\n- Export Team: exports, phone {}\n"
    (tmp_path / "documents").mkdir()
    desk = tmp_path / "documents" / "desk.md"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "open_embedder", lambda _: FakeEmbedder())
        for content in (text.format("31 March 2026", "051-222-3333"), text.format("30 April 2026", "051-222-9999")):
            desk.write_text(content, "utf-8")
            assert run("changes")[1].startswith("No ingest has found a change yet")
            code, out, _ = run("ingest")
            assert code == 0
        told = [
            "changed: Desk (desk.md)",
            "  Export Team, Alpha City: phone 051-222-3333 -> 051-222-9999",
            "  in the text: phone 051-222-3333 -> 051-222-9999",
            "  in the text: date 31 March 2026 -> 30 April 2026",
        ]
        assert out.partition("What changed:\n")[2].splitlines()[:4] == told
        assert "What changed" not in run("ingest")[1]
    assert run("changes")[1].splitlines()[1:5] == told
    (change,) = json.loads(run("changes", "--json")[1])["changes"]
    assert change["contacts"][0]["after"] == ["051-222-9999"]
    (tmp_path / "home" / "changes.json").write_text("{}", "utf-8")
    assert run("changes")[1].startswith("No ingest has found a change yet")
