"""The folders and what each may import, the faces they show, the one home of each library, and imports that do nothing."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("retrieval", "assistant", "bots", "evals")
MOST_FILES = 24  # of a folder, with its face
MOST_WHOLE = 19  # parameters that are the whole `Search` or all of `Knowledge`

# What each folder may import beside itself, the folder around it, `retrieval.records`, whose values everybody hands on, and `retrieval.patterns`. Each stands below what
# may import it: read downwards, it is the way of a document into the index, then that of a question to its answer.
ARROWS: dict[str, str] = {
    "retrieval.records": "",
    "retrieval.patterns": "",
    "retrieval.language.values": "",
    "retrieval.language": "retrieval.language.values",
    "retrieval.loading.pieces": "retrieval.language",
    "retrieval.loading.pdf": "retrieval.loading.pieces",
    "retrieval.loading.html": "retrieval.language.values retrieval.loading.pieces",
    "retrieval.loading.hwp": "retrieval.loading.pieces retrieval.loading.html",
    "retrieval.loading.office": "retrieval.loading.pieces retrieval.loading.html",
    "retrieval.loading": "retrieval.language retrieval.language.values retrieval.loading.pieces retrieval.loading.pdf retrieval.loading.html retrieval.loading.office "
    "retrieval.loading.hwp",
    "retrieval.chunking": "retrieval.language retrieval.language.values",
    "retrieval.embedding": "retrieval.language",
    "retrieval.index": "retrieval.language",
    "retrieval.contacts.finding": "retrieval.language retrieval.language.values",
    "retrieval.loading.worker": "retrieval.loading.pieces retrieval.chunking retrieval.contacts.finding",
    "retrieval.contacts.routing": "retrieval.language retrieval.language.values retrieval.index retrieval.contacts.finding",
    "retrieval.search": "retrieval.language retrieval.language.values retrieval.embedding retrieval.index",
    "retrieval.sources": "",
    "retrieval.sources.web": "",
    "retrieval.ingest.changes": "retrieval.language.values",
    "retrieval.ingest": "retrieval.sources retrieval.ingest.changes retrieval.loading retrieval.loading.pieces retrieval.loading.worker retrieval.chunking retrieval.embedding retrieval.index "
    "retrieval.contacts.finding",
    "assistant.wording": "retrieval.language",
    "assistant.ask": "assistant.wording",
    "assistant.records": "assistant.wording assistant.ask",
    "assistant.trace": "assistant.wording assistant.records",
    "assistant.version": "",
    "assistant.conversations": "assistant.wording assistant.ask assistant.records assistant.trace",
    "assistant.quoting": "assistant.wording assistant.ask assistant.records retrieval.language retrieval.language.values retrieval.embedding "
    "retrieval.search",
    "assistant.question": "assistant.wording assistant.ask assistant.records assistant.quoting retrieval.language "
    "retrieval.language.values retrieval.contacts.routing retrieval.search",
    "assistant.evidence": "assistant.question retrieval.embedding retrieval.language retrieval.language.values retrieval.search",
    "assistant.verification": "assistant.trace assistant.quoting retrieval.language retrieval.language.values "
    "retrieval.embedding retrieval.search",
    "assistant.contacts": "assistant.wording assistant.ask assistant.records assistant.conversations assistant.quoting assistant.question "
    "assistant.evidence retrieval.language retrieval.language.values retrieval.embedding retrieval.index retrieval.contacts.finding "
    "retrieval.contacts.routing retrieval.search",
    "assistant.knowledge": "assistant.question assistant.quoting assistant.evidence assistant.verification assistant.contacts retrieval.embedding "
    "retrieval.search",
    "assistant.sets": "assistant.quoting assistant.question assistant.knowledge retrieval.language retrieval.language.values "
    "retrieval.embedding retrieval.search",
    "assistant.extractive": "assistant.wording assistant.ask assistant.records assistant.quoting assistant.question assistant.evidence "
    "assistant.contacts assistant.knowledge assistant.sets retrieval.language retrieval.language.values retrieval.index "
    "retrieval.contacts.routing retrieval.search",
    "assistant.generated": "assistant.wording assistant.ask assistant.records assistant.trace assistant.quoting assistant.question "
    "assistant.verification retrieval.language retrieval.language.values retrieval.chunking retrieval.search",
    "assistant.draft": "assistant.wording assistant.ask assistant.records assistant.trace assistant.quoting "
    "assistant.contacts assistant.extractive assistant.generated retrieval.search",
    "assistant.turn": "assistant.wording assistant.ask assistant.records assistant.trace assistant.question assistant.knowledge assistant.extractive "
    "assistant.generated assistant.draft",
    "assistant.chain": "assistant.wording assistant.ask assistant.records assistant.conversations assistant.question assistant.knowledge "
    "assistant.extractive assistant.generated assistant.turn retrieval.search",
    "assistant.calibration": "assistant.ask assistant.records assistant.quoting assistant.evidence assistant.knowledge assistant.extractive assistant.turn "
    "assistant.chain retrieval.search",
    "assistant.compose": "assistant.wording assistant.ask assistant.records assistant.knowledge assistant.chain retrieval.embedding retrieval.search",
    "assistant.settings": "",
    "assistant.ingested": "assistant.settings",
    "assistant.sources": "assistant.settings retrieval.sources retrieval.sources.web",
    "assistant.build": "assistant.settings assistant.ingested assistant.sources assistant.conversations assistant.generated assistant.knowledge assistant.calibration assistant.chain "
    "retrieval.embedding retrieval.index retrieval.sources retrieval.ingest retrieval.search",
    "assistant.uploads": "assistant.settings assistant.sources assistant.build retrieval.embedding retrieval.loading",
    "assistant.mcp": "assistant.records assistant.version assistant.contacts assistant.sets assistant.chain assistant.build retrieval.search",
    "assistant.http.openai": "assistant.wording assistant.records assistant.conversations assistant.quoting assistant.chain assistant.build "
    "retrieval.embedding",
    "assistant.http": "assistant.* retrieval.language retrieval.index retrieval.contacts.routing retrieval.search",
    "assistant.cli": "assistant.* retrieval.*",
    "bots.wording": "assistant.* retrieval.language",
    "bots.telegram_bot": "assistant.* bots.wording retrieval.index retrieval.contacts.routing retrieval.search",
    "bots.command": "assistant.* bots.telegram_bot retrieval.index",
    "evals.running": "assistant.* retrieval.*",
    "evals.reporting": "evals.running",
    "evals.benchmarks": "assistant.* retrieval.* evals.running",
    "evals.fitting": "assistant.question assistant.evidence assistant.quoting assistant.verification retrieval.* evals.benchmarks",
    "evals.command": "assistant.* evals.*",
}

ENTRIES = (
    "assistant.mcp",
    "assistant.http",
    "assistant.http.openai",
    "assistant.cli",
    "bots.*",
    "evals.*",
)  # what nothing but another entry may import
READ_SETTINGS = (
    *ENTRIES,
    "assistant.build",
    "assistant.settings",
    "assistant.ingested",
    "assistant.sources",
    "assistant.uploads",
)

# The folder or file that alone imports a library, or several; none for what only tests use.
HOMES: dict[str, str | tuple[str, ...]] = {
    "anyio": ("assistant.http.*", "assistant.mcp.*"),
    "chromadb": ("retrieval.index.chroma", "retrieval.index.server", "retrieval.index.vectors"),
    "dochan": ("retrieval.loading.hwp.*", "retrieval.loading.office.xls_looks"),
    "dotenv": "assistant.settings",
    "feedparser": "retrieval.sources.web.listing",
    "fastapi": ("assistant.http.*", "evals.benchmarks.cost", "evals.benchmarks.stock_chain"),
    "filelock": "retrieval.index.snapshots",
    "cssselect2": "retrieval.loading.html.*",
    "fluent": "assistant.wording.*",
    "h11": "assistant.http.connection",
    "httpcore": "retrieval.sources.web.*",
    "ir_measures": "evals.running.ranking",
    "langchain": ("assistant.generated.model*", "retrieval.embedding.embed"),
    "langchain_chroma": "evals.benchmarks.stock_chain",
    "langchain_core": (
        "assistant.generated.model*",
        "assistant.compose.*",
        "evals.benchmarks.stock_chain",
        "retrieval.embedding.embed",
    ),
    "langchain_text_splitters": ("evals.benchmarks.stock_chain", "retrieval.chunking.*"),
    "lxml": (
        "retrieval.loading.html.*",
        "retrieval.loading.office.*",
        "retrieval.loading.pieces.packages",
        "retrieval.sources.web.listing",
    ),
    "mammoth": "retrieval.loading.office.docx",
    "markdown_it": "retrieval.loading.markdown",
    "mcp": ("assistant.mcp.server", "assistant.mcp.mounted"),
    "onnx": "retrieval.embedding.e5_graph",
    "onnxruntime": "retrieval.embedding.e5",
    "openpyxl": "retrieval.loading.office.xlsx",
    "phonenumbers": "retrieval.contacts.*",
    "pptx": "retrieval.loading.office.pptx",
    "pydantic_settings": "assistant.settings",
    "protego": "retrieval.sources.web.robots",
    "pypdfium2": "retrieval.loading.pdf.*",
    "pypdf": "retrieval.loading.pdf.*",
    "python_calamine": "retrieval.loading.office.xls",
    "rank_bm25": "evals.benchmarks.stock_chain",
    "rapidfuzz": "retrieval.search.rewording",
    "sqlalchemy": "assistant.conversations.*",
    "starlette": ("assistant.http.*", "assistant.mcp.mounted"),
    "tantivy": ("retrieval.index.lexical", "retrieval.language.words"),
    "telegram": "bots.telegram_bot.*",
    "tiktoken": "retrieval.chunking.tokens",
    "tinycss2": "retrieval.loading.html.*",
    "trafilatura": "retrieval.loading.html.*",
    "typer": ("assistant.cli.*", "evals.command.*", "bots.command"),
    "uvicorn": ("assistant.cli.serve", "assistant.http.connection"),
    "yaml": "retrieval.loading.*",
}

HEAVY = ("chromadb", "fastapi", "langchain_core", "numpy", "onnxruntime", "pydantic", "rich", "sqlalchemy", "tantivy",
         "tiktoken", "uvicorn")  # fmt: skip


@cache
def modules() -> dict[str, Path]:
    """Every module of the product but the faces, with its file."""
    files = [each for package in PACKAGES for each in (ROOT / package).rglob("*.py") if each.stem != "__init__"]
    return {_dotted(each): each for each in sorted(files)}


@cache
def faces() -> dict[str, Path]:
    """Every folder of the product that has a face, with its file; the four at the top have none."""
    files = [each for package in PACKAGES for each in (ROOT / package).glob("*/**/__init__.py")]
    return {_dotted(each.parent): each for each in sorted(files)}


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def folder(module: str) -> str:
    """The folder that a module or a face belongs to; a module beside the folders is one of its own."""
    holder = module.rpartition(".")[0]
    return module if module in faces() or "." not in holder else holder


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(file.read_text("utf-8"))))


@pytest.fixture(scope="module", autouse=True)
def _forget() -> Iterator[None]:
    """Millions of nodes that stayed would slow every collection of garbage down."""
    yield
    nodes.cache_clear()


@cache
def imports(module: str) -> frozenset[str]:
    """Every module that a module imports, at its top or inside functions."""
    file = modules().get(module) or faces()[module]
    return frozenset(_imported(nodes(file)))


def _imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            assert node.module
            inside = {f"{node.module}.{alias.name}" for alias in node.names} & modules().keys()
            yield from inside or {node.module}


def is_ours(module: str) -> bool:
    return module.partition(".")[0] in PACKAGES


def test_every_folder_stands_in_the_table_and_the_table_has_no_circle() -> None:
    folders = {folder(each) for each in modules()}
    assert folders == set(ARROWS)
    order = list(ARROWS)
    for below in order:
        allowed = [each for each in order if each != below and _allows(ARROWS[below], each)]
        named = ARROWS[below].split()
        assert all(order.index(each) < order.index(below) for each in allowed if each in named), below


def _allows(arrows: str, target: str) -> bool:
    return any(fnmatch(target, each) for each in arrows.split())


def test_imports_follow_the_arrows() -> None:
    wrong = [
        (module, each)
        for module in modules()
        for at in [folder(module)]
        for each in imports(module)
        if is_ours(each) and not _is_near(at, folder(each)) and not _allows(ARROWS[at], folder(each))
    ]
    assert wrong == []


def _is_near(at: str, target: str) -> bool:
    return target in (at, "retrieval.records", "retrieval.patterns") or at.startswith(f"{target}.")


def test_nothing_but_entry_points_imports_an_entry_point() -> None:
    below = [each for each in modules() if not any(fnmatch(folder(each), entry) for entry in ENTRIES)]
    assert "assistant.chain" in below
    wrong = [(m, i) for m in below for i in imports(m) if is_ours(i) and any(fnmatch(folder(i), e) for e in ENTRIES)]
    assert wrong == []
    assistants = [(m, i) for m in modules() if m.startswith("assistant.") for i in imports(m)]
    assert [(m, i) for m, i in assistants if i.startswith(("bots", "evals"))] == []


def test_what_is_outside_a_folder_imports_only_its_face() -> None:
    wrong = []
    for module in modules():
        for each in imports(module):
            inside = folder(each)
            same = inside == folder(module) or inside == each or folder(module).startswith(f"{inside}.")
            if is_ours(each) and not same and each not in _namespaces(inside):
                wrong.append((module, each))
    assert wrong == []


def _namespaces(face: str) -> set[str]:
    """The modules that a face shows as a whole."""
    return {f"{face}.{each}" for each in import_module(face).__all__ if f"{face}.{each}" in modules()}


def test_a_face_shows_what_others_use_and_nothing_else() -> None:
    used = Counter[str]()
    for module, file in modules().items():
        for node in nodes(file):
            if isinstance(node, ast.ImportFrom) and node.module in faces() and folder(module) != node.module:
                used.update(f"{node.module}.{alias.name}" for alias in node.names)
    shown = {f"{face}.{name}" for face in faces() for name in getattr(import_module(face), "__all__", ())}
    called_by_name = {
        "assistant.cli.main",
        "assistant.compose.PolicydeskEmbeddings",
        "assistant.compose.PolicydeskRetriever",
        "assistant.compose.as_runnable",
        "evals.command.app",
    }
    assert shown - used.keys() <= called_by_name
    assert used.keys() - shown == set()


def test_no_module_keeps_anything_for_an_index_beside_the_index() -> None:
    """What is read of an index once lives in `Knowledge`: a table of the module would outlive it, or hide who uses it."""
    tables = {"WeakKeyDictionary", "WeakValueDictionary"}
    of_index = {"Index", "Search", "Documents", "Names", "Contacts", "Knowledge"}
    kept = []
    for module, file in modules().items():
        for node in nodes(file):
            if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node).rpartition(".")[2] in tables:
                kept.append((module, ast.unparse(node)))
            if isinstance(node, ast.FunctionDef) and any("cache" in ast.unparse(each) for each in node.decorator_list):
                kept += [(module, node.name) for each in _annotations(node) if each in of_index]
    assert kept == []


def test_few_functions_take_the_whole_search_or_all_that_is_known() -> None:
    """Every other one takes the part that it uses: the documents, the names, the contacts."""
    taking = Counter(
        each
        for file in modules().values()
        for node in nodes(file)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for each in _annotations(node)
    )
    assert taking["Search"] + taking["Knowledge"] <= MOST_WHOLE


def _annotations(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The types of a function's parameters, as they are written."""
    taken = function.args
    return [ast.unparse(a.annotation) for a in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs) if a.annotation]


def test_no_folder_holds_more_files_than_one_can_take_in() -> None:
    held = Counter(each.parent for each in (*modules().values(), *faces().values()))
    assert {str(each.relative_to(ROOT)): n for each, n in held.items() if n > MOST_FILES} == {}


def test_only_entry_points_and_build_read_settings() -> None:
    readers = [each for each in modules() if "assistant.settings" in imports(each)]
    assert [each for each in readers if not any(fnmatch(folder(each), a) for a in READ_SETTINGS)] == []


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
    return any(fnmatch(module, each) for each in patterns)


@dataclass(frozen=True)
class Imported:
    """What a process of its own saw: the modules that the command line loads, those that answering and ingest load as well,
    and what any module opened or read of the environment when it was imported."""

    by_command_line: frozenset[str]
    by_answering: frozenset[str]
    touched: tuple[str, ...]


@pytest.fixture(scope="module")
def imported() -> Imported:
    """Everything is imported under an audit hook; what the import system itself opens does not count."""
    program = f"""
import importlib, json, os, sys

def ours():
    frame = sys._getframe(2)
    while frame is not None and not frame.f_code.co_filename.startswith("<frozen importlib"):
        if frame.f_code.co_filename.startswith({str(ROOT)!r} + os.sep) and "/.venv/" not in frame.f_code.co_filename:
            return f"{{frame.f_code.co_filename}}:{{frame.f_lineno}}"
        frame = frame.f_back
    return None

touched = []

def watch(event, arguments):
    if event in ("open", "socket.connect", "sqlite3.connect", "subprocess.Popen") and (where := ours()):
        touched.append(f"{{event}} {{where}}")

class Environment(dict):
    def __getitem__(self, name):
        if where := ours():
            touched.append(f"environment {{where}}")
        return super().__getitem__(name)

    def get(self, name, default=None):
        return self[name] if name in self else default

os.environ = Environment(os.environ)
sys.addaudithook(watch)
import assistant.cli
by_command_line = list(sys.modules)
import pydantic

class First(pydantic.BaseModel):  # at the first model of a process pydantic looks for plug-ins
    pass

import assistant.chain, assistant.conversations, assistant.build, retrieval.ingest
by_answering = list(sys.modules)
for module in {[*modules()]}:
    importlib.import_module(module)
json.dump([by_command_line, by_answering, touched], sys.stdout)
"""
    shown = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)
    first, then, touched = json.loads(shown.stdout)
    assert "assistant.cli" in first
    assert "retrieval.ingest" in then
    return Imported(frozenset(first), frozenset(then), tuple(touched))


@pytest.mark.slow
def test_the_command_line_imports_nothing_heavy(imported: Imported) -> None:
    assert imported.by_command_line & set(HEAVY) == set()


@pytest.mark.slow
def test_commands_of_other_packages_are_imported_when_they_are_called(imported: Imported) -> None:
    assert [each for each in imported.by_command_line if each.startswith(("bots", "evals"))] == []


@pytest.mark.slow
def test_importing_opens_nothing_and_reads_no_setting(imported: Imported) -> None:
    assert imported.touched == ()


@pytest.mark.slow
def test_the_heaviest_libraries_wait_until_they_are_used(imported: Imported) -> None:
    late = {
        "chromadb",
        "onnxruntime",
        "onnx",
        "tokenizers",
        "langchain",
        "trafilatura",
        "pypdf",
        "pypdfium2",
        "tinycss2",
    }
    assert imported.by_answering & late == set()
