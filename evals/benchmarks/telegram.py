"""How fast the Telegram bot reacts and answers, on loopback, as a process of its own over the bundled documents.

    python -m evals.benchmarks.telegram [--questions N] [--out FOLDER]

The other end is the Bot API server of the tests, so the way to Telegram itself, often 50 to 200 ms each way, is not in it.
Both times begin when a person's message is there to be fetched. The reaction is the first "typing" or message that reaches
the server, the answer the first message. Answers are extractive. The first question is not counted.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from assistant.build import ingest
from assistant.settings import Settings
from evals.benchmarks import report
from evals.running import read_cases

if TYPE_CHECKING:
    from bot_api_server import BotApiServer
    from bot_api_server_chats import Person

ROOT = Path(__file__).parent.parent.parent
CASES = Path(__file__).parent.parent / "cases" / "development"
_VISIBLE = ("sendChatAction", "sendMessage", "sendMessageDraft")
_AT_ONCE = 10
_AIMS = {"reaction p50": 300.0, "answer p50": 500.0}  # milliseconds, beside the figures


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds from a message to the first sign of life, and to its answer."""

    reaction: float
    answer: float


def questions(count: int) -> list[str]:
    """Questions of the cases that need no earlier turn, evenly from all of them."""
    found = [case.question for case in read_cases(CASES) if not case.turns]
    step = max(len(found) // count, 1)
    return found[::step][:count]


def ask_in_turn(server: BotApiServer, person: Person, asked: Sequence[str]) -> list[Times]:
    """One after the other, each when the last is answered."""
    return [_ask(server, [person], each)[0] for each in asked]


def ask_together(server: BotApiServer, people: Sequence[Person], asked: Sequence[str]) -> list[Times]:
    """The same question by all people at once, then the next."""
    return [times for each in asked for times in _ask(server, people, each)]


def _ask(server: BotApiServer, people: Sequence[Person], question: str) -> list[Times]:
    before = {each.id: len(each.chat.of_bot()) for each in people}
    seen = len(server.calls)
    begun = {}
    for each in people:
        begun[each.id] = time.monotonic()
        each.says(question)
    server.wait_until(lambda: all(len(each.chat.of_bot()) > before[each.id] for each in people), 60)
    time.sleep(0.05)  # the answer's last call is recorded, and the chat is idle again
    return [_times(server, each.id, begun[each.id], seen) for each in people]


def _times(server: BotApiServer, chat_id: int, begun: float, seen: int) -> Times:
    calls = [each for each in server.calls[seen:] if each.given.get("chat_id") == chat_id and each.method in _VISIBLE]
    first = calls[0].at
    answer = next(each.at for each in calls if each.method == "sendMessage")
    return Times(1000 * (first - begun), 1000 * (answer - begun))


def figures(times: Sequence[Times]) -> dict[str, float]:
    """p50 and p95 in milliseconds."""
    found: dict[str, float] = {}
    for name, values in (("reaction", [t.reaction for t in times]), ("answer", [t.answer for t in times])):
        cuts = statistics.quantiles(values, n=20, method="inclusive")
        found |= {f"{name} p50": cuts[9], f"{name} p95": cuts[18]}
    return found | {"messages": len(times)}


def measure(count: int) -> dict[str, dict[str, float]]:
    """Runs the bot twice over: for one person, and for ten at once."""
    sys.path.insert(0, str(ROOT / "tests"))
    from bot_api_server import BotApiServer
    from telegram_process import BotProcess

    with tempfile.TemporaryDirectory() as folder, BotApiServer() as server:
        home = Path(folder)
        ingest(Settings(home=home, documents=ROOT / "documents"))
        people = [server.person(f"P{n}") for n in range(_AT_ONCE)]
        asked = questions(count)
        with BotProcess(server, home):
            ask_together(server, people, asked[:1])
            alone = ask_in_turn(server, people[0], asked)
            together = ask_together(server, people, asked[: max(count // 4, 2)])
    return {"one person": figures(alone), f"{_AT_ONCE} people at once": figures(together), "aim": _AIMS}


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--questions", type=int, default=60, help="how many (default: %(default)s)")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).parent.parent / "results", help="where the tables go"
    )
    given = parser.parse_args()

    def run(console: Console) -> None:
        sets = {"bundled documents, polling, milliseconds": measure(max(given.questions, 2))}
        report.publish(console, given.out, "telegram", "The Telegram bot's speed on loopback", sets)

    return report.run(run)


if __name__ == "__main__":
    sys.exit(main())
