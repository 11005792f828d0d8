"""The HTTP API and the page."""

from assistant.http.deferred import deferred_models

with deferred_models():
    import fastapi  # noqa: F401 - with it the models that describe an API

from assistant.http.app import create_app
from assistant.http.connection import MAX_HEAD, Connection
from assistant.http.models import PassageFields, conflict_list
from assistant.http.search_result import (
    CandidateFields,
    ExplainedFields,
    SearchResult,
    explained_result,
    search_result,
)

__all__ = [
    "MAX_HEAD",
    "CandidateFields",
    "Connection",
    "ExplainedFields",
    "PassageFields",
    "SearchResult",
    "conflict_list",
    "create_app",
    "explained_result",
    "search_result",
]
