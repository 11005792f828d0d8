"""What ingests leave behind for people to look at: what could not be read, and what changed."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.settings import Settings
from retrieval.records import DocumentChange, FieldChange, Report

_log = logging.getLogger(__name__)
_LAST_INGEST = "last_ingest.json"
_CHANGES = "changes.json"


@dataclass(frozen=True, slots=True)
class LastIngest:
    """When the last ingest ended, and the files it could not read as pairs of path and reason."""

    ended: datetime
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LastChanges:
    """When the last ingest that found a change ended, and what it found."""

    ended: datetime
    changes: tuple[DocumentChange, ...]


def last_ingest(settings: Settings) -> LastIngest | None:
    """What the last ingest left behind; None before the first one, and when what it left is damaged."""
    path = settings.home / _LAST_INGEST
    try:
        noted = json.loads(path.read_text("utf-8"))
        failed = tuple((str(each["path"]), str(each["reason"])) for each in noted["failed"])
        return LastIngest(datetime.fromisoformat(noted["ended"]), failed)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        _log.warning("%s is damaged, so what the last ingest could not read is not known: run it again.", path)
        return None


def last_changes(settings: Settings) -> LastChanges | None:
    """What the last ingest that found a change found; None when there was none, and when what it left is damaged."""
    path = settings.home / _CHANGES
    try:
        noted = json.loads(path.read_text("utf-8"))
        return LastChanges(datetime.fromisoformat(noted["ended"]), tuple(map(_change, noted["changes"])))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        _log.warning("%s is damaged, so what changed is not known: the next change is noted anew.", path)
        return None


def note(home: Path, report: Report) -> None:
    """Keep what an ingest could not read, and what it found changed if it did."""
    ended = datetime.now(UTC).isoformat()
    _put(home / _LAST_INGEST, {"ended": ended, "failed": [asdict(each) for each in report.failed]})
    if report.changes:
        _put(home / _CHANGES, {"ended": ended, "changes": [asdict(each) for each in report.changes]})


def _change(plain: Mapping[str, Any]) -> DocumentChange:
    fields = {name: tuple(map(_field, plain[name])) for name in ("contacts", "values")}
    lines = {name: tuple(map(str, plain[name])) for name in ("gone", "new")}
    return DocumentChange(**{**plain, **fields, **lines})


def _field(plain: Mapping[str, Any]) -> FieldChange:
    return FieldChange(**{**plain, "before": tuple(plain["before"]), "after": tuple(plain["after"])})


def _put(path: Path, noted: Mapping[str, Any]) -> None:
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(noted, file)
        file.flush()
        os.fsync(file.fileno())
    if path.is_dir():  # nobody knows how; a rename does not replace it
        _log.warning("%s is a folder, so it cannot note what came of this ingest: move it away.", path)
        return
    new.replace(path)
