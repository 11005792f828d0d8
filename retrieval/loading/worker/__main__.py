"""`python -m retrieval.loading.worker SECONDS BYTES CHARACTERS`: the process that reads files; only `Worker` starts it."""

from __future__ import annotations

import sys

from retrieval.loading.worker.child import serve
from retrieval.loading.worker.limits import Limits

if __name__ == "__main__":
    serve(Limits(*map(int, sys.argv[1:])))
