"""What the README shows of the code is there."""

from __future__ import annotations

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

README = (Path(__file__).parent.parent.parent / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def imported() -> list[tuple[str, str]]:
    nodes = [node for block in BLOCKS for node in ast.walk(ast.parse(block)) if isinstance(node, ast.ImportFrom)]
    return [(node.module or "", alias.name) for node in nodes for alias in node.names]


@pytest.mark.slow
@pytest.mark.parametrize(("module", "name"), imported())
def test_what_an_example_imports_can_be_imported(module: str, name: str) -> None:
    assert hasattr(import_module(module), name)


def test_every_folder_and_file_that_the_readme_names_is_there() -> None:
    root = Path(__file__).parent.parent.parent
    table = README.partition("## Where to find things")[2]
    named = re.findall(r"`((?:assistant|retrieval|bots|evals|tests|docs|documents|prompts)/[\w/]*(?:\.\w+)?)`", table)
    assert len(named) > 20
    assert [each for each in named if not (root / each).exists()] == []
