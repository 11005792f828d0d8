"""Which folder each document came from, in plain sight beside the index."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

_FOLDERS = "folders.json"


def note_folders(beside: Path, folders: Mapping[str, str]) -> None:
    """Keep document id -> folder in plain sight, for a rebuild of an index that cannot be read any more."""
    (beside / _FOLDERS).write_text(json.dumps(folders, ensure_ascii=False, indent=0), "utf-8", "surrogatepass")


def noted_folders(beside: Path) -> dict[str, str]:
    """What `note_folders` kept; nothing when that is gone or damaged too."""
    try:
        noted = json.loads((beside / _FOLDERS).read_text("utf-8", "surrogatepass"))
    except (OSError, ValueError):
        return {}
    return {str(document): str(folder) for document, folder in noted.items()} if isinstance(noted, dict) else {}
