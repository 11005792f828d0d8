"""What other packages bring to the command line, by name: imported when it is called, so that nothing here depends on them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from typer.core import TyperGroup
from typer.main import get_command

COMMANDS = {"telegram": "bots.command", "eval": "evals.command"}
"""A command and the package whose `app` it is."""
_COST = "evals.benchmarks.cost"
_TELEGRAM = "bots.telegram_bot"


class Commands(TyperGroup):
    """The commands of this package, and those of `COMMANDS`."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of the help."""
        return [*super().list_commands(ctx), *COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name, or None."""
        if cmd_name in COMMANDS:
            return get_command(import_module(COMMANDS[cmd_name]).app)
        return super().get_command(ctx, cmd_name)


def cost() -> Any:
    """The measuring of what questions cost: `run`."""
    return import_module(_COST)


def telegram() -> Any:
    """The package of the Telegram bot: `TelegramBot`, `Webhook`."""
    return import_module(_TELEGRAM)
