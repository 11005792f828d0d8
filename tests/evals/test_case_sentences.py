"""What is measured on may not be what was built on: no test holds the question of an eval case."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = next(folder for folder in TESTS.parents if (folder / "pyproject.toml").is_file())
MEASURES = ("cases", "held_out", "contact_routing")  # in the pack of attacks a question only carries the attack
FEWEST = 4  # words; shorter ones ("and in Busan?") are anybody's


def plain(text: str) -> str:
    """In small letters, with every gap one blank."""
    return " ".join(text.lower().split())


def source(file: Path) -> str:
    """A test's text with strings that go on in the next line put together."""
    return plain(re.sub(r'"\s*\n\s*f?"', "", file.read_text("utf-8")))


def questions() -> Iterator[tuple[str, str]]:
    """Every question and every turn before it that is not short, with its case."""
    for measure in MEASURES:
        for file in sorted((ROOT / "evals" / measure).rglob("*.jsonl")):
            for case in map(json.loads, file.read_text("utf-8").splitlines()):
                for text in (case["question"], *case.get("turns", ())):
                    if len(text.split()) >= FEWEST:
                        yield plain(text), f"{measure} {case['id']}"


def test_no_test_holds_the_question_of_an_eval_case() -> None:
    asked = dict(questions())
    assert len(asked) > 500
    sources = {file.name: source(file) for file in sorted(TESTS.rglob("*.py"))}
    held = [f"{name}: {text} ({asked[text]})" for name, whole in sources.items() for text in asked if text in whole]
    assert held == [], "Write another sentence of the same kind."
