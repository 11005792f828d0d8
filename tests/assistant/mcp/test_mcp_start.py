from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_the_server_starts_without_the_sdk() -> None:
    program = "import sys, assistant.http, assistant.mcp, assistant.cli.program; print([m for m in sys.modules if m.split('.')[0] == 'mcp'])"
    shown = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert shown.stdout == "[]\n"
