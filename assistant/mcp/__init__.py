"""The same answers by the Model Context Protocol. Its SDK takes over half a second to import: what is here loads it when it is used."""

from assistant.mcp.mounted import Mounted
from assistant.mcp.stdio import serve_stdio

__all__ = ["Mounted", "serve_stdio"]
