"""Targets at an address: a running Policydesk, and OpenAI-compatible endpoints."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from assistant.conversations import ExplainedAnswer
from assistant.records import Answer, Status, Usage
from evals.running.cases import Case
from evals.running.targets import Reply, Target
from retrieval.records import PolicydeskError

_Read = TypeVar("_Read", bound=BaseModel)
_SECONDS = 120.0
_PATIENCE = 5  # times that a server may say that it is busy
_MISSING = re.compile(
    r"\b(?:do(?:es)? not (?:say|state|know|contain|mention|provide|have)|don't (?:know|have)|doesn't (?:say|mention)|"
    r"no information|not (?:available|provided|specified|mentioned|stated)|cannot (?:find|answer|help)|can't (?:find|help)|"
    r"unable to)\b|찾지 못|알 수 없|정보가 없|나와 있지 않",
    re.IGNORECASE,
)


@contextmanager
def target_at(url: str, model: str | None = None, key: str | None = None, mode: str = "auto") -> Iterator[Target]:
    """An OpenAI-compatible endpoint where the address ends in /v1, else a running Policydesk."""
    try:
        scheme = httpx.URL(url).scheme
    except httpx.InvalidURL:
        scheme = ""
    if scheme not in ("http", "https"):
        raise PolicydeskError(
            f"--url {url} is no address: write http://127.0.0.1:8000 for a Policydesk, http://host/v1 for another."
        )
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=_SECONDS) as client:
        chats = url.rstrip("/").endswith("/v1")
        yield ChatTarget(client, model or "policydesk") if chats else PolicydeskTarget(client, mode)


class PolicydeskTarget:
    """A running Policydesk, by its own API."""

    def __init__(self, client: httpx.Client, mode: str) -> None:
        self._client = client
        self._mode = mode

    @property
    def described(self) -> dict[str, object]:
        """Address and mode."""
        return {"target": "policydesk", "url": str(self._client.base_url), "mode": self._mode}

    def ask(self, case: Case) -> Reply:
        """See `Target`."""
        conversation: str | None = None
        for question in (*case.turns, case.question):
            wanted = {"question": question, "conversation_id": conversation, "mode": self._mode}
            answer = self._read(Answer, _sent(self._client, "POST", "/v1/ask", wanted))
            conversation = answer.conversation_id
        explained = self._read(ExplainedAnswer, _sent(self._client, "GET", f"/v1/answers/{answer.id}"))
        _sent(self._client, "DELETE", f"/v1/conversations/{conversation}")
        return Reply(answer, explained.trace)

    def _read(self, kind: type[_Read], given: Any) -> _Read:
        try:
            return kind.model_validate(given)
        except ValidationError as error:
            raise PolicydeskError(
                f"{self._client.base_url} gave something else than a Policydesk's answer: for an OpenAI-compatible "
                "endpoint the address ends in /v1."
            ) from error


class ChatTarget:
    """An endpoint of the OpenAI chat form. It gives text only, so its status is read from the wording."""

    def __init__(self, client: httpx.Client, model: str) -> None:
        self._client = client
        self._model = model

    @property
    def described(self) -> dict[str, object]:
        """Address and model."""
        return {"target": "chat", "url": str(self._client.base_url), "model": self._model}

    def ask(self, case: Case) -> Reply:
        """See `Target`."""
        messages: list[dict[str, str]] = []
        for question in (*case.turns, case.question):
            messages.append({"role": "user", "content": question})
            began = time.perf_counter()
            given = _sent(
                self._client,
                "POST",
                "/chat/completions",
                {"model": self._model, "messages": messages, "temperature": 0},
            )
            taken = 1000 * (time.perf_counter() - began)
            text = _content(given, self._client)
            messages.append({"role": "assistant", "content": text})
        status: Status = "not_found" if _MISSING.search(text) else "answered"
        used = given.get("usage") or {}
        answer = Answer(
            id=uuid.uuid4().hex,
            conversation_id="",
            status=status,
            mode="generated",
            text=text,
            question=case.question,
            standalone_question=case.question,
            usage=Usage(
                prompt_tokens=used.get("prompt_tokens") or 0, completion_tokens=used.get("completion_tokens") or 0
            ),
            timings_ms={"total": round(taken, 2)},
        )
        return Reply(answer, None, bare=True)


def _content(given: Any, client: httpx.Client) -> str:
    try:
        return str(given["choices"][0]["message"]["content"] or "")
    except (KeyError, IndexError, TypeError) as error:
        raise PolicydeskError(
            f"{client.base_url} gave no choices[0].message.content: is it OpenAI-compatible?"
        ) from error


def _sent(client: httpx.Client, method: str, path: str, body: object = None) -> Any:
    """The JSON of a response; waits as long as a server that is busy asks for. Raises PolicydeskError."""
    for _ in range(_PATIENCE):
        try:
            response = client.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise PolicydeskError(f"{client.base_url} cannot be asked ({error}): is it running?") from error
        if response.status_code != 429:
            break
        time.sleep(_wait(response.headers.get("Retry-After", "")))
    if response.is_error:
        raise PolicydeskError(f"{client.base_url} answered {response.status_code}: {response.text[:200]}")
    try:
        return response.json() if response.content else None
    except ValueError as error:
        raise PolicydeskError(
            f"{client.base_url} gave no JSON: is it a Policydesk, or should the address end in /v1?"
        ) from error


def _wait(retry_after: str) -> float:
    """Seconds to wait by a Retry-After header (RFC 9110, 10.2.3); 1 where it is missing or a date."""
    return min(float(retry_after), 60.0) if retry_after.isdecimal() else 1.0
