"""One source as a file of sources writes it, checked key by key."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn, cast, get_args

from retrieval.patterns import late_pattern
from retrieval.records import PolicydeskError, Trust
from retrieval.sources.record import ADDRESSES, FORMS, Form, Source

_NAME = late_pattern(r"\w[\w-]{0,59}")
_EVERY = late_pattern(r"(\d{1,4}) (hour|day|week)s?")
_LANGUAGE = late_pattern(r"[a-z]{2,3}")
_UNSEEN = late_pattern(r"[\x00-\x1f\x7f]")
_KEYS = ("name", *FORMS, "organisation", "trust", "language", "kind", "every", "files", "most")
_OF_ADDRESSES = ("every", "files", "most")
_USUAL, _MOST = 200, 5_000  # pages of a source
_SHOWN = 80  # characters of a wrong value


def source_of(keys: Mapping[str, Any], number: int, file: Path) -> Source:
    """The `number`th source of a file. Raises PolicydeskError naming file, source and key, and what would be right."""

    def wrong(key: str, right: str) -> NoReturn:
        shown = f' = "{str(keys[key])[:_SHOWN]}"' if key in keys else " is missing"
        raise PolicydeskError(f"{file}: source {number}{_called(keys)}: `{key}`{shown}: {right}.")

    if unknown := next((key for key in keys if key not in _KEYS), None):
        near = difflib.get_close_matches(unknown, _KEYS, n=1)
        wrong(unknown, f"there is no such key{f'; did you mean {near[0]}?' if near else ': ' + ', '.join(_KEYS)}")
    name = _line(keys, "name", wrong)
    if name is None or not _NAME.fullmatch(name):
        wrong("name", 'must be letters, digits and hyphens, e.g. "technopark"')
    forms = [form for form in FORMS if form in keys]
    if len(forms) != 1:
        wrong(forms[1] if forms else "folder", f"a source has exactly one of {', '.join(FORMS)}")
    form = forms[0]
    if stray := next((key for key in _OF_ADDRESSES if key in keys and form not in ADDRESSES), None):
        wrong(stray, f"is only for {', '.join(ADDRESSES)}")
    trust = _trust(keys, form, wrong)
    organisation = _line(keys, "organisation", wrong)
    if trust == "official" and organisation is None:
        wrong("organisation", "an official source needs the organisation that stands behind it")
    language = _line(keys, "language", wrong)
    if language is not None and not _LANGUAGE.fullmatch(language):
        wrong("language", 'must be a code of two or three letters, e.g. "ko"')
    most = keys.get("most", _USUAL)
    if not isinstance(most, int) or isinstance(most, bool) or not 1 <= most <= _MOST:
        wrong("most", f"must be a whole number from 1 to {_MOST}")
    files = keys.get("files", False)
    if not isinstance(files, bool):
        wrong("files", "must be true or false")
    place = _place(keys, form, file, wrong)
    kind, every = _line(keys, "kind", wrong), _every(keys, wrong)
    return Source(name, form, place, organisation, trust, language, kind, every, files, most)


_Wrong = Callable[[str, str], NoReturn]


def _called(keys: Mapping[str, Any]) -> str:
    name = keys.get("name")
    return f' ("{name[:_SHOWN]}")' if isinstance(name, str) else ""


def _line(keys: Mapping[str, Any], key: str, wrong: _Wrong) -> str | None:
    value = keys.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.strip() or _UNSEEN.search(value):
        wrong(key, "must be one line of text in quotes")
    return " ".join(value.split())


def _trust(keys: Mapping[str, Any], form: Form, wrong: _Wrong) -> Trust:
    """One's own unless something else is said; what is on the web is nobody's word until it is said whose it is."""
    value = keys.get("trust", "other" if form in ADDRESSES else "own")
    if value not in get_args(Trust):
        wrong("trust", f"must be {', '.join(get_args(Trust)[:-1])} or {get_args(Trust)[-1]}")
    return cast(Trust, value)


def _every(keys: Mapping[str, Any], wrong: _Wrong) -> timedelta:
    value = _line(keys, "every", wrong)
    if value is None:
        return timedelta(days=1)
    told = _EVERY.fullmatch(value)
    if told is None or int(told[1]) == 0:
        wrong("every", 'must be a number of hours, days or weeks, e.g. "12 hours"')
    return timedelta(**{f"{told[2]}s": int(told[1])})


def _place(keys: Mapping[str, Any], form: Form, file: Path, wrong: _Wrong) -> str:
    place = _line(keys, form, wrong) or ""
    if form not in ADDRESSES:
        return os.path.realpath(file.parent / Path(place).expanduser())
    from retrieval.sources.address import UnusableAddressError, address

    try:
        return str(address(place, loopback=True))  # whether it may be asked is seen when it is
    except UnusableAddressError as error:
        wrong(form, str(error))
