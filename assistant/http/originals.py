"""The route that gives the files that documents were read from."""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse

from assistant.build import Desk
from assistant.http.errors import documented


def routes(desk: Desk) -> APIRouter:
    """`/originals/{id}`, below the version of the including router."""
    found = APIRouter()

    @found.get(
        "/originals/{document_id:path}",
        summary="Download the file of a document",
        response_class=FileResponse,
        responses=documented(404, 503),
    )
    def original(document_id: str) -> FileResponse:
        """The file as it lies in its folder now, to be saved and never shown by the browser."""
        known = desk.knowledge.current().documents
        path = _file_of(known.stored(document_id).root, document_id) if known.whole(document_id) else None
        if path is None:
            raise HTTPException(404, f'There is no file of a document "{document_id[:200]}": /v1/documents lists them.')
        return FileResponse(path, media_type="application/octet-stream", filename=path.name)

    return found


def _file_of(root: str, document_id: str) -> Path | None:
    """The file of a document below the folder that it was indexed from; None where there is none, or a link leads elsewhere."""
    folder = Path(os.path.realpath(root))
    path = Path(os.path.realpath(folder / document_id))
    return path if path.is_relative_to(folder) and path.is_file() else None
