"""Processes of tests, forked from one that has imported everything and opened nothing: they begin at once."""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
forking = pytest.mark.skipif("forkserver" not in multiprocessing.get_all_start_methods(), reason="needs forks")


def forks() -> ForkServerContext:
    """The context that they are made in."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["forks_preload"])
    return context


def paths_for_forks(monkeypatch: pytest.MonkeyPatch, *more: Path) -> None:
    """Python 3.11 does not hand its search path on to the process that forks."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (ROOT, ROOT / "tests" / "helpers", *more))))


def run_command(words: tuple[str, ...], environment: dict[str, str], log: Path) -> None:
    """`policydesk` with these words, in this process; what it says goes to `log`, in whose folder it runs."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(log.parent)
    with log.open("a") as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    sys.argv = ["policydesk", *words]

    from assistant.cli import main

    main()
