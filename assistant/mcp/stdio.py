"""The protocol over standard input and output, for programs that start this one."""

from __future__ import annotations

from assistant.build import Desk


def serve_stdio(desk: Desk) -> None:
    """Serve until the client closes the input. Nothing else may be written to standard output meanwhile."""
    from assistant.mcp.server import server_of

    server_of(desk).run("stdio")
