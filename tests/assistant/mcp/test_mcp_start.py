from __future__ import annotations

import subprocess
import sys

import pytest
from starlette.testclient import TestClient

from assistant.build import Desk
from assistant.http.app import create_app


@pytest.mark.slow
def test_the_server_starts_without_the_sdk() -> None:
    program = "import sys, assistant.http, assistant.mcp, assistant.cli.program; print([m for m in sys.modules if m.split('.')[0] == 'mcp'])"
    shown = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert shown.stdout == "[]\n"


def test_without_the_apps_lifespan_it_says_to_try_again(small_desk: Desk) -> None:
    response = TestClient(create_app(small_desk), base_url="http://127.0.0.1").post("/mcp", json={})
    assert (response.status_code, "try again" in response.json()["detail"]) == (503, True)
