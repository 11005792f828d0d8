from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from web_server import Reply, WebServer, moved, page, web_server

from retrieval.sources.record import Source
from retrieval.sources.web.fetch import Fetcher
from retrieval.sources.web.refresh import Refreshed, Web
from retrieval.sources.web.robots import Manners

XML = (("Content-Type", "application/xml"),)


@pytest.fixture(scope="module")
def shared() -> Iterator[WebServer]:
    with web_server() as made:
        yield made


@pytest.fixture
def site(shared: WebServer) -> WebServer:
    shared.replies.clear()
    shared.asked.clear()
    return shared


@pytest.fixture
def web(tmp_path: Path) -> Web:
    return Web(tmp_path, loopback=True)


def source(site: WebServer, path: str, form: str = "page", **more: object) -> Source:
    return replace(Source("board", "page", site.url(path), "Example Board", "official"), form=form, **more)  # type: ignore[arg-type]


def looked(web: Web, at: Source) -> Refreshed:
    return web.refresh([at], anyway=True)[0]


def counts(found: Refreshed) -> dict[str, int]:
    assert found.failed == (), found.failed
    return {str(outcome): number for outcome, number in found.counts.items()}


def documents(web: Web) -> list[str]:
    """The files of the source that an ingest would read, without what tells them apart."""
    names = (each.name for each in (web.folder / "board").iterdir() if not each.name.startswith("_"))
    return sorted(f"{name.rpartition('-')[0]}{Path(name).suffix}" for name in names if not name.endswith(".yaml"))


def reasons(found: Refreshed) -> list[str]:
    return [each.reason for each in found.failed]


def test_a_page_is_kept_as_it_came_with_its_address_beside_it(site: WebServer, web: Web) -> None:
    site.replies["/contacts/list?team=1"] = page("Contacts", "Planning Team 051-222-3333")
    assert counts(looked(web, source(site, "/contacts/list?team=1"))) == {"new": 1}
    (file,) = (web.folder / "board").glob("*.html")
    assert file.name.startswith("contacts-list-team-1-")
    assert file.read_bytes() == site.replies["/contacts/list?team=1"].body
    assert json.loads(file.with_name(f"{file.name}.yaml").read_text()) == {"source": site.url("/contacts/list?team=1")}


def test_what_did_not_change_is_not_written_again_by_its_tag_or_by_its_bytes(site: WebServer, web: Web) -> None:
    site.replies["/tagged"] = page("A", "a", ETag='"1"')
    site.replies["/plain"] = page("B", "b")
    for path in ("/tagged", "/plain"):
        at = replace(source(site, path), name=path[1:])
        looked(web, at)
        (file,) = (web.folder / path[1:]).glob("*.html")
        before = file.stat().st_mtime_ns
        assert counts(looked(web, at)) == {"same": 1}
        assert file.stat().st_mtime_ns == before
    assert site.asked[-3][1].get("if-none-match") is None
    assert [headers["if-none-match"] for path, headers in site.asked if "if-none-match" in headers] == ['"1"']


def test_a_page_that_changed_replaces_the_one_before(site: WebServer, web: Web) -> None:
    site.replies["/a"] = page("A", "The number is 1.")
    looked(web, source(site, "/a"))
    site.replies["/a"] = page("A", "The number is 2.")
    assert counts(looked(web, source(site, "/a"))) == {"changed": 1}
    (file,) = (web.folder / "board").glob("*.html")
    assert b"number is 2" in file.read_bytes()


def test_a_page_leaves_when_it_is_missing_twice_and_not_before(site: WebServer, web: Web) -> None:
    site.replies["/a"] = page("A", "a")
    looked(web, source(site, "/a"))
    site.replies["/a"] = Reply(status=410)
    assert counts(looked(web, source(site, "/a"))) == {"missing": 1}
    assert documents(web) == ["a.html"]
    assert counts(looked(web, source(site, "/a"))) == {"gone": 1}
    assert documents(web) == []
    assert [each.name[:8] for each in (web.folder / "board").glob("_gone*")] == ["_gone-a-"]
    site.replies["/a"] = page("A", "a")
    assert counts(looked(web, source(site, "/a"))) == {"new": 1}


def test_a_page_that_is_missing_once_and_then_back_is_the_same(site: WebServer, web: Web) -> None:
    site.replies["/a"] = page("A", "a", ETag='"1"')
    looked(web, source(site, "/a"))
    for reply, came in [(Reply(status=404), "missing"), (site.replies["/a"], "same"), (Reply(status=404), "missing")]:
        site.replies["/a"] = reply
        assert counts(looked(web, source(site, "/a"))) == {came: 1}


def test_an_address_where_there_never_was_anything_is_a_failure(site: WebServer, web: Web) -> None:
    assert reasons(looked(web, source(site, "/none"))) == ["is not there (404): mend the address or remove the source"]


def test_a_failing_host_leaves_what_was_kept(site: WebServer, web: Web) -> None:
    site.replies["/a"] = page("A", "a")
    looked(web, source(site, "/a"))
    site.replies["/a"] = Reply(status=500)
    assert reasons(looked(web, source(site, "/a"))) == ["answers with status 500: open it in a browser to see why"]
    assert documents(web) == ["a.html"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_host_is_left_alone_for_as_long_as_it_says_also_by_later_runs(
    site: WebServer, web: Web, status: int
) -> None:
    listed = "".join(f"<url><loc>{site.url(f'/{n}')}</loc></url>" for n in range(3))
    site.replies["/map.xml"] = Reply(f"<urlset>{listed}</urlset>".encode(), headers=XML)
    site.replies |= {"/0": page("0", "0"), "/1": Reply(status=status, headers=(("Retry-After", "3600"),))}
    busy, *left = reasons(looked(web, source(site, "/map.xml", "sitemap")))
    assert busy == f"answers that it is busy ({status}): it is asked again after 60 minutes"
    assert [each.partition(" 2")[0] for each in left] == ["is not asked before"]
    later = reasons(looked(web, source(site, "/map.xml", "sitemap")))
    assert [each.partition(" 2")[0] for each in later] == ["is not asked before"] * 2, "the map, and the page kept"
    assert site.paths == ["/map.xml", "/0", "/1"]


def test_it_is_looked_again_only_when_it_is_time(site: WebServer, web: Web) -> None:
    site.replies["/a"] = page("A", "a")
    assert web.refresh([source(site, "/a")])[0].looked
    assert not web.refresh([source(site, "/a")])[0].looked
    assert web.refresh([source(site, "/a", every=timedelta(0))])[0].looked
    assert site.paths == ["/a", "/a"]


def test_what_a_host_forbids_is_not_asked_for(site: WebServer, web: Web) -> None:
    """Wildcards, the end of an address, and the longer of two rules (RFC 9309, 2.2.2)."""
    site.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /*.pdf$\nDisallow: /private\nAllow: /private/open\n")
    for path in ("/a.pdf", "/private/x", "/private/open", "/b"):
        site.replies[path] = page(path, path)
        looked(web, replace(source(site, path), name=path.strip("/").replace("/", "-").replace(".", "-")))
    site.replies["/c"] = moved("/private/x")
    assert reasons(looked(web, source(site, "/c"))) == ["is not read: its host asks not to (robots.txt)"]
    assert site.paths == ["/private/open", "/b", "/c"]


@pytest.mark.parametrize(("status", "is_read"), [(404, True), (403, True), (500, False), (429, False)])
def test_without_rules_all_is_read_and_of_a_host_that_cannot_say_nothing(
    site: WebServer, web: Web, status: int, is_read: bool
) -> None:
    site.replies |= {"/robots.txt": Reply(status=status), "/a": page("A", "a")}
    assert (looked(web, source(site, "/a")).failed == ()) is is_read
    assert site.paths == (["/a"] if is_read else [])


@pytest.mark.parametrize(("rules", "delay"), [(b"", 2.0), (b"User-agent: *\nCrawl-delay: 7\n", 7.0)])
def test_a_host_is_asked_no_faster_than_it_says_or_every_two_seconds(
    site: WebServer, tmp_path: Path, rules: bytes, delay: float
) -> None:
    site.replies |= {"/robots.txt": Reply(rules), "/a": moved("/b"), "/b": page("B", "b")}
    waited: list[float] = []
    fetcher = Fetcher(loopback=True)
    looked(Web(tmp_path, fetcher=fetcher, manners=Manners(fetcher, wait=waited.append)), source(site, "/a"))
    assert [round(each) for each in waited] == [delay, delay], "robots.txt is a request as well"


def test_a_sitemap_of_sitemaps_gives_the_pages_of_its_host_newest_first(site: WebServer, web: Web) -> None:
    inner = (
        f"<url><loc>{site.url('/old')}</loc><lastmod>2024-01-01</lastmod></url>"
        f"<url><loc>{site.url('/new')}</loc><lastmod>2026-05-01T09:00:00+09:00</lastmod></url>"
        "<url><loc>https://elsewhere.example/x</loc></url><url><loc>file:///etc/passwd</loc></url>"
    )
    namespace = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    site.replies |= {
        "/map.xml": Reply(
            f"<sitemapindex {namespace}><sitemap><loc>{site.url('/in.xml')}</loc></sitemap></sitemapindex>".encode()
        ),
        "/in.xml": Reply(f"<urlset {namespace}>{inner}</urlset>".encode(), headers=XML),
        "/old": page("Old", "old"),
        "/new": page("New", "new"),
    }
    assert counts(looked(web, source(site, "/map.xml", "sitemap"))) == {"new": 2}
    assert site.paths == ["/map.xml", "/in.xml", "/new", "/old"]
    site.asked.clear()
    assert counts(looked(web, source(site, "/map.xml", "sitemap"))) == {"same": 2}
    assert site.paths == ["/map.xml", "/in.xml"], "what a sitemap says is older than what is kept is not asked for"


def test_entities_of_a_sitemap_are_not_followed_and_what_is_none_says_so(site: WebServer, web: Web) -> None:
    bomb = '<!DOCTYPE u [<!ENTITY a SYSTEM "file:///etc/hostname">]><urlset><url><loc>&a;</loc></url></urlset>'
    site.replies |= {"/bomb.xml": Reply(bomb.encode(), headers=XML), "/no.xml": Reply(b"<urlset><url>", headers=XML)}
    assert counts(looked(web, source(site, "/bomb.xml", "sitemap"))) == {}
    assert reasons(looked(web, source(site, "/no.xml", "sitemap"))) == ["is no sitemap: it is not XML"]


def test_a_feed_gives_its_pages_and_those_that_it_listed_before_stay(site: WebServer, web: Web) -> None:
    def feed(*paths: str) -> Reply:
        items = "".join(f"<item><title>N</title><link>{site.url(each)}</link></item>" for each in paths)
        return Reply(f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode(), headers=XML)

    site.replies |= {"/rss": feed("/1"), "/1": page("1", "1"), "/2": page("2", "2")}
    assert counts(looked(web, source(site, "/rss", "feed"))) == {"new": 1}
    site.replies["/rss"] = feed("/2")
    assert counts(looked(web, source(site, "/rss", "feed"))) == {"new": 1, "same": 1}
    site.replies["/rss"] = page("No feed", "x")
    found = looked(web, source(site, "/rss", "feed"))
    assert (reasons(found), dict(found.counts)) == (
        ["is no RSS or Atom feed: give it as a page or a sitemap"],
        {"same": 2},
    )


def test_files_that_a_page_links_to_are_kept_by_what_they_are(site: WebServer, web: Web) -> None:
    site.replies |= {
        "/a": page("A", "a", "plan.pdf", "/download?id=7.hwp", "https://elsewhere.example/b.pdf", "/other"),
        "/plan.pdf": Reply(b"%PDF-1.7 ..."),
        "/download?id=7.hwp": Reply(b"\xd0\xcf\x11\xe0 ...", headers=()),
    }
    assert counts(looked(web, source(site, "/a", files=True))) == {"new": 3}
    assert documents(web) == ["a.html", "download-id-7-hwp.hwp", "plan-pdf.pdf"]
    site.replies["/a"] = replace(site.replies["/a"], headers=(("ETag", '"1"'),))
    assert counts(looked(web, source(site, "/a", files=True))) == {"same": 3}
    assert counts(looked(web, source(site, "/a", files=True))) == {"same": 3}, "its links are known without it"


def test_no_more_pages_are_looked_at_than_are_allowed_and_that_is_said(site: WebServer, web: Web) -> None:
    site.replies["/map.txt"] = Reply("\n".join(site.url(f"/{n}") for n in range(4)).encode(), headers=())
    site.replies |= {f"/{n}": page(str(n), str(n)) for n in range(4)}
    found = looked(web, source(site, "/map.txt", "sitemap", most=2))
    assert dict(found.counts) == {"new": 2}
    assert reasons(found) == ["has 4 pages and files, of which 2 were looked at: set `most` of this source"]


def test_an_interruption_leaves_what_was_kept_by_then_and_the_next_run_goes_on(site: WebServer, web: Web) -> None:
    site.replies["/map.txt"] = Reply("\n".join(site.url(f"/{n}") for n in range(3)).encode(), headers=())
    site.replies |= {f"/{n}": page(str(n), str(n)) for n in range(3)}

    def interrupt(done: int, _of: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        web.refresh([source(site, "/map.txt", "sitemap")], progress=interrupt)
    assert documents(web) == ["0.html", "1.html"]
    assert counts(web.refresh([source(site, "/map.txt", "sitemap")])[0]) == {"same": 2, "new": 1}


def test_a_damaged_record_means_that_everything_is_fetched_once_more(site: WebServer, web: Web) -> None:
    site.replies["/a"] = page("A", "a", ETag='"1"')
    looked(web, source(site, "/a"))
    for damaged in ('{"pages": [{"url": 1}]}', "[]", "{", '{"pages": 3}', '{"pages": [], "looked": "soon"}'):
        (web.folder / "board" / "_kept.json").write_text(damaged, "utf-8")
        assert counts(looked(web, source(site, "/a"))) == {"new": 1}
    assert documents(web) == ["a.html"]
