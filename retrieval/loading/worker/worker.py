"""The process that reads files, from its parent's side: asked for one file after another, replaced when one breaks it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from retrieval.loading.pieces import UnreadableFileError
from retrieval.loading.worker.limits import OUT_OF_MEMORY, Limits
from retrieval.loading.worker.pipe import BrokenMessageError, receive, send
from retrieval.loading.worker.reading import Reading, decode
from retrieval.records import PolicydeskError

_START = 60.0  # seconds until a new process has to be ready
_KEPT = ("PATH", "LANG", "LANGUAGE", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "POLICYDESK_OCR",
         "TESSDATA_PREFIX")  # fmt: skip


class WorkerError(PolicydeskError):
    """No file at all can be read."""


OnStep = Callable[[str, int, int], None]
"""Told which kind of step takes long, how many are done, and of how many."""


class _Watch:
    """Since when a step is waited for."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def renew(self) -> None:
        """A step is done, and the next one begins."""
        self.began = time.monotonic()


class Worker:
    """Reads files in a process that starts with the first of them. To be used by one thread, and closed (or in `with`)."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        process.wait()

    def read(self, path: Path, document_id: str, on_step: OnStep = lambda *_: None) -> Reading:
        """What stands in a file; `on_step` hears what takes long. Raises UnreadableFileError, whose message goes on from the file's name, also when the file
        breaks the process or uses up its time or memory; WorkerError when no process can be started."""
        process = self._process or self._start()
        stopped = threading.Event()
        try:
            with self._watched(process, self._limits.waits, stopped) as watch:
                send(_pipe(process.stdin), _asked(path, document_id))
                while "step" in (said := receive(_pipe(process.stdout))):
                    watch.renew()
                    on_step(*_step(said["step"]))
        except (OSError, EOFError, BrokenMessageError) as error:
            raise UnreadableFileError(self._why(process, stopped.is_set())) from error
        except BaseException:
            self.close()  # it may be in the middle of the file
            raise
        if said.get("last"):
            self.close()
        return self._reading(said, document_id)

    def _reading(self, said: dict[str, Any], document_id: str) -> Reading:
        if "broken" in said:
            raise WorkerError(str(said["broken"]))
        if "refused" in said:
            raise UnreadableFileError(str(said["refused"])[:1000])
        try:
            return decode(said, document_id)
        except ValueError as error:
            self.close()
            raise UnreadableFileError(_BROKE) from error

    def _start(self) -> subprocess.Popen[bytes]:
        limits = self._limits
        # -P: no module is taken from the folder that somebody happens to be in, which may hold strangers' files.
        command = [sys.executable, "-P", "-m", "retrieval.loading.worker"]
        command += map(str, (limits.seconds, limits.memory, limits.characters))
        try:
            self._process = process = subprocess.Popen(  # noqa: S603 - nothing of it comes from outside
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
            )
            with self._watched(process, lambda: _START, threading.Event()):
                receive(_pipe(process.stdout))
        except (OSError, EOFError, BrokenMessageError) as error:
            self.close()
            raise WorkerError(
                f"The process that reads files could not be started ({type(error).__name__}): see whether memory is short, "
                f"and whether `{Path(sys.executable).name} -m retrieval.loading.worker` runs."
            ) from error
        except BaseException:
            self.close()
            raise
        return process

    @contextmanager
    def _watched(
        self, process: subprocess.Popen[bytes], waits: Callable[[], float], stopped: threading.Event
    ) -> Iterator[_Watch]:
        """Kill the process when this, or a step of it, takes longer than `waits()` seconds, and say so in `stopped`."""
        done, watch = threading.Event(), _Watch()

        def look() -> None:
            while not done.wait(max(0.0, watch.began + waits() - time.monotonic())):
                if time.monotonic() >= watch.began + waits():  # the machine may have become busy meanwhile
                    stopped.set()
                    process.kill()
                    return

        threading.Thread(target=look, daemon=True).start()
        try:
            yield watch
        finally:
            done.set()

    def _why(self, process: subprocess.Popen[bytes], stopped: bool) -> str:
        """What the process died of, in words that go on from the file's name."""
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)  # it has closed its pipe and is ending
        code = process.poll()
        self.close()
        if stopped:
            return f"was not read after {self._limits.waits():.0f} s of waiting: {_SIMPLER}"
        if code == -getattr(signal, "SIGXCPU", 0):
            return f"takes more than {self._limits.seconds} s of computing to be read: {_SIMPLER}"
        if code == OUT_OF_MEMORY or code == -getattr(signal, "SIGKILL", 0):
            return f"needs more memory than one file may take ({self._limits.memory / 2**30:.1f} GB): {_SIMPLER}"
        return f"{_BROKE.partition(':')[0]} ({_named(code)}): {_BROKE.partition(': ')[2]}"


_SIMPLER = "split it into parts, or save it anew in another form"
_BROKE = "breaks the program that reads it: save it anew or in another form, and report this"


def _named(code: int | None) -> str:
    try:
        return signal.Signals(-(code or 0)).name
    except ValueError:
        return f"exit code {code}"


def _asked(path: Path, document_id: str) -> str:
    return json.dumps({"path": str(path.absolute()), "id": document_id})


def _step(said: Any) -> tuple[str, int, int]:
    """A step as the process tells it, which a file may have broken. Raises BrokenMessageError."""
    match said:
        case [str(stage), int(done), int(total)]:
            return stage[:40], done, total
    raise BrokenMessageError("no step")


def _pipe(pipe: Any) -> BinaryIO:
    if pipe is None:
        raise BrokenMessageError("no pipe")
    return pipe  # type: ignore[no-any-return]


def _environment() -> dict[str, str]:
    """What the process needs to find its modules and to run as elsewhere; no key, token or address."""
    kept = {name: os.environ[name] for name in os.environ if name in _KEPT or name.startswith("LC_")}
    here = os.pathsep.join(each for each in sys.path if each)
    # One arena: each further thread's would take 64 MB of the address space that is limited.
    return kept | {"PYTHONPATH": here, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}
