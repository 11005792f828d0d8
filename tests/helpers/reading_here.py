"""The worker without its process: what it would send is written and checked all the same."""

from __future__ import annotations

import json
from pathlib import Path

from retrieval.loading.worker.child import answer
from retrieval.loading.worker.limits import Limits
from retrieval.loading.worker.reading import Reading
from retrieval.loading.worker.worker import OnStep, Worker

_ROOMY = Limits(memory=2**50)  # this process holds much more than a worker


class ReadingHere(Worker):
    """Reads in this process."""

    def read(self, path: Path, document_id: str, on_step: OnStep = lambda *_: None) -> Reading:
        said, _ = answer(path, document_id, _ROOMY)
        return self._reading(json.loads(said), document_id)
