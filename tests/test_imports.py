"""The direction of imports, the one home of each library, and imports that cost and do nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("retrieval", "assistant", "bots", "evals")

# A pattern of file names, or several; none for what only tests use.
HOMES: dict[str, str | tuple[str, ...]] = {
    "anyio": "assistant/api*",
    "chromadb": "retrieval/vectors",
    "cssselect2": "retrieval/load_html*",
    "dotenv": "assistant/settings",
    "fastapi": "assistant/api*",
    "filelock": "retrieval/snapshots",
    "fluent": "assistant/wording/*",
    "h11": "assistant/api_connection",
    "ir_measures": "evals/ranking",
    "langchain": ("assistant/model*", "retrieval/embed"),
    "langchain_chroma": (),
    "langchain_core": (
        "assistant/model*",
        "assistant/retriever",
        "assistant/runnable",
        "retrieval/embed",
    ),
    "langchain_text_splitters": "retrieval/chunk*",
    "lxml": "retrieval/load_html*",
    "markdown_it": "retrieval/load_markdown",
    "onnx": "retrieval/minilm*",
    "onnxruntime": "retrieval/minilm*",
    "phonenumbers": "retrieval/contact_*",
    "pydantic_settings": "assistant/settings",
    "pypdf": "retrieval/load_pdf*",
    "pypdfium2": "retrieval/load_pdf*",
    "rapidfuzz": "retrieval/wording",
    "safetensors": "retrieval/minilm*",
    "sqlalchemy": "assistant/conversations*",
    "starlette": "assistant/api*",
    "tantivy": "retrieval/lexical",
    "telegram": "bots/telegram_*",
    "tiktoken": "retrieval/tokens",
    "tinycss2": "retrieval/load_html*",
    "tokenizers": "retrieval/minilm*",
    "trafilatura": "retrieval/load_html*",
    "typer": "assistant/cli*",
    "uvicorn": ("assistant/api_connection", "assistant/cli_serve"),
    "yaml": "retrieval/load_*",
}

MAY_RUN = {
    "bots*": ("assistant.cli_serve", "assistant.cli_telegram"),
    "evals*": ("assistant.cli_eval", "assistant.cli_eval_cases"),
}

# What must not be imported by what; both sides are patterns of module names.
FORBIDDEN = [
    ("retrieval.*", "assistant*"),
    ("retrieval.*", "bots*"),
    ("retrieval.*", "evals*"),
    ("assistant.*", "bots*"),
    ("assistant.*", "evals*"),
    ("retrieval.records", "retrieval.*"),
    ("assistant.wording.*", "assistant.[!w]*"),
    ("assistant.wording.*", "retrieval.[!l]*"),
    *((f"retrieval.{low}", f"retrieval.{high}") for low in ("load*", "chunk*", "embed", "minilm*", "lexical", "vectors")
      for high in ("search", "live", "ingest", "index")),
    ("retrieval.search", "retrieval.live"),
    ("retrieval.search", "retrieval.ingest"),
    ("retrieval.live", "retrieval.ingest"),
]  # fmt: skip

ENTRIES = ("assistant.api*", "assistant.cli*", "assistant.bench*")
READ_SETTINGS = (*ENTRIES, "assistant.build", "assistant.settings", "bots.*", "evals.*")

HEAVY = ("chromadb", "fastapi", "langchain_core", "numpy", "onnxruntime", "pydantic", "rich", "sqlalchemy", "tantivy",
         "tiktoken", "uvicorn")  # fmt: skip


def modules() -> list[str]:
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py") if file.stem != "__init__"]
    return sorted(".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)


@cache
def imports(module: str) -> frozenset[str]:
    """Every module that a module imports, at its top or inside functions."""
    tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text("utf-8"))
    return frozenset(_imported(tree))


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module
            yield node.module
            if node.module in PACKAGES:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(("below", "above"), FORBIDDEN)
def test_imports_go_one_way(below: str, above: str) -> None:
    wrong = [(m, i) for m in modules() if fnmatch(m, below) for i in imports(m) if fnmatch(i, above) and i != m]
    allowed = MAY_RUN.get(above, ())
    wrong = [(m, i) for m, i in wrong if m not in allowed]
    assert wrong == []


def test_no_step_of_answering_imports_what_calls_it() -> None:
    steps = [m for m in modules() if m.startswith("assistant.") and not any(fnmatch(m, e) for e in READ_SETTINGS)]
    callers = (*ENTRIES, "assistant.build", "assistant.settings")
    assert "assistant.chain" in steps
    assert [(m, i) for m in steps for i in imports(m) if any(fnmatch(i, c) for c in callers)] == []


def test_the_parts_of_values_are_seen_by_values_alone() -> None:
    inner = "retrieval.language.values."
    strays = [(m, i) for m in modules() if not m.startswith(inner) for i in imports(m) if i.startswith(inner)]
    assert strays == []


def test_only_entry_points_and_build_read_settings() -> None:
    readers = [m for m in modules() if "assistant.settings" in imports(m)]
    assert [m for m in readers if not any(fnmatch(m, allowed) for allowed in READ_SETTINGS)] == []


def test_each_library_has_one_home() -> None:
    strays = [
        (module, library)
        for module in modules()
        for library in {each.partition(".")[0] for each in imports(module)}
        if library in HOMES and not _at_home(module, HOMES[library])
    ]
    assert strays == []


def _at_home(module: str, homes: str | tuple[str, ...]) -> bool:
    patterns = (homes,) if isinstance(homes, str) else homes
    return any(fnmatch(module.replace(".", "/"), each) for each in patterns)


def test_the_command_line_imports_nothing_heavy() -> None:
    program = f"import sys, assistant.cli; print([m for m in {HEAVY} if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)
    assert shown.stdout == "[]\n"


@pytest.mark.slow
def test_importing_opens_nothing_and_reads_no_setting() -> None:
    """Runs every import under an audit hook; what the import system itself opens does not count."""
    program = f"""
import importlib, os, sys

def ours():
    frame = sys._getframe(2)
    while frame is not None and not frame.f_code.co_filename.startswith("<frozen importlib"):
        if frame.f_code.co_filename.startswith({str(ROOT)!r} + os.sep) and "/.venv/" not in frame.f_code.co_filename:
            return f"{{frame.f_code.co_filename}}:{{frame.f_lineno}}"
        frame = frame.f_back
    return None

def watch(event, arguments):
    if event in ("open", "socket.connect", "sqlite3.connect", "subprocess.Popen") and (where := ours()):
        print(event, where)

class Environment(dict):
    def __getitem__(self, name):
        if where := ours():
            print("environment", where)
        return super().__getitem__(name)

    def get(self, name, default=None):
        return self[name] if name in self else default

os.environ = Environment(os.environ)
sys.addaudithook(watch)
for module in {modules()}:
    importlib.import_module(module)
"""
    shown = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)
    assert shown.stdout == ""


@pytest.mark.slow
def test_the_heaviest_libraries_wait_until_they_are_used() -> None:
    late = (
        "chromadb",
        "onnxruntime",
        "onnx",
        "tokenizers",
        "langchain",
        "trafilatura",
        "pypdf",
        "pypdfium2",
        "tinycss2",
    )
    program = f"""
import sys, assistant.chain, assistant.conversations, assistant.build, retrieval.ingest
print([m for m in {late} if m in sys.modules])
"""
    shown = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)
    assert shown.stdout == "[]\n"
