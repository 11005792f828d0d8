"""Prompts that chat programs send by themselves to title, tag or complete a chat: told by their markers, answered by code.

Open WebUI's (backend/open_webui/config.py at 00b1c6bc) begin with "### Task:", show the JSON wanted, and hold the chat between
`<chat_history>` tags as lines "USER: ..." and "ASSISTANT: ...". LibreChat's are those of @librechat/agents (src/utils/title.ts)
and of its assistants (services/Endpoints/assistants/title.js). Neither may be stored or searched for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from assistant.chain import MAX_QUESTION
from assistant.wording import language_of
from retrieval.patterns import late_pattern

_TASK = "### Task:"
_HISTORY = late_pattern(r"<chat_history>\s*(.*?)\s*</chat_history>", re.DOTALL)
_KEY = late_pattern(r'"(title|tags|follow_ups|queries|text|prompt)"\s*:')
_EMPTY = {"tags": [], "queries": [], "text": "", "prompt": ""}
_AS_JSON = "Analyze this conversation and provide:"
_TITLES = (
    "Provide a concise, 5-word-or-less title for the conversation",
    "Please generate a concise title (max 40 characters) for a conversation that starts with:",
)
_FIRST = late_pattern(r"^(?:user|human): *(.*?)(?=^(?:assistant|ai):|\Z)", re.DOTALL | re.IGNORECASE | re.MULTILINE)
_LANGUAGES = {"en": "English", "ko": "Korean"}
_LONGEST = 60  # characters of a title
_UNTITLED = "Policydesk"


def housekeeping(prompt: str, suggestions: Callable[[str], Sequence[str]]) -> str | None:
    """What such a prompt is answered with; None for a question. `suggestions` gives those of the answer with a text."""
    if prompt.lstrip().startswith(_TASK):
        return _task(prompt, suggestions)
    if prompt.lstrip().startswith(_TITLES):
        return _title(prompt)
    if prompt.lstrip().startswith(_AS_JSON) and "title" in prompt.partition("\n\n")[0]:
        title = _title(prompt)
        return json.dumps({"language": _LANGUAGES[language_of(title)], "title": title}, ensure_ascii=False)
    return None


def _task(prompt: str, suggestions: Callable[[str], Sequence[str]]) -> str | None:
    """By the key of the JSON that is asked for, wherever the chat does not say it."""
    history = _HISTORY.search(prompt)
    asked = prompt.replace(history[0], "") if history else prompt
    wanted = _KEY.search(asked)
    if wanted is None or not (history or "JSON" in asked):
        return None
    chat = history[1] if history else ""
    match wanted[1]:
        case "title":
            found: object = _title(chat)
        case "follow_ups":
            found = list(suggestions(chat.rpartition("ASSISTANT: ")[2]))
        case other:
            found = _EMPTY[other]
    return json.dumps({wanted[1]: found}, ensure_ascii=False)


def _title(chat: str) -> str:
    """The first question of a chat, cut at a word."""
    first = _FIRST.search(chat[: 10 * MAX_QUESTION])
    words = " ".join((first[1] if first else "").split())
    if len(words) <= _LONGEST:
        return words.rstrip("?.! ") or _UNTITLED
    return f"{words[:_LONGEST].rpartition(' ')[0] or words[:_LONGEST]}…"
