"""What tests share: the bundled documents indexed once, a real server, and small desks with a fake embedder."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # imported where used: the process that hands the tests to the workers needs none of it
    from remembering import RememberingE5

    from assistant.build import Desk
    from assistant.settings import Settings

# Read when numpy loads. A worker is one of as many as there are cores: threads that wait for each other in every product
# of two matrices would take each other's time.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

DOCUMENTS = Path(__file__).parent.parent / "documents"

HARBOUR = """---
title: Harbour Plan of Seaport
organisation: Seaport City
region: Seaport
kind: plan
published: 2024-05-01
valid_from: 2024-01-01
valid_until: 2028-12-31
---
# Harbour Plan of Seaport

The harbour plan runs from 2024 to 2028. Its budget is 40 billion won.

## Quays

The city builds three quays for container ships.
"""

OFFICE = """---
title: Harbour Office
organisation: Seaport City
region: Seaport
kind: directory
---
# Harbour Office

- Quay Construction Team: Room 12, phone +82-51-888-3033
"""


# What takes long to make: an index, a desk over one, a server, a browser; `make quick` leaves it out. Files that make their
# own say so with `pytestmark`.
SLOW_FIXTURES = {"indexed_home", "small_home", "desk_over", "server", "context_for"}
# What `make test` leaves to `make thorough`, as do files with a mark of their own: a browser.
THOROUGH_FIXTURES = {"context_for"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that use one of these fixtures, directly or through another one."""
    from sharing_out import longest_first

    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if SLOW_FIXTURES & used:
            item.add_marker(pytest.mark.slow)
        if THOROUGH_FIXTURES & used:
            item.add_marker(pytest.mark.thorough)
    longest_first(items)


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ingests read files in this process, which is faster; files that test the other one say `read_in_child = True`."""
    if not getattr(request.module, "read_in_child", False):
        from reading_here import ReadingHere

        monkeypatch.setattr("retrieval.ingest.sources.Worker", ReadingHere)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """See `sharing_out`."""
    from sharing_out import ByPart

    return ByPart(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is imported stays: looking through it for garbage, now and later, costs seconds and finds none."""
    gc.disable()
    yield
    gc.freeze()
    gc.enable()


def pytest_collectstart() -> None:
    """The same examples of Hypothesis at every run."""
    from hypothesis import settings

    settings.register_profile("repeatable", derandomize=True)
    settings.load_profile("repeatable")


@pytest.fixture(scope="session", autouse=True)
def _offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No setting of this machine reaches a test, and no test reaches the network."""
    from assistant.build import QUIET

    patch = pytest.MonkeyPatch()
    patch.setenv("SSL_CERT_FILE", str(_one_authority(tmp_path_factory.mktemp("trusted") / "one.pem")))
    for name, value in QUIET.items():
        patch.setenv(name, value)
    for name in [name for name in os.environ if name.upper().startswith("POLICYDESK_")]:
        patch.delenv(name)
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {address}")
        connect(self, address)

    patch.setattr(socket.socket, "connect", local_only)
    share = max(1, (os.cpu_count() or 1) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))
    patch.setattr(os, "cpu_count", lambda: share)  # workers that each take every core wait for each other
    yield
    patch.undo()


def _one_authority(file: Path) -> Path:
    """A file with one authority for HTTPS, which nobody is asked by: each client that is made reads all there are."""
    import certifi

    begin, end, _ = Path(certifi.where()).read_text("utf-8").partition("-----END CERTIFICATE-----\n")
    file.write_text(begin + end, "utf-8")
    return file


def settings_for(home: Path, **given: Any) -> Settings:
    """Settings for a HOME, by default with the bundled documents, that no .env file has a say in."""
    return _isolated_settings()(**{"home": home, "documents": DOCUMENTS, **given})


@cache
def _isolated_settings() -> type[Settings]:
    from pydantic_settings import SettingsConfigDict

    from assistant.settings import Settings

    class IsolatedSettings(Settings):
        model_config = SettingsConfigDict(env_file=None)

    return IsolatedSettings


# --- the real thing ---


@pytest.fixture(scope="session")
def graph_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of the local model, made once for all workers."""
    from filelock import FileLock

    from retrieval.embedding.e5 import E5

    root = shared_folder(tmp_path_factory)
    with FileLock(root / "model.lock"):
        E5(root / "model")
    return root / "model"


@pytest.fixture(scope="session", autouse=True)
def _one_model(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The local model is loaded once a worker, at its first use, whichever HOME asks for it, and runs once for a text."""
    from remembering import RememberingE5

    from retrieval.embedding import embed
    from retrieval.embedding.e5 import E5

    made: list[RememberingE5] = []

    def opened(_: Path) -> RememberingE5:
        if not made:
            cache = getattr(request.config, "cache", None)
            folder = cache.mkdir("embedded") if cache else shared_folder(tmp_path_factory)
            made.append(RememberingE5(folder, lambda: E5(request.getfixturevalue("graph_cache"))))
        return made[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embed, "E5", opened)
        yield
    for each in made:
        each.close()


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of this run that all its workers see."""
    root = factory.getbasetemp()
    return root.parent if "PYTEST_XDIST_WORKER" in os.environ else root


@pytest.fixture(scope="session")
def indexed_home(tmp_path_factory: pytest.TempPathFactory, graph_cache: Path) -> Path:
    """A HOME with the bundled documents, indexed by the local model, and its graph. For reading only.

    One worker makes it, and each has a copy: two that kept conversations in one HOME would see each other's.
    """
    from filelock import FileLock

    from assistant.build import ingest

    root = shared_folder(tmp_path_factory)
    made = root / "bundled"
    with FileLock(root / "bundled.lock"):
        if not made.is_dir():
            report = ingest(settings_for(root / "bundled.unfinished"))
            assert report.failed == ()
            (root / "bundled.unfinished").rename(made)
    home: Path = shutil.copytree(made, tmp_path_factory.mktemp("indexed") / "home")
    (home / "cache").symlink_to(graph_cache)
    return home


@pytest.fixture(scope="session")
def desk(indexed_home: Path) -> Iterator[Desk]:
    """A desk over the bundled documents."""
    from assistant.build import build

    made = build(settings_for(indexed_home))
    yield made
    made.close()


@pytest.fixture(scope="session")
def server_url(desk: Desk) -> Iterator[str]:
    """The address of a real server over the bundled documents."""
    with serving(desk) as url:
        yield url


class serving:  # noqa: N801 - used as a function in `with`
    """Serves a desk on a free port of this machine, in a thread."""

    def __init__(self, desk: Desk) -> None:
        import uvicorn

        from assistant.cli.serve import bind, server_config
        from assistant.http.app import create_app

        self._socket = bind("127.0.0.1", 0)
        self._server = uvicorn.Server(server_config(create_app(desk)))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))

    def __enter__(self) -> str:
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.01)
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        assert not self._thread.is_alive()


# --- small and fast ---


@pytest.fixture(scope="session")
def small_documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan and a directory. For reading only."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "plans").mkdir()
    (folder / "plans" / "harbour.md").write_text(HARBOUR, "utf-8")
    (folder / "office.md").write_text(OFFICE, "utf-8")
    return folder


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory, small_documents: Path) -> Path:
    """A HOME with `small_documents`, indexed by `FakeEmbedder`. For reading only."""
    from fakes import FakeEmbedder

    from retrieval.index.index import Location
    from retrieval.ingest.apply import ingest as bring_in

    home = tmp_path_factory.mktemp("small")
    bring_in([small_documents], Location(home), FakeEmbedder())
    return home


@pytest.fixture
def desk_over(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Makes a desk over a HOME with a fake embedder, and another chain where one is given; closed at the end."""
    from fakes import FakeEmbedder

    from assistant.build import Desk
    from assistant.chain import Chain
    from assistant.conversations.store import Conversations
    from assistant.knowledge import Knowledge
    from retrieval.index.index import Location
    from retrieval.search.live import Live

    made: list[Desk] = []

    def make(home: Path, chain: Any = None, **settings: Any) -> Desk:
        knowledge = Live(Location(home, settings.get("chroma_url")), FakeEmbedder, Knowledge)
        conversations = Conversations(tmp_path / f"conversations{len(made)}.sqlite")
        found = settings_for(home, **settings)
        made.append(Desk(found, knowledge, conversations, chain or Chain(knowledge, conversations)))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def small_desk(desk_over: Callable[..., Desk], small_home: Path) -> Desk:
    """A desk over `small_documents`."""
    return desk_over(small_home)


@pytest.fixture
def small_url(small_desk: Desk) -> Iterator[str]:
    """The address of a real server over `small_documents`."""
    with serving(small_desk) as url:
        yield url
