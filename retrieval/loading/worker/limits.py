"""What reading one file may cost, and how the process that reads it is held to that."""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

if sys.platform != "win32":  # which has none: there only the parent's clock stops a file
    import resource

_LOOK = 0.1  # seconds between two looks at the memory where the system does not hold a process to a limit
_TIRED = 0.5  # of the memory that it may take: having held so much, a process gives way to a new one
OUT_OF_MEMORY = 71  # exit code


@dataclass(frozen=True, slots=True)
class Limits:
    """For one file: seconds of CPU time, bytes of memory of the whole process, characters of text; seconds of waiting on an
    idle machine.

    The process has 55 MB of address space by itself, 220 MB with every reader and table at hand.
    """

    seconds: int = 20
    memory: int = 1536 * 2**20
    characters: int = 20_000_000
    wait: float = 60.0

    def waits(self) -> float:
        """Seconds to wait for one file, more where other processes keep the machine busy."""
        try:
            busy = os.getloadavg()[0] / (os.cpu_count() or 1)
        except (OSError, AttributeError):  # Windows
            busy = 1.0
        return self.wait * max(1.0, busy)


def hold(limits: Limits) -> None:
    """Hold this process to its memory, and let it leave no core file and outlive no parent."""
    _end_with_parent()
    if sys.platform == "win32":
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = limits.memory if hard == resource.RLIM_INFINITY else min(limits.memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ValueError, OSError):
        watch_memory(limits.memory)
    if sys.platform == "darwin":  # takes the limit and does not heed it
        watch_memory(limits.memory)


def begin_file(limits: Limits) -> None:
    """Give the next file its seconds: the system ends the process (SIGXCPU) when they are used up."""
    if sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(used.ru_utime + used.ru_stime) + limits.seconds
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def is_tired(limits: Limits) -> bool:
    """Whether this process has held so much memory that the next file had better have a new one."""
    return peak() > _TIRED * limits.memory


def peak() -> int:
    """The most bytes that this process has held, of what it is limited in: address space on Linux, elsewhere memory; 0 where
    that is not told."""
    if sys.platform == "win32":
        return 0
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text().splitlines()
        return 1024 * int(next(line for line in lines if line.startswith("VmPeak")).split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def watch_memory(most: int) -> None:
    """End this process when it holds more than `most` bytes."""

    def look() -> None:
        while peak() <= most:
            time.sleep(_LOOK)
        os._exit(OUT_OF_MEMORY)

    threading.Thread(target=look, daemon=True).start()


def _end_with_parent() -> None:
    """Leave Ctrl-C to the parent, and end as soon as it has closed its end of the pipe, be it in the middle of a file."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        from select import POLLHUP, poll
    except ImportError:  # Windows: the end of input is seen after the file
        return
    ended = poll()
    ended.register(sys.stdin.fileno(), POLLHUP)

    def wait() -> None:
        ended.poll()
        os._exit(0)

    threading.stack_size(256 * 1024)
    threading.Thread(target=wait, daemon=True).start()
