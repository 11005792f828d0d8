"""The page, its files and what it says."""

from __future__ import annotations

import json
import os
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from assistant.wording import LANGUAGES, templates


class _Files(StaticFiles):
    """Files that a browser keeps but asks about each time, so that an update shows at once."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response


def add_page(app: FastAPI, folder: Path) -> None:
    """Serve `folder`: its index.html at /, everything at /assets/; what it says comes as one of them."""
    files = _Files(directory=folder)

    @app.get("/assets/tables.js", include_in_schema=False)
    def tables() -> Response:
        held = json.dumps({language: templates(language) for language in LANGUAGES}, ensure_ascii=False)
        headers = {"Cache-Control": "no-cache"}
        return Response(f"export const tables = {held};\n", media_type="text/javascript", headers=headers)

    app.mount("/assets", files, name="assets")

    @app.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
    async def page(request: Request) -> Response:
        return await files.get_response("index.html", request.scope)
