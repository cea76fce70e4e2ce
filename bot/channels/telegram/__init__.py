"""Telegram: its updates to what was said, pages to its messages. Nothing outside this room imports python-telegram-bot."""
