"""What `policydesk search` prints, and gives as JSON by the API too."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from starlette.testclient import TestClient

from assistant.build import Desk
from assistant.cli.print_search import print_search
from assistant.http import create_app, explained_result, search_result
from retrieval.records import Filters

pytestmark = pytest.mark.slow


def printed(desk: Desk, question: str, *, explain: bool = False, filters: Filters | None = None) -> str:
    search = desk.knowledge.current().search
    if explain:
        result = explained_result(question, search.explain(question, filters=filters))
    else:
        found = search.search(question, filters=filters)
        result = search_result(question, found.wording, found.passages)
    out = io.StringIO()
    print_search(Console(file=out, width=200), result, "en")
    return out.getvalue()


def test_passages_are_printed_with_their_place_and_what_else_was_searched_for(small_desk: Desk) -> None:
    shown = printed(small_desk, "quays for contaner ships").splitlines()
    assert shown[0].rstrip() == "Also searched for: container"
    assert shown[1].startswith("1. Harbour Plan of Seaport, Quays, plans/harbour.md ")
    assert "   The city builds three quays for container ships." in [line.rstrip() for line in shown]


def test_every_candidate_is_explained_with_what_its_features_add(small_desk: Desk) -> None:
    shown = printed(small_desk, "quays for container zebras", explain=True)
    assert "In no document" in shown
    assert "zebras" in shown
    assert "dense +" in shown
    assert "heading_coverage +" in shown


def test_what_a_filter_keeps_out_is_said_with_its_option(small_desk: Desk) -> None:
    shown = printed(small_desk, "quays for container ships", explain=True, filters=Filters(kind="directory"))
    assert "Without --kind at rank 1: Harbour Plan of Seaport, Quays" in shown


def test_a_search_that_finds_nothing_says_so(small_desk: Desk) -> None:
    nowhere = Filters(region="Elsewhere")
    assert printed(small_desk, "quays", filters=nowhere).startswith("No passage was found")
    assert "No passage was found" in printed(small_desk, "quays", explain=True, filters=nowhere)


def test_the_api_explains_where_it_is_asked_to(small_desk: Desk) -> None:
    with TestClient(create_app(small_desk), base_url="http://127.0.0.1") as client:
        asked = {"q": "quays for contaner ships", "limit": "1"}
        plain = client.get("/v1/search", params=asked).json()
        explained = client.get("/v1/search", params={**asked, "explain": "true"}).json()
    assert plain["explained"] is None
    assert plain["also_searched"] == [{"word": "contaner", "searched": "container"}]
    assert explained["passages"] == plain["passages"]
    assert explained["explained"]["unknown_words"] == ["contaner"]
    assert explained["explained"]["candidates"][0]["passage"] == plain["passages"][0]
    assert len(explained["explained"]["candidates"]) > 1
