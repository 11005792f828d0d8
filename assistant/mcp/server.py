"""The server of the protocol: tools and documents as the SDK declares them. Importing this loads the SDK."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Annotated, TypeVar
from urllib.parse import quote, unquote

import anyio
import anyio.to_thread
from mcp import MCPError
from mcp.server.mcpserver import MCPServer, ResourceSecurity
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp_types import INTERNAL_ERROR, Resource, ToolAnnotations
from pydantic import Field

from assistant.build import Desk
from assistant.chain import Event
from assistant.contacts import ContactList
from assistant.mcp import tools
from assistant.mcp.results import AnswerResult, PassageResults, RowResults, TextResult
from assistant.version import version
from retrieval.records import Filters, PolicydeskError

_T = TypeVar("_T")
_AT_ONCE = 16
_LISTED = 1_000  # documents; the others can be read by their ids, which search gives
_URI = "policydesk://documents/"
_INSTRUCTIONS = (
    "Answers about regional industrial policy in Korea, from documents. Use ask for a question as the user put it: the answer is quoted and "
    "cited. Contacts (phones, e-mails, addresses) must be given exactly as contacts or ask give them. Cite document and quote, pass on notices, "
    "and never state what no result states."
)
_LOOKS_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, open_world_hint=False)
_KEEPS = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)

Organisation = Annotated[str | None, Field(description="Only documents of this organisation; any of its names")]
Region = Annotated[str | None, Field(description="Only documents about this region")]
Kind = Annotated[str | None, Field(description="Only documents of this kind, e.g. plan or directory")]


class _LeftError(Exception):
    """The client no longer waits."""


class _Server(MCPServer):
    """Lists the documents of the index in force, whatever was ingested since the start."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "policydesk", title="Policydesk", instructions=_INSTRUCTIONS, version=version(), log_level="ERROR"
        )
        self._desk = desk

    async def list_resources(self) -> list[Resource]:
        """The documents, at most the first thousand."""
        try:
            known = await anyio.to_thread.run_sync(lambda: self._desk.knowledge.current().documents.first(_LISTED))
        except PolicydeskError as error:
            raise MCPError(INTERNAL_ERROR, str(error)) from error
        return [
            Resource(uri=_URI + quote(each.id), name=each.id, title=each.metadata.title, mime_type="text/plain")
            for each in known
        ]


def server_of(desk: Desk) -> MCPServer:
    """A server over an open desk, which stays the caller's to close."""
    server = _Server(desk)
    limiter = anyio.CapacityLimiter(_AT_ONCE)
    _add_ask(server, desk, limiter)

    @server.tool(annotations=_LOOKS_ONLY)
    async def search(
        query: str, limit: int = 8, organisation: Organisation = None, region: Region = None, kind: Kind = None
    ) -> PassageResults:
        """Find the passages of the documents that are nearest to a query (English or Korean), best first, at most 20."""
        return await _told(partial(tools.search, desk, query, limit, Filters(organisation, region, kind)), limiter)

    @server.tool(annotations=_LOOKS_ONLY)
    async def contacts(need: str, organisation: Organisation = None) -> ContactList:
        """Find whom to contact about a need, or the entry of a team or person, with phone and address exactly as published."""
        return await _told(partial(tools.contacts, desk, need, organisation), limiter)

    @server.tool(annotations=_LOOKS_ONLY)
    async def rows(
        question: str, organisation: Organisation = None, region: Region = None, kind: Kind = None
    ) -> RowResults:
        """Give whole lists and tables, or of their rows those that fit ("which projects end in 2027?"), to count or compare."""
        return await _told(partial(tools.rows, desk, question, Filters(organisation, region, kind)), limiter)

    @server.tool(annotations=_LOOKS_ONLY)
    async def read(document_id: str, start: int = 0) -> TextResult:
        """Read a document from a place on, 8,000 characters at once; offsets are those of citations and passages."""
        return await _told(partial(tools.read, desk, document_id, start), limiter)

    _add_documents(server, desk)
    return server


def _add_ask(server: MCPServer, desk: Desk, limiter: anyio.CapacityLimiter) -> None:
    @server.tool(annotations=_KEEPS)
    async def ask(
        question: str,
        conversation_id: Annotated[str | None, Field(description="Of an earlier answer that this goes on from")] = None,
        organisation: Organisation = None,
        region: Region = None,
        kind: Kind = None,
    ) -> AnswerResult:
        """Answer a question (English or Korean) from the documents, with citations, contacts and notices. The answer is kept."""
        left = threading.Event()

        def stop_when_left(_: Event) -> None:
            if left.is_set():
                raise _LeftError

        filters = Filters(organisation, region, kind)
        work = partial(tools.ask, desk, question, conversation_id, filters, stop_when_left)
        try:
            return await _told(work, limiter)
        finally:
            left.set()


def _add_documents(server: MCPServer, desk: Desk) -> None:
    @server.resource(
        f"{_URI}{{+document_id}}",
        name="document",
        title="A document's text",
        mime_type="text/plain",
        security=ResourceSecurity(exempt_params={"document_id"}),  # an id is looked up, it opens no file
    )
    async def document(document_id: str) -> str:
        try:
            return (await anyio.to_thread.run_sync(tools.document, desk, unquote(document_id))).text
        except PolicydeskError as error:
            raise ResourceNotFoundError(str(error)) from error


async def _told(work: Callable[[], _T], limiter: anyio.CapacityLimiter | None = None) -> _T:
    """The work in a thread; its sentence for the user arrives as one. When the client leaves, nobody waits for the thread."""
    try:
        return await anyio.to_thread.run_sync(work, limiter=limiter, abandon_on_cancel=True)
    except PolicydeskError as error:
        raise ToolError(str(error)) from error
