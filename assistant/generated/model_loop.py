"""The event loop that requests to language models run on: one for the process, for as long as it runs.

The providers' clients keep connections that belong to the loop that made them, and share them between models.
"""

from __future__ import annotations

import asyncio
import threading
from functools import lru_cache

_lock = threading.Lock()


def background_loop() -> asyncio.AbstractEventLoop:
    """The running loop, started by the first call."""
    with _lock:
        return _start()


@lru_cache(maxsize=1)
def _start() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="language model", daemon=True).start()
    return loop
