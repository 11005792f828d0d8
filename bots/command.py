"""The command that runs the Telegram bot alone."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import address, bind, complain, console, open_desk, run, settings, warmed_up

if TYPE_CHECKING:
    from assistant.build import Desk

app = typer.Typer(name="telegram", rich_markup_mode=None)


@app.command()
def telegram(
    ingest: Annotated[bool, typer.Option("--ingest", help="First bring the index in line with the documents.")] = False,
) -> None:
    """Answer on Telegram until Ctrl-C, without the page and the API.

    It fetches messages from Telegram; with POLICYDESK_TELEGRAM_WEBHOOK_URL it serves that webhook instead.

    \b
    Examples:
      POLICYDESK_TELEGRAM_TOKEN=123456789:AAF-... policydesk telegram --ingest
    """
    from assistant.cli import run_ingest

    found = settings()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with open_desk(found) as desk:
        if ingest:
            run_ingest(found, [], embedder=desk.knowledge.embedder)
        if found.telegram_webhook_url:
            _serve_webhook(desk)
        else:
            _poll(desk)


def _poll(desk: Desk) -> None:
    import asyncio

    from bots.telegram_bot import TelegramBot, poll

    bot, has = TelegramBot(desk), _documents(desk)
    asyncio.run(poll(bot, lambda name: console().print(_greeting(name, has), markup=False)))
    complain("Stopped.")


def _serve_webhook(desk: Desk) -> None:
    from bots.telegram_bot import TelegramBot, Webhook

    has = _documents(desk)
    with bind(desk.settings.host, desk.settings.port) as listening:
        where = address(desk, listening)

        def greet(name: str) -> None:
            console().print(f"{_greeting(name, has)} It listens at {where}.", markup=False)

        run(Webhook(TelegramBot(desk), on_start=greet), listening)


def _documents(desk: Desk) -> str:
    from retrieval.index import NothingIngestedError

    try:
        return f"with {warmed_up(desk)}"
    except NothingIngestedError as error:
        return f"without documents. {error}"


def _greeting(name: str, has: str) -> str:
    return f"Policydesk answers on Telegram as {name} {has.rstrip('.')}. Ctrl-C stops it."
