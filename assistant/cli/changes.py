"""The command that says what changed in the documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from assistant.cli.shared import Json, console, plain, print_json, settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from retrieval.records import DocumentChange, FieldChange

_NAMED = {"phone": "phone", "email": "e-mail", "url": "web address"}
_MOST = 20  # documents that an ingest's report tells of


def changes(as_json: Json = False) -> None:
    """Show what the last ingest that found a change found changed: contacts, phones and dates first.

    \b
    Examples:
      policydesk changes
      policydesk changes --json
    """
    import json
    from dataclasses import asdict

    from assistant.ingested import last_changes

    noted = last_changes(settings())
    if as_json:
        told = {"ended": noted.ended.isoformat(), "changes": [asdict(each) for each in noted.changes]} if noted else {}
        print_json(json.dumps(told, ensure_ascii=False, indent=2))
    elif noted is None:
        typer.echo("No ingest has found a change yet: the next one that does is shown here.")
    else:
        typer.echo(f"Found by the ingest of {noted.ended.astimezone():%Y-%m-%d %H:%M}:")
        print_changes(console(), noted.changes)


def print_changes(out: Console, found: Sequence[DocumentChange], most: int | None = None) -> None:
    """The documents that changed, those with other contacts first, then those with other phones, e-mails or dates."""
    ordered = sorted(found, key=lambda each: (not each.contacts, not each.values))
    for each in ordered[:most]:
        for line in _lines(each):
            out.print(plain(line), markup=False)
    if most is not None and len(ordered) > most:
        out.print(f"and {len(ordered) - most} documents more: `policydesk changes` shows all.")


def print_contacts_changed(out: Console, found: Sequence[DocumentChange]) -> None:
    """The same of an ingest's report: only documents in which contacts, phones, e-mails or dates changed."""
    if telling := [each for each in found if each.contacts or each.values]:
        out.print("What changed:", style="bold")
        print_changes(out, telling, _MOST)


def _lines(change: DocumentChange) -> Iterator[str]:
    yield f"{change.kind}: {change.title} ({change.document_id})"
    yield from (f"  {each.of or change.title}: {_told(each)}" for each in change.contacts)
    yield from (f"  in the text: {_told(each)}" for each in change.values)
    yield from (f"  - {line}" for line in change.gone)
    yield from (f"  + {line}" for line in change.new)


def _told(change: FieldChange) -> str:
    name = _NAMED.get(change.field, change.field)
    before, after = ", ".join(change.before), ", ".join(change.after)
    if before and after:
        return f"{name} {before} -> {after}"
    return f"{name} {before} is gone" if before else f"{name} {after} is new"
