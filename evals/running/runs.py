"""Runs: every case asked, and what is kept of it in a folder: config.json, rows.jsonl, summary.json."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.version import version
from evals.running.cases import Case
from evals.running.corpus import Corpus
from evals.running.perturb import variants
from evals.running.rows import Row, scored, unscored
from evals.running.scores import should_answer
from evals.running.summary import summary
from evals.running.targets import Target
from retrieval.records import PolicydeskError

FOLDER = Path(__file__).parent.parent
RESULTS = FOLDER / "results"
CASES = FOLDER / "cases"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")


@dataclass(frozen=True, slots=True)
class Asking:
    """A case as it is asked: under which variant (none: as it stands) and for which time."""

    case: Case
    variant: str = ""
    repeat: int = 1


@dataclass(frozen=True, slots=True)
class Run:
    """A stored run."""

    name: str
    config: Mapping[str, Any]
    rows: tuple[Row, ...]
    summary: Mapping[str, Any]


def plan(cases: Sequence[Case], corpus: Corpus, *, stress: bool = False, repeats: int = 1) -> list[Asking]:
    """What is to be asked, in order: the cases, again for each repeat, and the changed questions of those that want facts."""
    asked = [Asking(case, repeat=number) for number in range(1, repeats + 1) for case in cases]
    if stress:
        asked += [
            Asking(changed, name)
            for case in cases
            if case.groups and should_answer(case)
            for name, changed in variants(case, corpus.aliases).items()
        ]
    return asked


def ask(asked: Iterable[Asking], target: Target, corpus: Corpus) -> Iterator[Row]:
    """The row of each, as it comes; a case that cannot be asked is unscored with the reason, never zero."""
    for each in asked:
        try:
            reply = target.ask(each.case)
        except PolicydeskError as error:
            yield unscored(each.case, each.variant, each.repeat, str(error))
        else:
            yield scored(each.case, each.variant, each.repeat, reply, corpus)


def config(target: Target, corpus: Corpus, cases: Sequence[Case], **given: object) -> dict[str, Any]:
    """What has to be known to make the run again."""
    prompts = FOLDER.parent / "prompts"
    return {
        "version": version(),
        "commit": commit(),
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        **target.described,
        **given,
        "cases": len(cases),
        "cases_digest": _digest("".join(case.model_dump_json() for case in cases)),
        "documents": len(corpus.texts),
        "index_digest": corpus.version,
        "prompts": {path.stem: _digest(path.read_text("utf-8")) for path in sorted(prompts.glob("*.md"))},
    }


def commit() -> str | None:
    """The commit of the code, with "+" for changes that are not in it; None outside a repository."""
    git = shutil.which("git")
    if git is None:
        return None

    def said(*words: str) -> str | None:
        done = subprocess.run([git, *words], cwd=FOLDER, capture_output=True, text=True, check=False)  # noqa: S603
        return done.stdout.strip() if done.returncode == 0 else None

    head = said("rev-parse", "--short=12", "HEAD")
    changed = said("status", "--porcelain", "--untracked-files=no", "--", "..", ":(exclude)results")
    return head + ("+" if changed else "") if head else None


def named(name: str, results: Path = RESULTS) -> Path:
    """The folder of a run. Raises PolicydeskError for a name that is none."""
    if not _NAME.fullmatch(name):
        raise PolicydeskError(f'"{name}" cannot name a run: use letters, digits, dots, hyphens and underscores.')
    return results / name


def prepare(name: str, results: Path = RESULTS) -> Path:
    """The folder that a run will be kept in, which can be written. Raises PolicydeskError."""
    folder = named(name, results)
    try:
        results.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=results):
            return folder
    except OSError as error:
        raise PolicydeskError(f"{results} cannot be written ({error.strerror}): choose another --results.") from error


def write(name: str, described: Mapping[str, Any], rows: Sequence[Row], results: Path = RESULTS) -> Run:
    """Keep a run in place of an earlier one of that name, whole or not at all. Raises PolicydeskError."""
    folder = prepare(name, results)
    made = Run(name, described, tuple(rows), summary(rows))
    try:
        with tempfile.TemporaryDirectory(prefix=f".{name}.", dir=results) as passing:
            new, old = Path(passing) / "new", Path(passing) / "old"
            new.mkdir()
            (new / "config.json").write_text(_json(described), "utf-8")
            (new / "summary.json").write_text(_json(made.summary), "utf-8")
            lines = (each.model_dump_json(exclude_defaults=True) for each in rows)
            (new / "rows.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
            if folder.exists():
                folder.rename(old)
            new.rename(folder)
    except OSError as error:
        raise PolicydeskError(
            f"The run cannot be kept in {folder} ({error.strerror}): choose another --results."
        ) from error
    return made


def read(name: str, results: Path = RESULTS) -> Run:
    """A stored run. Raises PolicydeskError naming the file that is missing or damaged, and the runs that there are."""
    folder = named(name, results)
    if not (folder / "rows.jsonl").is_file():
        there = ", ".join(stored(results)) or "none yet: `policydesk eval run` makes one"
        raise PolicydeskError(f'There is no run "{name}" in {results}. Runs: {there}.')
    try:
        described, figures = (
            json.loads((folder / each).read_text("utf-8")) for each in ("config.json", "summary.json")
        )
        lines = (folder / "rows.jsonl").read_text("utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise PolicydeskError(f"The run in {folder} cannot be read ({error}); make it again.") from error
    if not (isinstance(described, dict) and isinstance(figures, dict) and figures.keys() >= summary(()).keys()):
        raise PolicydeskError(f"The run in {folder} is damaged (config.json or summary.json); make it again.")
    rows = [_row(line, f"{folder / 'rows.jsonl'}, line {number}") for number, line in enumerate(lines, 1)]
    return Run(name, described, tuple(rows), figures)


def stored(results: Path = RESULTS) -> list[str]:
    """The names of the stored runs, oldest first."""
    made: list[tuple[str, str]] = []
    for file in results.glob("[!.]*/config.json"):
        try:
            made.append((str(json.loads(file.read_text("utf-8"))["made"]), file.parent.name))
        except (OSError, ValueError, TypeError, KeyError):
            made.append(("", file.parent.name))
    return [name for _, name in sorted(made)]


def _row(line: str, place: str) -> Row:
    try:
        return Row.model_validate_json(line)
    except ValidationError as error:
        raise PolicydeskError(f"{place}: {error.errors()[0]['msg']}; make the run again.") from None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
