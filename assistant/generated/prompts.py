"""The prompt texts in `prompts/`: a header for people, then the messages with the names that are filled in."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from assistant.question import without_unseen
from retrieval.patterns import late_pattern
from retrieval.records import PolicydeskError

FOLDER = Path(__file__).resolve().parent.parent.parent / "prompts"
_FILE = late_pattern(r"---\n.*?\n---\n# system\n(?P<system>.+?)\n# human\n(?P<human>.+)", re.DOTALL)
_FENCE = late_pattern(r"<(?=\s*/?\s*(?:answer|passages?|question|conversation|turn)\b)", re.IGNORECASE)
_MARK = late_pattern(r"[\[【［](\s*\d{1,3}(?:\s*,\s*\d{1,3})*\s*)[\]】］]")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as read: templates of the two messages, inputs in braces. `hash` is the first 12 hexadecimal digits of the file's SHA-256."""

    name: str
    hash: str
    system: str
    human: str


def read(name: str, folder: Path = FOLDER) -> Prompt:
    """The prompt in `<name>.md`. Raises PolicydeskError naming the file when it is missing or not in the form."""
    path = folder / f"{name}.md"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PolicydeskError(
            f"The prompt {path} cannot be read ({error.strerror}): install Policydesk again."
        ) from error
    match = _FILE.fullmatch(data.decode("utf-8", "replace").replace("\r\n", "\n"))
    if match is None:
        raise PolicydeskError(
            f'The prompt {path} is not in the form of a prompt: a header between lines "---", then "# system" and "# human".'
        )
    return Prompt(name, hashlib.sha256(data).hexdigest()[:12], match["system"], match["human"])


def fenced(text: str) -> str:
    """Text as data inside a fence: it can neither close the fence nor carry a mark like [1]."""
    return _MARK.sub(r"(\1)", _FENCE.sub("&lt;", without_unseen(text, keep="\n")))
