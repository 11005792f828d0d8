"""Commands that answer: ask, explain, chat, contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_shared import (
    AsOf,
    Json,
    Kind,
    Mode,
    Organisation,
    Region,
    answer_at_terminal,
    console,
    filters,
    open_desk,
    print_json,
    settings,
)

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.directory import Entry
    from assistant.records import Answer

_CHAT_HELP = "/new starts over, /sources lists the last answer's sources, /quit leaves."


def ask(
    question: Annotated[str, typer.Argument(help="In quotes, so that the shell leaves it whole.", show_default=False)],
    as_json: Json = False,
    conversation: Annotated[
        str | None, typer.Option(metavar="ID", help="Go on with a conversation: the conversation_id of an answer.")
    ] = None,
    organisation: Organisation = None,
    region: Region = None,
    kind: Kind = None,
    as_of: AsOf = None,
    mode: Mode = "auto",
) -> None:
    """Answer a question from the documents, with sources.

    \b
    Examples:
      policydesk ask "Which team handles regional industrial planning at Gyeongbuk Technopark?"
      policydesk ask "What are the core initiatives?" --region Gyeongsangbuk-do --json
      policydesk ask "And until when does it run?" --conversation 5f0c6f7e
    """
    from assistant.cli_print import print_answer

    wanted = filters(organisation, region, kind, as_of)
    with open_desk(settings()) as desk:
        answer = answer_at_terminal(desk, question, conversation_id=conversation, filters=wanted, mode=mode)
    if as_json:
        print_json(answer.model_dump_json(indent=2))
    else:
        print_answer(console(), answer)


def explain(
    answer_id: Annotated[str, typer.Argument(metavar="ID", help="The id of an answer.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Tell how an answer came about: steps, passages, prompts, the reply, what was removed.

    \b
    Examples:
      policydesk explain 2f83480c6d0b4d0f9f0f6c1f6a6d2c11
      policydesk explain 2f83480c6d0b4d0f9f0f6c1f6a6d2c11 --json
    """
    from assistant.cli_print import print_explained

    with open_desk(settings()) as desk:
        explained = desk.conversations.explained(answer_id)
    if as_json:
        print_json(explained.model_dump_json(indent=2))
    else:
        print_explained(console(), explained)


def chat(
    organisation: Organisation = None,
    region: Region = None,
    kind: Kind = None,
    as_of: AsOf = None,
    mode: Mode = "auto",
) -> None:
    """Ask, and ask on: a conversation in the terminal.

    /new starts over, /sources lists the last answer's sources, /quit (or Ctrl-D) leaves.
    """
    from assistant.cli_print import print_answer, print_sources
    from retrieval.records import PolicydeskError

    out = console()
    wanted = filters(organisation, region, kind, as_of)
    last: Answer | None = None
    with open_desk(settings()) as desk:
        desk.search.current()
        _remember_lines(desk.settings.home / "chat_history")
        out.print(f"Ask about the documents. {_CHAT_HELP}")
        while (line := _read_line()) not in (None, "/quit"):
            if line == "/new":
                last = None
            elif line == "/sources" and last is not None:
                print_sources(out, last)
            elif line and line.startswith("/"):
                out.print(_CHAT_HELP)
            elif line:
                going_on = last.conversation_id if last else None
                try:
                    last = answer_at_terminal(desk, line, conversation_id=going_on, filters=wanted, mode=mode)
                    print_answer(out, last)
                except PolicydeskError as error:
                    out.print(str(error), markup=False)


def contacts(
    need: Annotated[str, typer.Argument(help="What it is about; left out, all are listed.", show_default=False)] = "",
    as_json: Json = False,
) -> None:
    """Find whom to contact, as the documents state it.

    \b
    Examples:
      policydesk contacts "support for smart factories"
      policydesk contacts --json
    """
    from assistant.cli_print import directory_entries
    from assistant.directory import entries

    with open_desk(settings()) as desk:
        found = entries(desk.search.current(), need)
    if as_json:
        print_json(_contacts_json(found))
    elif found:
        console().print(directory_entries(found))
    else:
        console().print("No document names a contact for that. `policydesk contacts` lists all.")


def _contacts_json(entries: list[Entry]) -> str:
    import json
    from dataclasses import asdict

    rows = [
        asdict(each.contact)
        | {
            "document_title": each.document.metadata.title,
            "published": each.document.metadata.published and each.document.metadata.published.isoformat(),
            "reason": each.reason,
        }
        for each in entries
    ]
    return json.dumps({"contacts": rows}, ensure_ascii=False, indent=2)


def _read_line() -> str | None:
    """What the person types, trimmed; None when they leave with Ctrl-C or Ctrl-D."""
    try:
        return input("\n> ").strip()
    except (EOFError, KeyboardInterrupt):
        typer.echo()
        return None


def _remember_lines(history: Path) -> None:
    """Line editing with the history of earlier chats, where the terminal has it."""
    try:
        import atexit
        import readline
    except ImportError:  # Windows
        return
    if history.exists():
        readline.read_history_file(history)
    readline.set_history_length(500)
    atexit.register(readline.write_history_file, history)
