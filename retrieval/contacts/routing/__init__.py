"""Which entries a need names, which contradict each other, how a number is dialled."""

from retrieval.contacts.routing.candidates import ContactIndex
from retrieval.contacts.routing.contradictions import Conflict, Field, Kind, Stated, conflicts, phones
from retrieval.contacts.routing.dialling import dial
from retrieval.contacts.routing.matching import Reason, ScoredContact, admitting, match
from retrieval.contacts.routing.routes import Route, is_reachable, ways

__all__ = [
    "Conflict",
    "ContactIndex",
    "Field",
    "Kind",
    "Reason",
    "Route",
    "ScoredContact",
    "Stated",
    "admitting",
    "conflicts",
    "dial",
    "is_reachable",
    "match",
    "phones",
    "ways",
]
