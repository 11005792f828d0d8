"""The command line."""

from assistant.cli.index import run_ingest
from assistant.cli.program import main
from assistant.cli.serve import address, bind, run, warmed_up
from assistant.cli.shared import Json, Mode, complain, console, open_desk, print_json, settings

__all__ = [
    "Json",
    "Mode",
    "address",
    "bind",
    "complain",
    "console",
    "main",
    "open_desk",
    "print_json",
    "run",
    "run_ingest",
    "settings",
    "warmed_up",
]
