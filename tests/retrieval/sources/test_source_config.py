from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from retrieval.records import PolicydeskError
from retrieval.sources.config import add_source, read_sources, remove_source
from retrieval.sources.record import Source, Sources

WRITTEN = """# ours
[[source]]
name = "plans"
folder = "plans"

# theirs
[[source]]
name = "technopark"   # the board
page = "https://www.example.org/board"
organisation = "Example Technopark"
trust = "official"
language = "ko"
kind = "directory"
every = "12 hours"
files = true
most = 30
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "sources.toml").write_text(WRITTEN, "utf-8")
    return tmp_path / "sources.toml"


def test_a_file_of_sources_is_read_with_paths_from_its_own_folder(file: Path) -> None:
    plans, technopark = read_sources(file)
    assert plans == Source("plans", "folder", str(file.parent / "plans"))
    assert (plans.trust, plans.is_address) == ("own", False)
    assert technopark == Source(
        name="technopark",
        form="page",
        place="https://www.example.org/board",
        organisation="Example Technopark",
        trust="official",
        language="ko",
        kind="directory",
        every=timedelta(hours=12),
        files=True,
        most=30,
    )


def test_what_is_on_the_web_is_nobodys_word_until_it_is_said_whose_it_is(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text('[[source]]\nname = "news"\nfeed = "https://example.org/rss"\n', "utf-8")
    assert read_sources(tmp_path / "s.toml")[0].trust == "other"


def test_without_a_file_there_are_no_sources(tmp_path: Path) -> None:
    assert read_sources(tmp_path / "none.toml") == ()


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("x = 1", "there is no key `x`"),
        ('source = "a"', r"`source` must be written \[\[source\]\]"),
        ("[[source]\n", "is not valid TOML"),
        ('[[source]]\nfolder = "a"', "source 1: `name` is missing: must be letters"),
        ('[[source]]\nname = "a/b"\nfolder = "a"', '`name` = "a/b": must be letters'),
        ('[[source]]\nname = "a"', r'source 1 \("a"\): `folder` is missing: a source has exactly one of folder, file'),
        ('[[source]]\nname = "a"\nfolder = "x"\npage = "https://a.example"', "`page` = .* exactly one of"),
        ('[[source]]\nname = "a"\nfolder = "x"\ntrust = "mine"', '`trust` = "mine": must be own, official or other'),
        ('[[source]]\nname = "a"\nfolder = "x"\ntrust = "official"', "`organisation` is missing: an official source"),
        ('[[source]]\nname = "a"\nfolder = "x"\norganization = "B"', "did you mean organisation"),
        ('[[source]]\nname = "a"\nfolder = "x"\nlanguage = "Korean"', 'must be a code .* e.g. "ko"'),
        ('[[source]]\nname = "a"\nfolder = "x"\nevery = "1 day"', "`every` = .* is only for page, sitemap, feed"),
        ('[[source]]\nname = "a"\npage = "https://a.example"\nevery = "often"', 'e.g. "12 hours"'),
        ('[[source]]\nname = "a"\npage = "https://a.example"\nevery = "0 days"', 'e.g. "12 hours"'),
        ('[[source]]\nname = "a"\npage = "https://a.example"\nmost = 0', "a whole number from 1 to"),
        ('[[source]]\nname = "a"\npage = "https://a.example"\nfiles = "yes"', "must be true or false"),
        ('[[source]]\nname = "a"\npage = "ftp://a.example"', "`page` = .*must begin with https"),
        ('[[source]]\nname = "a"\nfolder = 3', "must be one line of text"),
        ('[[source]]\nname = "a"\nfolder = "x"\n[[source]]\nname = "A"\nfolder = "y"', 'two sources are named "a"'),
    ],
)
def test_a_mistake_is_named_with_file_source_key_and_what_would_be_right(
    tmp_path: Path, block: str, message: str
) -> None:
    (tmp_path / "s.toml").write_text(block, "utf-8")
    with pytest.raises(PolicydeskError, match=message) as raised:
        read_sources(tmp_path / "s.toml")
    assert str(tmp_path / "s.toml") in str(raised.value)


def test_a_source_is_added_below_what_people_wrote(file: Path) -> None:
    added = add_source(
        file, {"name": "소식", "feed": "https://example.org/rss", "organisation": 'The "Board"\x7f'[:11]}
    )
    assert (added.name, added.organisation) == ("소식", 'The "Board"')
    assert file.read_text("utf-8").startswith(WRITTEN.rstrip())
    assert [each.name for each in read_sources(file)] == ["plans", "technopark", "소식"]
    assert [each.name for each in file.parent.iterdir()] == ["sources.toml"]


def test_a_new_file_begins_with_the_sources_that_were_there_without_one(tmp_path: Path) -> None:
    add_source(tmp_path / "s.toml", {"name": "b", "folder": "b"}, [{"name": "a", "folder": "a"}])
    add_source(tmp_path / "s.toml", {"name": "c", "folder": "c"}, [{"name": "a", "folder": "a"}])
    assert [each.name for each in read_sources(tmp_path / "s.toml")] == ["a", "b", "c"]


def test_a_source_that_could_not_be_read_is_not_written(file: Path) -> None:
    with pytest.raises(PolicydeskError, match="two sources are named"):
        add_source(file, {"name": "plans", "folder": "again"})
    assert file.read_text("utf-8") == WRITTEN


def test_a_source_is_removed_and_the_rest_stays_as_it_was_written(file: Path) -> None:
    assert remove_source(file, "technopark").name == "technopark"
    assert file.read_text("utf-8") == WRITTEN.partition('[[source]]\nname = "technopark"')[0]
    remove_source(file, "plans")
    assert read_sources(file) == ()


def test_a_source_that_is_not_there_is_not_removed_and_those_that_are_there_are_named(file: Path) -> None:
    with pytest.raises(PolicydeskError, match=r'no source "plan"\. It holds: plans, technopark'):
        remove_source(file, "plan")


def test_a_file_belongs_to_the_innermost_source_and_one_that_was_taken_out_is_gone() -> None:
    inner = Source("inner", "folder", "/docs/plans")
    held = Sources(
        (Source("outer", "folder", "/docs"), inner), Path("/home/web"), (Path("/old"), Path("/docs/plans/x"))
    )
    assert held.of(Path("/docs/plans/a.md")) is inner
    assert held.of(Path("/docsother/a.md")) is None
    assert held.is_gone(Path("/old/a.md"))
    assert not held.is_gone(Path("/docs/plans/x/a.md")), "another source holds it"
    assert held.left_out(Path("/home/web/unknown/a.html"))
