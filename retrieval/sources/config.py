"""The file of sources: TOML, read strictly, written block by block so that what people wrote in it stays."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from retrieval.patterns import late_pattern
from retrieval.records import PolicydeskError
from retrieval.sources.checking import source_of
from retrieval.sources.record import Source

_HEADER = late_pattern(r"^\[\[\s*source\s*\]\]", 8)  # re.MULTILINE
_NEXT = late_pattern(r"^\s*\[", 8)


def read_sources(file: Path) -> tuple[Source, ...]:
    """The sources of a file, in its order; none when there is no such file.

    Paths in it are meant from its own folder. Raises PolicydeskError that names the file, the source, the key, and what
    would be right.
    """
    return _parsed(_text(file) or "", file)


def add_source(file: Path, keys: dict[str, Any], first: Sequence[dict[str, Any]] = ()) -> Source:
    """Write one more source into a file; into a new one the `first` before it. Raises PolicydeskError.

    The file is read again before it is replaced: what could not be read is not written.
    """
    before = _text(file)
    blocks = ([] if before is not None else [*first]) + [keys]
    text = "\n".join(filter(None, ((before or "").rstrip("\n"), *(f"\n{_block(each)}" for each in blocks)))).lstrip(
        "\n"
    )
    added = _parsed(f"{text}\n", file)[-1]
    _replace(file, f"{text}\n")
    return added


def remove_source(file: Path, name: str) -> Source:
    """Take one source out of a file; all else in it stays as it is. Raises PolicydeskError when it holds none of that name."""
    text = _text(file) or ""
    before = _parsed(text, file)
    at = next((n for n, each in enumerate(before) if each.name == name), None)
    if at is None:
        known = ", ".join(each.name for each in before) or "none"
        raise PolicydeskError(f'{file} holds no source "{name}". It holds: {known}.')
    rest = _without_block(text, at)
    if _parsed(rest, file) != before[:at] + before[at + 1 :]:
        raise PolicydeskError(f"{file} is written in a way that only its author can change: take {name} out by hand.")
    _replace(file, rest)
    return before[at]


def _text(file: Path) -> str | None:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise PolicydeskError(f"{file} is not in UTF-8: save it as a text file in UTF-8.") from error
    except OSError as error:
        raise PolicydeskError(
            f"{file} cannot be read ({error.strerror}): mend it, or set POLICYDESK_SOURCES."
        ) from error


def _parsed(text: str, file: Path) -> tuple[Source, ...]:
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PolicydeskError(
            f"{file} is not valid TOML ({error}): see docs/adr/0026-sources.md for an example."
        ) from error
    if unknown := next((key for key in tables if key != "source"), None):
        raise PolicydeskError(f"{file}: there is no key `{unknown}`: write one [[source]] for each source.")
    listed = tables.get("source", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise PolicydeskError(f"{file}: `source` must be written [[source]], once for each source.")
    found = tuple(source_of(keys, number, file) for number, keys in enumerate(listed, 1))
    names = [each.name.casefold() for each in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise PolicydeskError(f'{file}: two sources are named "{twice}": give each a name of its own.')
    return found


def _block(keys: dict[str, Any]) -> str:
    lines = (f"{key} = {_value(value)}" for key, value in keys.items() if value is not None)
    return "\n".join(("[[source]]", *lines))


def _value(value: object) -> str:
    """A string, whole number or truth value as TOML writes it; of JSON's escapes only DEL is missing."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _without_block(text: str, number: int) -> str:
    start = [each.start() for each in _HEADER.finditer(text)][number : number + 1]
    if not start:
        return text
    header = text.index("]]", start[0]) + 2
    after = _NEXT.search(text, header)
    return text[: start[0]] + (text[after.start() :].lstrip("\n") if after else "")


def _replace(file: Path, text: str) -> None:
    new = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with new.open("w", encoding="utf-8") as written:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        new.replace(file)
    except OSError as error:
        raise PolicydeskError(
            f"{file} cannot be written ({error.strerror}): mend its permissions, or set POLICYDESK_SOURCES to another file."
        ) from error
