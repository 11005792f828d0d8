"""The command that says whom to contact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.shared import Json, Organisation, Spoken, console, open_desk, print_json, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.contacts import ContactEntry, Contacts
    from assistant.wording import Language

_LONGEST = 2_000
"""Characters of a need, as in the API."""


def contacts(
    need: Annotated[str, typer.Argument(help="What it is about; left out, all are listed.", show_default=False)] = "",
    organisation: Organisation = None,
    conflicts: Annotated[bool, typer.Option("--conflicts", help="List entries that contradict each other.")] = False,
    vcard: Annotated[str | None, typer.Option(metavar="ID", help="Print one contact as a vCard.")] = None,
    vcard_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the contacts found as vCards into a file.")
    ] = None,
    as_json: Json = False,
    language: Spoken = None,
) -> None:
    """Find whom to contact, as the documents state it.

    \b
    Examples:
      policydesk contacts "support for smart factories"
      policydesk contacts --organisation "Gyeongbuk Technopark" --vcard-file technopark.vcf
      policydesk contacts --conflicts
    """
    if sum((conflicts, vcard is not None, vcard_file is not None)) > 1:
        raise typer.BadParameter("--conflicts, --vcard and --vcard-file do not go together: give one of them.")
    if need and (conflicts or vcard is not None):
        raise typer.BadParameter("--conflicts and --vcard take no NEED.")
    from assistant.wording import language_of

    spoken = language_of(need, language)
    with open_desk(settings()) as desk:
        known = desk.knowledge.current()
        directory = known.vouched.contacts
        if conflicts:
            _show_conflicts(known.contacts, organisation, spoken, as_json=as_json)
        elif vcard is not None:
            typer.echo(_cards([_by_id(directory, vcard)]), nl=False)
        else:
            _show(_found(directory, need, organisation, spoken), vcard_file, spoken, as_json=as_json)


def _show(found: Sequence[ContactEntry], vcard_file: Path | None, language: Language, *, as_json: bool) -> None:
    from assistant.cli.print_contacts import print_directory
    from assistant.contacts import ContactList
    from assistant.wording import said, say

    if vcard_file and found:
        _write(vcard_file, _cards(found))
        typer.echo(f"{len(found)} contacts written to {vcard_file}.", err=as_json)
    if as_json:
        print_json(ContactList(contacts=list(found)).model_dump_json(indent=2))
    elif not found:
        console().print(say(said("cli-nobody"), language), markup=False)
    elif not vcard_file:
        print_directory(console(), found, language)


def _show_conflicts(directory: Contacts, organisation: str | None, language: Language, *, as_json: bool) -> None:
    from assistant.cli.print_contacts import print_conflicts
    from assistant.http import conflict_list
    from assistant.wording import said, say

    found = [
        each
        for each in directory.conflicts
        if not organisation
        or any(directory.names.same(organisation, one.contact.organisation or "") for one in each.values)
    ]
    if as_json:
        print_json(conflict_list(found, language).model_dump_json(indent=2))
    elif found:
        print_conflicts(console(), found, language)
    else:
        console().print(say(said("cli-no-conflicts"), language))


def _found(directory: Contacts, need: str, organisation: str | None, language: Language) -> list[ContactEntry]:
    from datetime import date

    from assistant.contacts import contact_entries
    from retrieval.records import PolicydeskError

    if len(need or "") > _LONGEST:
        raise PolicydeskError(
            f"A need has at most {_LONGEST:,} characters; this one has {len(need):,}. Say it shorter."
        )
    return contact_entries(directory, date.today(), need, organisation, language)


def _by_id(directory: Contacts, contact_id: str) -> ContactEntry:
    from datetime import date

    from assistant.contacts import contact_by_id
    from retrieval.records import PolicydeskError

    entry = contact_by_id(directory, contact_id, date.today())
    if entry is None:
        raise PolicydeskError(f'There is no contact "{contact_id[:80]}": `policydesk contacts` shows their ids.')
    return entry


def _cards(entries: Sequence[ContactEntry]) -> str:
    from assistant.contacts import vcard

    return "".join(vcard(each, each.document_title, each.source) for each in entries)


def _write(path: Path, text: str) -> None:
    from retrieval.records import PolicydeskError

    try:
        path.write_bytes(text.encode())
    except OSError as error:
        raise PolicydeskError(f"{path} cannot be written ({error.strerror}): name another file.") from error
