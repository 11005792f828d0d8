"""A Telegram Bot API server on loopback, for the tests: real HTTP, Telegram's rules and words, people who write.

    with BotApiServer() as server:
        mina = server.person("Mina")
        ...                                   # start a bot with server.token, server.base_url (PTB) or server.url
        mina.says("Which team handles industrial planning?")
        mina.chat.waits_for("Industrial Planning Team")
        mina.taps("Save contact")
        print(mina.chat.transcript())

`server.calls` holds every call of the bot, `server.under_way` the methods that a `Slow` holds up. `server.fail(...)` and
`server.goes_down(...)` make trouble. At the end each call's parameters have been held against aiogram's models; what these
find wrong fails the test.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot_api_checks import complaint
from bot_api_server_chats import Chat, Person, Tap
from bot_api_server_faults import ApiError, CutBefore, Fault, LostReply, NotFound, Slow, Unauthorized, refusal
from bot_api_server_http import Sockets
from bot_api_server_methods import Methods
from bot_api_server_updates import Updates

_LOOKS_EVERY = 0.02  # seconds


@dataclass(frozen=True)
class Call:
    """One call of the bot: when (time.monotonic), which, with what, and the code of the reply (0: none was sent)."""

    at: float
    method: str
    given: dict[str, Any]
    code: int


class BotApiServer:
    """One bot's Bot API. `taps_last` is for how many seconds a tap can be answered (Telegram: about a minute)."""

    def __init__(self, token: str = "123456:a-token-of-the-tests", taps_last: float = 60.0) -> None:  # noqa: S107
        self.token = token
        self.taps_last = taps_last
        self.me = {
            "id": int(token.split(":")[0]),
            "is_bot": True,
            "first_name": "Policydesk",
            "username": "policydesk_bot",
        }
        self.state = threading.Condition(threading.RLock())
        self.updates = Updates(self.state)
        self.methods = Methods(self)
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.taps: dict[str, Tap] = {}
        self.calls: list[Call] = []
        self.under_way: list[str] = []
        self.refusals: list[str] = []
        self.surprises: list[BaseException] = []
        self._faults: list[tuple[str, Fault, Callable[[dict[str, Any]], bool]]] = []
        self._ids = 100
        self._tcp = Sockets(self, 0)
        self._threads = [threading.Thread(target=self._serve), threading.Thread(target=self.updates.deliver)]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        return f"{self.url}/bot"

    # --- people, chats, trouble ---

    def person(self, name: str, language: str | None = "en") -> Person:
        """Somebody with a private chat with the bot, in which nothing has been said yet."""
        with self.state:
            made = Person(self, 7000 + len(self.people), name, language)
            self.people[made.id] = made
            self.chats[made.id] = made.chat
        return made

    def group(self, title: str) -> Chat:
        """A group that the bot is in."""
        with self.state:
            made = Chat(self, -1001000 - len(self.chats), "supergroup", title)
            self.chats[made.id] = made
        return made

    def fail(
        self, method: str, fault: Fault, times: int = 1, when: Callable[[dict[str, Any]], bool] = lambda _: True
    ) -> None:
        """The next `times` calls of a method for which `when` holds go wrong."""
        with self.state:
            self._faults += [(method, fault, when)] * times

    def goes_down(self, seconds: float) -> None:
        """Ends every connection and refuses new ones for a while. Returns at once; people can go on writing."""
        port = self._port
        self._tcp.shutdown()
        self._tcp.hang_up()
        self._tcp.server_close()
        self._threads.append(threading.Thread(target=self._comes_back, args=(port, seconds)))
        self._threads[-1].start()

    def _comes_back(self, port: int, seconds: float) -> None:
        with self.state:
            if self.state.wait_for(lambda: self.updates.closing, seconds):
                return
            self._tcp = Sockets(self, port)
        self._serve()

    def called(self, method: str) -> list[Call]:
        """The calls of a method so far, with those that were refused."""
        with self.state:
            return [each for each in self.calls if each.method == method]

    def wait_until(
        self, true: Callable[[], bool], seconds: float = 30.0, chat: Chat | None = None, what: str = ""
    ) -> None:
        """Waits for something to become true, here or in a file of the bot; fails with the transcript of a chat."""
        end = time.monotonic() + seconds
        with self.state:
            while not (met := true()) and time.monotonic() < end:
                self.state.wait(_LOOKS_EVERY)
        shown = f":\n{chat.transcript()}" if chat else ""
        assert met, f"Waited {seconds:g} s for {what or 'a condition'} in vain{shown}"

    def next_id(self) -> int:
        with self.state:
            self._ids += 1
            return self._ids

    # --- serving ---

    @property
    def _port(self) -> int:
        return int(self._tcp.server_address[1])

    def _serve(self) -> None:
        self._tcp.serve_forever(0.01)

    def __enter__(self) -> BotApiServer:
        for each in self._threads:
            each.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self.state:
            self.updates.closing = True
            self.state.notify_all()
        for each in self._threads[2:]:
            each.join(0.3)
        self._tcp.shutdown()
        self._tcp.hang_up()
        self._tcp.server_close()
        for each in self._threads:
            each.join()
        if kind is None:
            assert self.surprises == [], repr(self.surprises)
            complaints = [
                found for each in self.calls if each.code != 401 and (found := complaint(each.method, each.given))
            ]
            assert complaints == [], "\n".join(complaints)

    def answer(
        self, token: str, method: str, given: dict[str, Any], gone: Callable[[], bool]
    ) -> tuple[int, bytes] | None:
        """Carries a call out and gives status and body; None to end the connection instead, or where the caller has gone."""
        begun = time.monotonic()
        with self.state:
            fault = self._fault(method, given)
            if isinstance(fault, Slow):
                self._hold(method, fault)
            try:
                reply = None if isinstance(fault, CutBefore) else self._carry_out(token, method, given, fault)
                body = {"ok": True, "result": reply}
                code = 0 if isinstance(fault, LostReply | CutBefore) else 200
            except ApiError as error:
                told = {"parameters": error.parameters} if error.parameters else {}
                body = {"ok": False, "error_code": error.code, "description": error.description} | told
                code = 0 if gone() else error.code
                self.refusals += [error.description] if code else []
            self.calls.append(Call(begun, method, given, code))
            self.state.notify_all()
        return (code, json.dumps(body, ensure_ascii=False).encode()) if code else None

    def _hold(self, method: str, fault: Slow) -> None:
        self.under_way.append(method)
        self.state.wait_for(lambda: self.updates.closing, fault.seconds)
        self.under_way.remove(method)

    def _carry_out(self, token: str, method: str, given: dict[str, Any], fault: Fault | None) -> Any:
        if token != self.token:
            raise Unauthorized if ":" in token else NotFound
        found = getattr(self.methods, method, None)
        if found is None or method.startswith("_") or not callable(found):
            raise NotFound
        if fault is not None and not isinstance(fault, Slow | LostReply | CutBefore):
            raise refusal(fault)
        return found(given)

    def _fault(self, method: str, given: dict[str, Any]) -> Fault | None:
        for at, (name, fault, when) in enumerate(self._faults):
            if name == method and when(given):
                del self._faults[at]
                return fault
        return None
