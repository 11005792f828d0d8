"""The thresholds that an operator set: a small file, bound to the embedding model and the weights that they were chosen for."""

from __future__ import annotations

import json
import logging
import math
import os
import uuid
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG

from assistant.evidence import Thresholds, weights_version
from retrieval.records import PolicydeskError

FILE = "thresholds.json"
VERSION = 1
"""Raise it when features of the judge are computed otherwise and its weights stay."""
_log = logging.getLogger(__name__)


class UnusableThresholdsError(PolicydeskError):
    """The thresholds that were set are not used: what they were set for has changed, or their file is damaged."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Thresholds, and what they were chosen by: how many probes of either kind, at what cost of a wrong answer, and the cost
    a probe that was expected (mean, and both ends of its interval)."""

    thresholds: Thresholds
    embedder: str
    answerable: int
    unanswerable: int
    cost: float
    expected: tuple[float, float, float]
    made: datetime

    def told(self) -> str:
        """It in a sentence's half."""
        at = self.thresholds
        return (
            f"answered from {at.answered:g}, near from {at.near:g}, set on {self.made:%Y-%m-%d} "
            f"by {self.answerable} + {self.unanswerable} probe questions"
        )


def now() -> datetime:
    """The moment, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def write(home: Path, made: Calibration) -> None:
    """Put it in force. Whenever this is stopped, what was in force before is, or it is. Raises PolicydeskError."""
    content = {**asdict(made), "made": made.made.isoformat(), "weights": weights_version(), "version": VERSION}
    new = home / f"{FILE}.{uuid.uuid4().hex[:8]}.new"
    try:
        with new.open("w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        new.replace(home / FILE)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise PolicydeskError(
            f"{home / FILE} cannot be written ({error.strerror or error}): nothing was changed. Mend the folder and try again."
        ) from error


def reset(home: Path) -> bool:
    """Go back to the thresholds that ship; False where they are in force already. Raises PolicydeskError."""
    try:
        (home / FILE).unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise PolicydeskError(f"{home / FILE} cannot be removed ({error.strerror or error}): remove it.") from error
    return True


def read(home: Path, embedder: str) -> Calibration | None:
    """What was set, None where nothing was.

    Raises UnusableThresholdsError where it is damaged, or was set for another embedding model or other weights.
    """
    path = home / FILE
    try:
        if not S_ISREG(path.stat().st_mode):
            raise OSError("no file")
        stored = json.loads(path.read_text("utf-8"))
        made = Calibration(
            Thresholds(**{name: _share(value) for name, value in stored["thresholds"].items()}),
            str(stored["embedder"]),
            int(stored["answerable"]),
            int(stored["unanswerable"]),
            float(stored["cost"]),
            tuple(map(float, stored["expected"])),  # type: ignore[arg-type]  # three were written
            datetime.fromisoformat(stored["made"]),
        )
        weights, version = stored["weights"], stored["version"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise UnusableThresholdsError(
            f"{path} cannot be read as it is, so the thresholds that ship are used: run `policydesk calibrate` again, or "
            "`policydesk calibrate --reset`."
        ) from error
    if made.embedder != embedder:
        raise UnusableThresholdsError(_changed(path, f"the embedding model {made.embedder}, and {embedder} is in use"))
    if (weights, version) != (weights_version(), VERSION):
        raise UnusableThresholdsError(_changed(path, "an earlier version of Policydesk's judge"))
    return made


def _share(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1 or math.isnan(value):
        raise ValueError(value)
    return float(value)


def _changed(path: Path, what: str) -> str:
    return (
        f"The thresholds in {path} are for {what}, so those that ship are used: run `policydesk calibrate` again, or "
        "`policydesk calibrate --reset`."
    )


class InForce:
    """Gives the thresholds that an operator set, None where those that ship are in force.

    The file is looked at whenever it is called, so that a running server takes up what was set. Thread-safe.
    """

    def __init__(self, home: Path, embedder: str) -> None:
        self._home = home
        self._embedder = embedder
        self._known: tuple[tuple[int, int, int] | None, Thresholds | None] = (None, None)

    def __call__(self) -> Thresholds | None:
        """A look at the file's time costs some microseconds; it is read only when that has changed."""
        seen = self._seen()
        known, thresholds = self._known
        if seen != known:
            thresholds = self._read()
            self._known = (seen, thresholds)
        return thresholds

    def _seen(self) -> tuple[int, int, int] | None:
        try:
            found = (self._home / FILE).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> Thresholds | None:
        try:
            made = read(self._home, self._embedder)
        except UnusableThresholdsError as error:
            _log.warning("%s", error)
            return None
        return made.thresholds if made else None
