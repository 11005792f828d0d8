"""The bot's first run on a machine where nothing has been indexed."""

from __future__ import annotations

from pathlib import Path

import pytest
from bot_api_server import BotApiServer
from forks import forking
from telegram_process import BotProcess

pytestmark = [pytest.mark.slow, pytest.mark.thorough, forking]


def test_with_ingest_the_first_run_indexes_the_documents_and_answers(tmp_path: Path) -> None:
    documents, home = tmp_path / "documents", tmp_path / "home"
    documents.mkdir()
    home.mkdir()
    (documents / "plan.md").write_text("# Harbour Plan\n\nThe budget of the harbour plan is 40 billion won.\n", "utf-8")
    with BotApiServer() as server, BotProcess(server, home, "--ingest", DOCUMENTS=documents):
        mina = server.person("Mina")
        mina.says("What is the budget of the harbour plan?")
        mina.chat.waits_for("40 billion won. [1]", 20)
