"""The HTTP API and the page."""

from assistant.http.app import create_app
from assistant.http.connection import MAX_HEAD, Connection
from assistant.http.models import conflict_list

__all__ = ["MAX_HEAD", "Connection", "conflict_list", "create_app"]
