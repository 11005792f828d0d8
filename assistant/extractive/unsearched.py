"""What to say when nothing has to be searched: small talk, and questions that cannot be answered as they are."""

from __future__ import annotations

from assistant.ask import Ask
from assistant.extractive.refused import MOST_TITLES, document_listed, titled
from assistant.extractive.response import Response, names_of, say
from assistant.extractive.suggest import topics
from assistant.quoting import Part
from assistant.wording import said
from retrieval.search import Documents


def small_talk(ask: Ask, documents: Documents) -> Response:
    """Thanks, a goodbye, a greeting, or what can be asked here."""
    if ask.small_talk == "thanks":
        return Response("smalltalk", (say("thanks"),))
    if ask.small_talk == "goodbye":
        return Response("smalltalk", (say("goodbye"),))
    if ask.small_talk == "greeting":
        return Response("smalltalk", (say("greeting"),), suggestions=topics(documents))
    held = titled(documents.first(MOST_TITLES))
    opening = Part(lead=said("capabilities"), items=tuple(each.metadata.title for each in held))
    items = tuple(map(document_listed, held))
    return Response("smalltalk", (opening,), suggestions=topics(documents), listed=items)


def clarify(ask: Ask, documents: Documents) -> Response:
    """Why it cannot be answered as it is, and what there is to choose from."""
    names = names_of(ask.choices)
    why = Part(lead=ask.why or said("follow-up-of-nothing"), items=names)
    return Response("clarify", (why,), suggestions=names or topics(documents), choices=ask.choices)
