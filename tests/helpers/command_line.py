"""The command line, run in the test's process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cli.program import main

Run = Callable[..., tuple[int, str, str]]


def command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, home: Path | None = None
) -> Run:
    """Runs the command line in this process, in a folder and with a HOME (by default one below it); gives exit code, stdout
    and stderr."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("POLICYDESK_HOME", str(home or folder / "home"))

    def go(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["policydesk", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out, err

    return go
