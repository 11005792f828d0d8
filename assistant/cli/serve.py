"""The command that serves the page and the API."""

from __future__ import annotations

import errno
import gc
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.shared import complain, open_desk, settings

if TYPE_CHECKING:
    from uvicorn import Config

    from assistant.build import Desk

_GRACE = 5  # seconds that answers under way have to finish after Ctrl-C
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what a browser can open instead


def serve(
    ingest: Annotated[bool, typer.Option("--ingest", help="First bring the index in line with the documents.")] = False,
    host: Annotated[
        str | None, typer.Option(help="The address to listen on; 0.0.0.0 lets others in.", show_default="127.0.0.1")
    ] = None,
    port: Annotated[int | None, typer.Option(help="0 takes any free one.", show_default="8000")] = None,
) -> None:
    """Serve the page and the API until Ctrl-C.

    \b
    Examples:
      policydesk serve --ingest
      policydesk serve --host 0.0.0.0 --port 8080
    """
    from assistant.http import create_app

    found = settings(host=host, port=port)
    with _uncollected() as ready, bind(found.host, found.port) as listening, open_desk(found) as desk:
        if ingest:
            from assistant.cli.index import run_ingest

            gc.enable()  # reading many files makes much garbage
            run_ingest(found, [], embedder=desk.knowledge.embedder)
        greeting = _greeting(desk, listening)
        if not found.telegram_webhook_url:
            typer.echo(greeting)
        app = _with_telegram(desk, greeting) if found.telegram_webhook_url else create_app(desk)
        ready()
        with desk.knowledge.kept_up(lambda known: known.warm_up()):
            run(app, listening)


@contextmanager
def _uncollected() -> Iterator[Callable[[], None]]:
    """Starts without looking for garbage, a tenth of the start's time; what is there when it is `ready` stays for good, so no
    question pays for looking through it."""

    def ready() -> None:
        gc.freeze()
        gc.enable()

    gc.disable()
    try:
        yield ready
    finally:
        gc.enable()


def run(app: Callable[..., Any], listening: socket.socket) -> None:
    """Serve on a bound socket until a signal to stop. Raises the `failure` of an app that has one and did not start."""
    import logging

    import uvicorn

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL if hasattr(app, "failure") else logging.WARNING)
    try:
        uvicorn.Server(server_config(app)).run([listening])
    except KeyboardInterrupt:  # uvicorn passes Ctrl-C on when it has shut down
        complain("Stopped.")
    except SystemExit:  # uvicorn ends the program when the app did not start
        if failure := getattr(app, "failure", None):
            raise failure from None
        raise


def _with_telegram(desk: Desk, greeting: str) -> Callable[..., Any]:
    """The page and the API, and beside them the webhook of the Telegram bot."""
    from assistant.cli.elsewhere import telegram
    from assistant.http import create_app

    def greet(name: str) -> None:
        typer.echo(f"{greeting}\nOn Telegram it is {name}.")

    bots = telegram()
    webhook: Callable[..., Any] = bots.Webhook(bots.TelegramBot(desk), create_app(desk), greet)
    return webhook


def server_config(app: Callable[..., Any]) -> Config:
    """How the app is served."""
    from uvicorn import Config

    from assistant.http import MAX_HEAD, Connection

    return Config(
        app,
        http=Connection,
        h11_max_incomplete_event_size=MAX_HEAD,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_GRACE,
    )


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises PolicydeskError saying why it cannot and what could be tried instead."""
    from retrieval.records import PolicydeskError

    try:
        return _bound(host, port)
    except socket.gaierror:
        problem = f'There is no host "{host}" to listen on: set POLICYDESK_HOST (or --host) to 127.0.0.1 or 0.0.0.0.'
    except PermissionError:
        problem = f"Port {port} is for administrators: set POLICYDESK_PORT (or --port) to one from 1024 up, e.g. {_free(host, 8000)}."
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            problem = f"Port {port} is in use on {host}: stop the other program, or set POLICYDESK_PORT (or --port) to {_free(host, port + 1)}."
        elif error.errno == errno.EADDRNOTAVAIL:
            problem = f"{host} is no address of this machine: set POLICYDESK_HOST (or --host) to 127.0.0.1 or 0.0.0.0."
        else:
            problem = f"Cannot listen on {host}, port {port} ({error.strerror or error}): choose others."
    raise PolicydeskError(problem)


def _bound(host: str, port: int) -> socket.socket:
    places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, kind, protocol, _, address = min(places, key=lambda place: place[0] != socket.AF_INET)
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


def _free(host: str, first: int) -> int:
    """The first port from `first` on that can be bound."""
    for port in range(first, min(first + 100, 65536)):
        try:
            _bound(host, port).close()
        except OSError:
            continue
        return port
    with _bound(host, 0) as any_free:
        return int(any_free.getsockname()[1])


def _greeting(desk: Desk, listening: socket.socket) -> str:
    from retrieval.index import NothingIngestedError

    url = address(desk, listening)
    try:
        return f"Policydesk is at {url} with {warmed_up(desk)}. Ctrl-C stops it."
    except NothingIngestedError as error:
        return f"Policydesk is at {url}\n{error}"


def address(desk: Desk, listening: socket.socket) -> str:
    """What a browser on this machine can open."""
    host = _EVERYWHERE.get(desk.settings.host, desk.settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}"


def warmed_up(desk: Desk) -> str:
    """Make the first question as fast as the second; gives how much there is to answer from. Raises NothingIngestedError."""
    from assistant.wording import said, say

    known = desk.knowledge.current()
    if desk.model:
        desk.model.open()
    known.warm_up()
    desk.chain.rehearse()
    say(said("somebody-unnamed"), "en")  # reads the table of sentences
    chunks = sum(each.chunks for each in known.documents)
    return f"{len(known.documents)} documents ({chunks} chunks)"
