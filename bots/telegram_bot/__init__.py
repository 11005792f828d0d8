"""The Telegram bot."""

from bots.telegram_bot.bot import TelegramBot
from bots.telegram_bot.polling import poll
from bots.telegram_bot.webhook import Webhook

__all__ = ["TelegramBot", "Webhook", "poll"]
