"""The HTTP API and the page. Routes translate; what they call holds the rules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import anyio
from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.routing import Route

from assistant.build import Desk
from assistant.http import ask as api_ask
from assistant.http import errors as api_errors
from assistant.http import lookup as api_lookup
from assistant.http import uploads as api_uploads
from assistant.http.errors import Problem, dialect_of, documented
from assistant.http.guard import Guard, allowed_hosts
from assistant.http.models import Health, Readiness
from assistant.http.openai import DIALECT, openai_routes
from assistant.http.page import add_page
from assistant.mcp import Mounted
from assistant.version import version

_AT_ONCE = 16
"""Questions worked on at the same time; more wait in line. The embedded model gains nothing from more."""
_TAGS = [
    {"name": "ask", "description": "Questions, cited answers and the conversations that they form."},
    {"name": "look up", "description": "What the answers are made from: passages, documents and contacts."},
    {"name": "openai", "description": "The same answers in OpenAI's formats, for programs that speak these."},
    {"name": "service", "description": "Whether the service runs and what it has."},
]


class _App(FastAPI):
    """FastAPI whose OpenAPI description shows the one shape of errors, in place of FastAPI's own."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            described = super().openapi()
            for path, operations in described["paths"].items():
                _describe_errors(operations.values(), own_shape=dialect_of(path, [DIALECT]) is not None)
            schemas = described["components"]["schemas"]
            schemas.pop("HTTPValidationError", None)
            schemas.pop("ValidationError", None)
            problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= problem.pop("$defs") | {"Problem": problem}
        return super().openapi()


def create_app(desk: Desk) -> FastAPI:
    """The app over an open desk, which stays the caller's to close."""
    mcp = Mounted(desk)
    app = _App(
        lifespan=mcp.running,
        title="Policydesk",
        summary="Cited answers about regional industrial policy in Korea",
        version=version(),
        openapi_tags=_TAGS,
        docs_url=None,  # these two pages load scripts from another host
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        middleware=[Middleware(Guard, hosts=allowed_hosts(desk.settings.host), dialects=[DIALECT])],
    )
    api_errors.install(app, [DIALECT])
    limiter = anyio.CapacityLimiter(_AT_ONCE)
    for routes in (
        api_ask.routes(desk, limiter),
        api_lookup.routes(desk),
        api_uploads.routes(desk),
        openai_routes(desk, limiter),
        _service_routes(desk),
    ):
        app.include_router(routes)
    app.router.routes.append(Route("/mcp", mcp, include_in_schema=False))
    add_page(app, Path(__file__).parent.parent / "web")
    return app


def _describe_errors(operations: Iterable[dict[str, Any]], *, own_shape: bool) -> None:
    """A body that is not as described is a problem, or where errors have a shape of their own one of those described already."""
    for responses in (each["responses"] for each in operations if "422" in each["responses"]):
        del responses["422"]
        if not own_shape:
            responses.update({str(status): shown for status, shown in documented(422).items()})


def _service_routes(desk: Desk) -> APIRouter:
    routes = APIRouter(tags=["service"])

    @routes.get("/health", summary="Is the process up?")
    async def health() -> Health:
        return Health()

    @routes.get("/ready", summary="Is there an index to answer from, and how large is it?", responses=documented(503))
    def ready() -> Readiness:
        documents = desk.knowledge.check().documents
        return Readiness(
            documents=len(documents),
            chunks=sum(each.chunks for each in documents),
            mode="generated" if desk.model else "extractive",
        )

    return routes
