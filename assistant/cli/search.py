"""The command that searches the passages, and explains their order."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.shared import (
    AsOf,
    Json,
    Kind,
    Organisation,
    Region,
    Spoken,
    console,
    filters,
    open_desk,
    print_json,
    settings,
)


def search(
    question: Annotated[str, typer.Argument(help="In quotes, so that the shell leaves it whole.", show_default=False)],
    limit: Annotated[int, typer.Option(min=1, max=50, help="So many passages.")] = 8,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show every candidate with its scores, and what moved it.")
    ] = False,
    organisation: Organisation = None,
    region: Region = None,
    kind: Kind = None,
    as_of: AsOf = None,
    as_json: Json = False,
    language: Spoken = None,
) -> None:
    """Show the passages that a question finds, best first. No answer is made and nothing is stored.

    \b
    Examples:
      policydesk search "regional industrial planning"
      policydesk search "Until when does the plan run?" --region Gyeongsangbuk-do --limit 3
      policydesk search "Until when does the plan run?" --kind plan --explain
      policydesk search "smart farm" --explain --json
    With --explain:
      dense is the cosine similarity, lexical the BM25 score; under score stand what the features of the ranking add to it.
      "3 to 1, named": the score alone gives rank 3; what the question names comes first.
      Words of the question that are in no document are listed, and so is what a filter keeps out.
    """
    from assistant.chain import clean
    from assistant.http import explained_result, search_result
    from assistant.wording import language_of

    question, wanted = clean(question), filters(organisation, region, kind, as_of)
    with open_desk(settings()) as desk:
        search = desk.knowledge.current().search
        if explain:
            result = explained_result(question, search.explain(question, filters=wanted, limit=limit))
        else:
            found = search.search(question, filters=wanted, limit=limit)
            result = search_result(question, found.wording, found.passages)
    if as_json:
        print_json(result.model_dump_json(indent=2))
        return
    from assistant.cli.print_search import print_search

    print_search(console(), result, language_of(question, language))
