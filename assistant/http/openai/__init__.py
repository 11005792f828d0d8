"""The same answers in OpenAI's formats."""

from assistant.http.openai.routes import DIALECT, openai_routes

__all__ = ["DIALECT", "openai_routes"]
