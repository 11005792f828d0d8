from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from assistant.build import Desk
from assistant.http.app import create_app


@pytest.fixture
def client(small_desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(small_desk), base_url="http://127.0.0.1") as made:
        yield made


def test_the_page_is_served_and_asked_about_anew_each_time(client: TestClient) -> None:
    first = client.get("/")
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head("/").status_code == 200


@pytest.mark.parametrize(
    ("name", "kind"), [("app.js", "text/javascript"), ("style.css", "text/css"), ("favicon.svg", "image/svg+xml")]
)
def test_its_files_have_the_types_that_browsers_insist_on(client: TestClient, name: str, kind: str) -> None:
    response = client.get(f"/assets/{name}")
    assert response.headers["content-type"].startswith(kind)
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["../api.py", "%2e%2e/api.py", "..%2fapi.py", "/etc/passwd", "%00", "x" * 300])
def test_nothing_outside_its_folder_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/assets/{path}").status_code == 404


def test_no_page_loads_from_another_host(client: TestClient) -> None:
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404
