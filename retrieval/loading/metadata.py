"""What a document says of itself: front matter, a sidecar file, meta tags; checked, never guessed."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from difflib import get_close_matches
from typing import Any

from retrieval.loading.pieces import UnreadableFileError, clean, squeeze
from retrieval.records import Metadata

Keys = dict[str, Any]
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_EMPTY = {"", "~", "null"}
_LARGEST = 64 * 1024  # characters; more is not a description of a document
_MOST_NAMES = 1000
_KEYS = tuple(each.name for each in fields(Metadata))
_ALIKE = 0.8  # of difflib's ratio: one letter in five; "organization" and "alias" are nearer, "tags" and "date" are not


def split_front_matter(text: str) -> tuple[Keys, str]:
    """The front matter of `text` and what follows it. Without front matter: nothing, and all of it."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    if not match[1].strip() or ":" not in match[1]:
        return {}, text  # two thematic breaks
    return parse(match[1], "front matter"), text[match.end() :]


def parse(text: str, where: str) -> Keys:
    """YAML `text` as a mapping of strings and lists; `where` names it in errors. Raises UnreadableFileError."""
    import yaml
    from yaml.composer import ComposerError

    from retrieval.loading.plain_yaml import PlainLoader

    if len(text) > _LARGEST:
        raise UnreadableFileError(f"has a {where} of over {_LARGEST // 1024} KB: is a closing `---` missing?")
    try:
        loaded = PlainLoader(text).get_single_data()
    except ComposerError as error:
        line = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise UnreadableFileError(
            f"has a {where} with {error.problem}{line}: write each value out where it is used, and quotes round one "
            "that begins with * or &"
        ) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise UnreadableFileError(
            f"has a {where} that is not valid YAML{line} ({problem}): put quotes round values with a colon"
        ) from error
    except RecursionError as error:
        raise UnreadableFileError(f"has a {where} that is nested too deeply: write plain `key: value` lines") from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise UnreadableFileError(f"has a {where} that is not a list of `key: value` lines, e.g. `title: Master Plan`")
    return {str(key): value for key, value in loaded.items()}


def build(keys: Keys, title: str) -> Metadata:
    """Metadata from checked `keys` (unknown ones count for nothing: see `remarks`); `title` is used where they give none.

    Raises UnreadableFileError naming the key and what would be right.
    """
    title = _text(keys, "title") or squeeze(clean(title)) or "Untitled"
    valid_from, valid_until = _date(keys, "valid_from"), _date(keys, "valid_until")
    if valid_from and valid_until and valid_from > valid_until:
        raise UnreadableFileError(f"has `valid_until: {valid_until}`: must not be before valid_from ({valid_from})")
    return Metadata(
        title=title,
        organisation=_text(keys, "organisation"),
        region=_text(keys, "region"),
        kind=_text(keys, "kind"),
        published=_date(keys, "published"),
        valid_from=valid_from,
        valid_until=valid_until,
        source=_text(keys, "source"),
        language=_text(keys, "language"),
        aliases=_aliases(keys, title),
        by_ocr=tuple(number for number, _ in _told(keys, "read_by_ocr")),
    )


def remarks(keys: Keys) -> list[str]:
    """What to say of `keys`: those that look like one of ours and are none, and what a reader left out."""
    meant = ((key, _near(key)) for key in keys if key not in _KEYS)
    said = [f"has the key `{key[:60]}`, which is not read: is `{near}` meant?" for key, near in meant if near]
    said += [f"leaves out: {what}{f' ({which})' if which else ''}" for what, which in _told(keys, "not_read")]
    if pages := _told(keys, "read_by_ocr"):
        least = min(sure for _, sure in pages)
        said.append(
            f"was read from pictures (OCR) on {len(pages)} pages, at least {least:.0f}% sure: check it against the original"
        )
    return said


def _told(keys: Keys, key: str) -> list[tuple[Any, Any]]:
    """The pairs that a reader of a format put under a key; what somebody wrote there himself are none, as YAML has no pairs."""
    found = keys.get(key)
    return [each for each in found if isinstance(each, tuple)] if isinstance(found, list) else []


def _near(key: str) -> str | None:
    return next(iter(get_close_matches(key.strip().lower().replace("-", "_"), _KEYS, 1, _ALIKE)), None)


def _text(keys: Keys, key: str) -> str | None:
    value = keys.get(key)
    if value is None or (isinstance(value, str) and value.strip().lower() in _EMPTY):
        return None
    if not isinstance(value, str):
        raise UnreadableFileError(f"has `{key}: {str(value)[:60]}`: must be one line of text")
    return squeeze(clean(value)) or None


def _date(keys: Keys, key: str) -> date | None:
    value = _text(keys, key)
    if value is None:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError(value)
        return date.fromisoformat(value)
    except ValueError as error:
        raise UnreadableFileError(f"has `{key}: {value[:60]}`: must be a date like 2025-01-22") from error


def _aliases(keys: Keys, title: str) -> tuple[tuple[str, ...], ...]:
    value = keys.get("aliases")
    if value is None or (isinstance(value, str) and value.strip().lower() in _EMPTY):
        return ()
    if not isinstance(value, list):
        raise _wrong_aliases(value)
    of_title = [name for name in value if isinstance(name, str)]
    groups = [group for group in value if not isinstance(group, str)]
    if of_title:
        groups.insert(0, [title, *of_title])
    if any(not isinstance(g, list) or any(not isinstance(n, str) for n in g) for g in groups):
        raise _wrong_aliases(value)
    if sum(map(len, groups)) > _MOST_NAMES:
        raise UnreadableFileError(f"has over {_MOST_NAMES} names under `aliases`: keep those that people use")
    named = [tuple(dict.fromkeys(filter(None, (squeeze(clean(name)) for name in group)))) for group in groups]
    return tuple(group for group in named if len(group) > 1)


def _wrong_aliases(value: object) -> UnreadableFileError:
    return UnreadableFileError(
        f"has `aliases: {str(value)[:60]}`: must be a list of groups like [[Gyeongbuk, Gyeongsangbuk-do]] "
        "or of other names of the title"
    )
