"""A real Chroma server on this machine, which can be stopped, killed and started again.

What `chroma run` does, without the seconds that its program takes to import the client first.
"""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from retrieval.index import chroma


class ChromaServer:
    """Runs while in `with`; keeps its port and folder over `kill` and `start`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ChromaServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Skips the test where the program is not installed or does not come up."""
        if importlib.util.find_spec("chromadb_rust_bindings") is None:
            pytest.skip("`chroma run` is not installed")
        words = ["chroma", "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self._port)]
        command = [sys.executable, "-c", f"import chromadb_rust_bindings as chroma; chroma.cli({words})"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(1_200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self._port)) == 0:
                    return
            if self._process.poll() is not None:
                pytest.skip(f"`chroma run` ended with {self._process.returncode}")
            time.sleep(0.05)
        self.kill()
        pytest.skip("`chroma run` did not come up in 60 s")

    def kill(self) -> None:
        """As kill -9 does."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def collections(self) -> list[str]:
        """The names of all that are there."""
        client = chroma.server_client(self.url)
        try:
            return sorted(each.name for each in client.list_collections())
        finally:
            chroma.close(client)

    def clear(self) -> None:
        """Delete all that is there."""
        client = chroma.server_client(self.url)
        for each in client.list_collections():
            client.delete_collection(each.name)
        chroma.close(client)
