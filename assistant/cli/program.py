"""The command line. Only light imports at the top: `policydesk --help` must come at once."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

from assistant.cli import ask, bench_command, calibrate, changes, contacts, index, lint, mcp, search, serve, sources
from assistant.cli.elsewhere import Commands
from assistant.cli.shared import complain

_HELP = """Cited answers about regional industrial policy in Korea, from your documents, with no key and no network.

\b
Examples:
  policydesk serve --ingest                        index the documents, serve the page
  policydesk ask "Until when does the plan run?"   one answer, with its sources
  policydesk chat                                  a conversation in the terminal
"""

app = typer.Typer(
    name="policydesk",
    cls=Commands,
    help=_HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # Rich in the help would take 0.3 s to import
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    serve.serve,
    index.ingest,
    ask.ask,
    ask.explain,
    ask.handoff,
    ask.chat,
    search.search,
    contacts.contacts,
    mcp.mcp,
    lint.lint,
    index.status,
    changes.changes,
    calibrate.calibrate,
    bench_command.bench,
):
    app.command()(command)
app.add_typer(sources.app, name="source")


def _version(wanted: bool) -> None:
    if wanted:
        from assistant.version import version

        typer.echo(f"policydesk {version()}")
        raise typer.Exit


@app.callback()
def _options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the trace of an unexpected error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line; an error is a line on stderr and exit code 1, never a trace."""
    from retrieval.records import PolicydeskError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character shows "?" and goes on
    try:
        app(prog_name="policydesk")
    except PolicydeskError as error:
        complain(str(error))
    except Exception as error:
        if "--debug" in sys.argv[1:]:
            raise
        complain(
            f"Something unexpected went wrong ({type(error).__name__}: {error}). `policydesk --debug ...` shows where."
        )
    sys.exit(1)
