"""The command that serves the Model Context Protocol to the program that starts it."""

from __future__ import annotations

from assistant.cli.shared import open_desk, settings


def mcp() -> None:
    """Serve assistants by the Model Context Protocol, over standard input and output. They start it themselves.

    \b
    Examples:
      claude mcp add policydesk -- policydesk mcp
      {"mcpServers": {"policydesk": {"command": "policydesk", "args": ["mcp"]}}}     in a client's settings
    """
    from assistant.mcp import serve_stdio

    with open_desk(settings()) as desk:
        serve_stdio(desk)
