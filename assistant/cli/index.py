"""Commands about the index: ingest, status."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.changes import print_contacts_changed
from assistant.cli.shared import Json, complain, console, plain, print_json, progress, settings

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.settings import Settings
    from retrieval.embedding import Embedder
    from retrieval.records import Report


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Files and folders; left out, all sources that are set up.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Also when it would remove most of the index.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the whole index anew.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Read of the web only what was fetched before.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Stay, and index what changes, until Ctrl-C.")] = False,
) -> None:
    """Bring the index in line with the sources: what is new is added, what is gone leaves.

    \b
    Examples:
      policydesk ingest                            the bundled documents
      policydesk ingest ~/plans ~/directory.pdf    your own
      policydesk ingest --rebuild                  anew, e.g. after a change of the embedding model
      policydesk ingest --watch                    and again whenever something is dropped into a folder
    """
    found = settings()
    if watch:
        _stay(found, paths or [], force=force, rebuild=rebuild, fetch=not offline)
        return
    report = run_ingest(found, paths or [], force=force, rebuild=rebuild, fetch=not offline)
    if report.failed:
        raise typer.Exit(1)


def _stay(found: Settings, paths: list[Path], *, force: bool, rebuild: bool, fetch: bool) -> None:
    """Ingest now and whenever something changes, with one model that stays open."""
    from assistant.build import open_embedder, prepare
    from assistant.cli.watch import watch

    prepare(found)
    embedder = open_embedder(found)
    anew = iter([rebuild])

    def run() -> None:
        run_ingest(found, paths, embedder=embedder, force=force, rebuild=next(anew, False), fetch=fetch)

    try:
        watch(found, paths, run, lambda: False)
    except KeyboardInterrupt:
        complain("Stopped.")


def run_ingest(
    found: Settings,
    paths: list[Path],
    *,
    embedder: Embedder | None = None,
    force: bool = False,
    rebuild: bool = False,
    fetch: bool = True,
) -> Report:
    """Ingest with progress, and print the report."""
    from assistant.build import ingest as bring_in

    out = console()
    try:
        with progress(console(stderr=True)) as show:
            report = bring_in(found, paths, embedder=embedder, force=force, rebuild=rebuild, fetch=fetch, progress=show)
    except KeyboardInterrupt:
        complain("Stopped. The index is as it was before.")
        raise typer.Exit(130) from None
    _print_report(out, report)
    print_contacts_changed(out, report.changes)
    return report


def status(as_json: Json = False) -> None:
    """What is indexed, by which model, how large it is, which files could not be read, and whose thresholds are in force.

    \b
    Examples:
      policydesk status
      policydesk status --json
    """
    import json

    found = settings()
    described = _status(found)
    if as_json:
        print_json(json.dumps(described, ensure_ascii=False, indent=2))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    for name in ("documents", "chunks", "contacts", "model", "size_mb", "version", "home", "last_ingest", "thresholds"):
        table.add_row(
            Text(name.replace("_mb", " (MB)").replace("_", " "), "bold"),
            Text(plain(str(described[name] or "not known"))),
        )
    console().print(table)
    for each in described["failed"]:
        complain(f"not read: {each['path']}: {each['reason']}")


def _status(found: Settings) -> dict[str, Any]:
    from assistant.build import live_knowledge
    from assistant.ingested import last_ingest

    live = live_knowledge(found)
    search = live.current().search
    last = last_ingest(found)
    files = [each.stat() for each in (found.home / "index").rglob("*")]
    size = sum({each.st_ino: each.st_size for each in files}.values())  # versions share files
    described = {
        "documents": len(search.documents),
        "chunks": sum(each.chunks for each in search.documents),
        "contacts": sum(len(each.contacts) for each in search.documents),
        "model": search.embedder.name,
        "size_mb": round(size / 1e6, 1),
        "version": search.index.version,
        "home": str(found.home),
        "last_ingest": last.ended.isoformat(timespec="seconds") if last else None,
        "thresholds": _thresholds(found, search.embedder.name),
        "failed": [{"path": path, "reason": reason} for path, reason in last.failed] if last else [],
    }
    live.close()
    return described


def _thresholds(found: Settings, embedder: str) -> str:
    """Whose thresholds are in force; that those of the operator are not is said on stderr."""
    from assistant.calibration import stored

    try:
        made = stored.read(found.home, embedder)
    except stored.UnusableThresholdsError as error:
        complain(str(error))
        return "those that ship; the operator's are not used"
    return f"the operator's: {made.told()}" if made else "those that ship"


def _print_report(out: Console, report: Report) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, ids in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
        for number, each in enumerate(ids):
            table.add_row(Text("" if number else f"{len(ids)} {name}", "bold"), Text(plain(each)))
    table.add_row(Text(f"{len(report.unchanged)} unchanged", "bold"), "")
    for number, remark in enumerate(report.remarks):
        label = Text("" if number else f"{len(report.remarks)} remarks", "bold yellow")
        table.add_row(label, Text(f"{plain(remark.path)}: {plain(remark.words)}"))
    for number, failure in enumerate(report.failed):
        label = Text("" if number else f"{len(report.failed)} failed", "bold red")
        table.add_row(label, Text(f"{plain(failure.path)}: {plain(failure.reason)}"))
    out.print(table)
    out.print(f"{report.chunks} chunks written, {report.embedded} embedded, in {report.seconds:.1f} s.")
