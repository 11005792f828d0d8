"""What is found in directory fragments of many layouts: precision and recall of each field.

    python -m evals.benchmarks.contact_layouts [FOLDER] [--failures] [--only even|odd] [--write]

Each file of `FOLDER/documents` (default: evals/contact_layouts) is read by the product's own loader. The entries found are laid beside those
that must come out, the pair with most fields in common first; every value that stands on one side only is a failure.
White space and case make no difference. A duty counts when one wording holds the other.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.contacts.finding import find
from retrieval.loading import UnreadableFileError, load
from retrieval.records import Contact

HERE = Path(__file__).parent.parent
LAYOUTS = HERE / "contact_layouts"
RESULTS = HERE / "results"
FIELDS = (
    "organisation",
    "unit",
    "team",
    "person",
    "role",
    "duties",
    "room",
    "address",
    "phone",
    "fax",
    "email",
    "url",
    "hours",
)
_NOTES = "## Notes"  # from here on the page is written by hand and stays

Value = tuple[str, str]
"""Field and what it holds."""
Entry = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What one file must give, and what it gave."""

    file: str
    expected: tuple[Entry, ...]
    found: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Values of one file that are right, found but not expected, and expected but not found."""

    file: str
    right: tuple[Value, ...]
    wrong: tuple[Value, ...]
    missed: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many values are right, how many were found, and how many there are."""

    right: int
    found: int
    expected: int

    @property
    def precision(self) -> float:
        """Part of what was found that is right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Part of what there is that was found; 1 when there is nothing."""
        return self.right / self.expected if self.expected else 1.0


def entry_of(contact: Contact) -> Entry:
    """The fields of a contact as values, one for each phone and duty."""
    many = {"phone": (contact.phone, *contact.more_phones), "duties": contact.duties}
    pairs = ((name, each) for name in FIELDS for each in many.get(name, (getattr(contact, name, None),)))
    return tuple((name, each) for name, each in pairs if each)


def read_layouts(folder: Path = LAYOUTS) -> list[Layout]:
    """Every layout of `expected.jsonl` with what the product finds in its file."""
    rows = [json.loads(line) for line in (folder / "expected.jsonl").read_text("utf-8").splitlines()]
    layouts: list[Layout] = []
    for row in rows:
        document = load(folder / "documents" / row["file"], row["file"])
        expected = tuple(_expected(entry) for entry in row["entries"])
        layouts.append(Layout(row["file"], expected, tuple(entry_of(contact) for contact in find(document))))
    return layouts


def _expected(entry: Mapping[str, str | Sequence[str]]) -> Entry:
    listed = ((name, [value] if isinstance(value, str) else value) for name, value in entry.items())
    return tuple((name, each) for name, values in listed for each in values)


def judge(layout: Layout) -> Judged:
    """Lay found entries beside expected ones, best pairs first, and sort out their values."""
    right: list[Value] = []
    expected, found = list(layout.expected), list(layout.found)
    while expected and found:
        pairs = [(len(_common(e, f)), -i, -j) for i, e in enumerate(expected) for j, f in enumerate(found)]
        count, i, j = max(pairs)
        if not count:
            break
        right += _common(expected.pop(-i), found.pop(-j))
    stated = Counter(value for entry in layout.expected for value in entry)
    given = Counter(value for entry in layout.found for value in entry)
    wrong, missed = _less(given, right), _less(stated, right)
    return Judged(layout.file, tuple(right), wrong, missed)


def _common(expected: Entry, found: Entry) -> list[Value]:
    """The expected values that the found entry holds too."""
    left = list(found)
    common: list[Value] = []
    for value in expected:
        match = next((one for one in left if _same(value, one)), None)
        if match:
            left.remove(match)
            common.append(value)
    return common


def _same(expected: Value, found: Value) -> bool:
    a, b = ("".join(value[1].split()).casefold() for value in (expected, found))
    held = expected[0] == "duties" and bool(a and b) and (a in b or b in a)
    return expected[0] == found[0] and (a == b or held)


def _less(values: Counter[Value], right: Iterable[Value]) -> tuple[Value, ...]:
    """`values` without those that are right, each as often as it stands."""
    left = list(values.elements())
    for value in right:
        match = value if value in left else next((one for one in left if _same(value, one)), None)
        if match:
            left.remove(match)
    return tuple(left)


def scores(judged: Sequence[Judged]) -> dict[str, Score]:
    """The score of every field that occurs, and of all together under "all"."""
    kinds = [*FIELDS, "all"]
    sums = {name: [0, 0, 0] for name in kinds}
    for each in judged:
        for index, values in enumerate((each.right, each.wrong, each.missed)):
            for name, _ in values:
                sums[name][index] += 1
                sums["all"][index] += 1
    return {name: Score(r, r + w, r + m) for name, (r, w, m) in sums.items() if r + w + m}


def table(scored: Mapping[str, Score]) -> str:
    """The scores as a Markdown table."""
    lines = ["| field | expected | found | right | precision % | recall % |", "|---|---:|---:|---:|---:|---:|"]
    for name, s in scored.items():
        lines.append(
            f"| {name} | {s.expected} | {s.found} | {s.right} | {100 * s.precision:.1f} | {100 * s.recall:.1f} |"
        )
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and what failed with --failures. Returns 0, or 1 when a file cannot be read."""
    options = _options().parse_args(arguments)
    try:
        layouts = read_layouts(options.folder)
    except (OSError, UnreadableFileError) as error:
        sys.stderr.write(f"The layouts cannot be read: {error}\n")
        return 1
    judged = [judge(layout) for layout in layouts if options.only in (None, _half(layout.file))]
    if options.failures:
        sys.stdout.writelines(f"{line}\n" for line in _failures(judged))
    sys.stdout.write(table(scores(judged)))
    if options.write:
        _write(judged, options.folder.resolve().name)
    return 0


def _half(file: str) -> str:
    return "odd" if int(file[:2]) % 2 else "even"


def _failures(judged: Iterable[Judged]) -> Iterator[str]:
    for each in judged:
        if each.wrong or each.missed:
            yield each.file
            yield from (f"  + {name}: {value}" for name, value in each.wrong)
            yield from (f"  - {name}: {value}" for name, value in each.missed)


def _write(judged: Sequence[Judged], name: str) -> None:
    parts = {"All files": judged}
    for half in ("even", "odd"):
        parts[f"Files with {half} numbers"] = [each for each in judged if _half(each.file) == half]
    page = RESULTS / f"{name}.md"
    before = page.read_text("utf-8") if page.exists() else ""
    notes = before[before.index(_NOTES) :] if _NOTES in before else f"{_NOTES}\n"
    texts = [f"## {title} ({len(part)})\n\n{table(scores(part))}" for title, part in parts.items()]
    page.write_text("\n".join(["# Contacts found in varied layouts\n", *texts, notes]), "utf-8")
    figures = {
        part: {f: {"expected": s.expected, "found": s.found, "right": s.right} for f, s in scores(of_part).items()}
        for part, of_part in parts.items()
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.benchmarks.contact_layouts",
        description="Find contacts in varied layouts and judge every field.",
    )
    parser.add_argument("folder", nargs="?", type=Path, default=LAYOUTS, help="holds documents/ and expected.jsonl")
    parser.add_argument("--failures", action="store_true", help="name every value that is wrong or missing")
    parser.add_argument("--only", choices=("even", "odd"), help="files whose number is even or odd")
    parser.add_argument("--write", action="store_true", help="write the tables to evals/results too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
