"""A client's connection: uvicorn's, bounded in what a request's head may hold, how slowly it comes, and how many wait."""

from __future__ import annotations

import asyncio
from functools import cache
from http import HTTPStatus

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from assistant.http.errors import MEDIA_TYPE, of_status

MAX_HEAD = 32 * 1024  # bytes; browsers and proxies send some KB
HEAD_SECONDS = 10.0  # for the whole head, from when the server began to wait for it
BODY_SECONDS = 30.0  # for the whole body; 64 KB over a bad mobile line take a few
MAX_WAITING = 32  # connections of one address whose request is late
GRACE_SECONDS = 1.0  # a request that has not arrived by then is late; many clients may connect at one instant
_LINGER_SECONDS = 2.0  # a client that is still sending would miss the reply to a connection closed at once
_SLICE = 4 * 1024  # bytes given to the parser at once, so that a head is measured before it is taken
_MOST = 2_000


class Connection(H11Protocol):
    """HTTP/1.1 over one connection. How slowly a client reads its answer is not bounded."""

    _refused = False  # it was told, or has nothing to be told, and takes no part any more
    _timer: asyncio.TimerHandle | None = None  # runs while a request is awaited or arriving
    _awaited: tuple[object, object] | None = None
    _since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Called by the server."""
        super().connection_made(transport)
        if len(self.connections) > most_connections() * 3 // 2:  # even those that are being refused are too many
            self._refused = True
            transport.abort()
        elif _make_room(self):
            self._watch()
        else:
            self._refuse(503, "The server has as many connections as it can serve: try again in some seconds.")

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by the server."""
        self._cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Called by the server."""
        for at in range(0, len(data), _SLICE):
            if self._refused or self.transport.is_closing() or self.conn.their_state is h11.MUST_CLOSE:
                return  # what comes after its last request is of no account
            super().data_received(data[at : at + _SLICE])
        if not self._refused:
            self._watch()

    def on_response_complete(self) -> None:
        """Called when an answer has been sent."""
        super().on_response_complete()
        if not self._refused and not self.transport.is_closing():
            self._watch()

    def send_400_response(self, msg: str) -> None:
        """Called for what is not HTTP, and for a head that does not end."""
        if len(self.conn.trailing_data[0]) > MAX_HEAD:
            self._refuse(431, f"The head of the request is larger than {MAX_HEAD // 1024} KB.")
        else:
            self._refuse(400, msg)

    def late(self) -> bool:
        """Whether its next request has not arrived, or not whole, though it had the time."""
        return self._timer is not None and not self._refused and self.loop.time() - self._since > GRACE_SECONDS

    def leave(self) -> None:
        """Give its place to another client."""
        self._refused = True
        self.transport.close()

    def _watch(self) -> None:
        """Give what the client has to send next its time."""
        awaited = (self.conn.their_state, self.cycle)
        if awaited == self._awaited:
            return
        self._cancel()
        self._awaited, self._since = awaited, self.loop.time()
        seconds = {h11.IDLE: HEAD_SECONDS, h11.SEND_BODY: BODY_SECONDS}.get(self.conn.their_state)
        if seconds is not None:
            self._timer = self.loop.call_later(seconds, self._expire)

    def _expire(self) -> None:
        if self.flow.read_paused:  # it is not the client that is slow
            self._timer = self.loop.call_later(GRACE_SECONDS, self._expire)
        elif self.conn.their_state is h11.IDLE and not self.conn.trailing_data[0]:
            self.leave()  # browsers connect ahead; there is no request to reply to
        else:
            self._refuse(408, "The request took too long to arrive.")

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: int, detail: str) -> None:
        """Say why and end the connection; only end it where a reply would stand in another answer or after it."""
        self._refused = True
        self._cancel()
        self._unset_keepalive_if_required()
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        self.flow.resume_reading()
        self.transport.write(_reply(status, detail))
        self.transport.write_eof()
        self._timer = self.loop.call_later(_LINGER_SECONDS, self.transport.abort)


@cache
def most_connections() -> int:
    """Half of the files that this process may open; the rest is for the index, the database and the models."""
    try:
        import resource
    except ImportError:  # Windows
        return _MOST // 4
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if files < 0 else max(1, min(_MOST, files // 2))


def _make_room(new: Connection) -> bool:
    """Whether there is a place for another connection, after the longest late one has left where that is needed."""
    held = [each for each in new.connections if isinstance(each, Connection) and not each._refused]
    late = sorted((each for each in held if each.late()), key=lambda each: each._since)
    own = [each for each in late if _address(each) == _address(new) and each.timeout_keep_alive_task is None]
    if len(own) >= MAX_WAITING:
        own[0].leave()
    elif len(held) > most_connections():
        if not late:
            return False
        late[0].leave()
    return True


def _address(connection: Connection) -> str | None:
    return connection.client[0] if connection.client else None


def _reply(status: int, detail: str) -> bytes:
    body = of_status(status, detail).model_dump_json(exclude_none=True).encode()
    head = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"content-type: {MEDIA_TYPE}"]
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        head.append("retry-after: 5")
    head += [f"content-length: {len(body)}", "connection: close"]
    return "\r\n".join([*head, "", ""]).encode() + body
