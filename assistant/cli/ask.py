"""Commands about answers: ask, chat, explain, handoff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import (
    AsOf,
    Json,
    Kind,
    Mode,
    Organisation,
    Region,
    Spoken,
    answer_at_terminal,
    console,
    filters,
    open_desk,
    plain,
    print_json,
    settings,
)

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.records import Answer


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
    language: Spoken = None,
) -> None:
    """Answer a question from the documents, with sources.

    \b
    Examples:
      policydesk ask "Which team handles regional industrial planning at Gyeongbuk Technopark?"
      policydesk ask "What are the core initiatives?" --region Gyeongsangbuk-do --json
      policydesk ask "And until when does it run?" --conversation 5f0c6f7e
      policydesk ask "Which team handles regional industrial planning?" --language ko
    """
    from assistant.cli.print import print_answer

    wanted = filters(organisation, region, kind, as_of)
    with open_desk(settings()) as desk:
        answer = answer_at_terminal(
            desk, question, conversation_id=conversation, filters=wanted, mode=mode, language=language
        )
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
    from assistant.cli.print import print_explained

    with open_desk(settings()) as desk:
        explained = desk.conversations.explained(answer_id)
    if as_json:
        print_json(explained.model_dump_json(indent=2))
    else:
        print_explained(console(), explained)


def handoff(
    answer_id: Annotated[str, typer.Argument(metavar="ID", help="The id of an answer.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Make a text to hand on to a person: what was asked, found and not found, and whom to contact. Nothing is sent.

    \b
    Examples:
      policydesk handoff 2f83480c6d0b4d0f9f0f6c1f6a6d2c11
      policydesk handoff 2f83480c6d0b4d0f9f0f6c1f6a6d2c11 --json
    """
    from assistant.contacts import hand_on

    with open_desk(settings()) as desk:
        made = hand_on(answer_id, desk.conversations)
    if as_json:
        print_json(made.model_dump_json(indent=2))
    else:
        typer.echo(plain(made.text), nl=False)


def chat(
    organisation: Organisation = None,
    region: Region = None,
    kind: Kind = None,
    as_of: AsOf = None,
    mode: Mode = "auto",
    language: Spoken = None,
) -> None:
    """Ask, and ask on: a conversation in the terminal.

    /new starts over, /sources lists the last answer's sources, /human makes a text to hand on to a person,
    /quit (or Ctrl-D) leaves.
    """
    from assistant.cli.print import print_answer, print_sources
    from assistant.contacts import hand_on
    from assistant.wording import said, say
    from retrieval.records import PolicydeskError

    out = console()
    wanted = filters(organisation, region, kind, as_of)
    last: Answer | None = None
    with open_desk(settings()) as desk:
        desk.knowledge.current()
        _remember_lines(desk.settings.home / "chat_history")
        spoken = language or "en"
        commands = say(said("cli-chat-commands"), spoken)
        out.print(say(said("cli-chat", commands=commands), spoken), markup=False)
        while (line := _read_line()) not in (None, "/quit"):
            if line == "/new":
                last = None
            elif line == "/sources" and last is not None:
                print_sources(out, last)
            elif line == "/human" and last is not None:
                typer.echo(plain(hand_on(last.id, desk.conversations).text), nl=False)
            elif line and line.startswith("/"):
                out.print(commands, markup=False)
            elif line:
                going_on = last.conversation_id if last else None
                try:
                    last = answer_at_terminal(
                        desk, line, conversation_id=going_on, filters=wanted, mode=mode, language=language
                    )
                    print_answer(out, last)
                except PolicydeskError as error:
                    out.print(str(error), markup=False)


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
