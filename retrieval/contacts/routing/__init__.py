"""Which entry serves a need, which contradict each other, how a number is dialled."""

from retrieval.contacts.routing.candidates import ContactIndex
from retrieval.contacts.routing.contradictions import Conflict, Field, Kind, Stated, conflicts, phones
from retrieval.contacts.routing.dialling import dial
from retrieval.contacts.routing.duty_words import kindred
from retrieval.contacts.routing.matching import ScoredContact
from retrieval.contacts.routing.routes import FLOOR, Route, fit, is_reachable, route
from retrieval.contacts.routing.wordings import compared, has_likes, parts, told, wordings

__all__ = [
    "FLOOR",
    "Conflict",
    "ContactIndex",
    "Field",
    "Kind",
    "Route",
    "ScoredContact",
    "Stated",
    "compared",
    "conflicts",
    "dial",
    "fit",
    "has_likes",
    "is_reachable",
    "kindred",
    "parts",
    "phones",
    "route",
    "told",
    "wordings",
]
