"""What is written down names nobody and holds no token."""

import io
import json
import logging

import pytest

from bot.model.errors import place_of
from bot.service import journal
from bot.settings import TOKEN as TOKEN_SET

TOKEN = "1234567890:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


@pytest.fixture
def lines():
    """The journal, opened on a stream; gives its lines as objects."""
    stream = io.StringIO()
    before = {name: logging.getLogger(name).level for name in (None, *journal.QUIET)}
    handlers = logging.getLogger().handlers[:]
    journal.open_journal(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.getLogger().handlers[:] = handlers
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def failed(words):
    """An error as the bot's own code raises it."""
    try:
        journal.TOKEN.sub(None, words)
    except TypeError as error:
        return error
    raise AssertionError


def test_what_happened_is_one_object_a_line(lines):
    journal.write("stopped", left="sender", items=3)

    (line,) = lines()

    assert line.pop("at").endswith("Z")
    assert line == {"level": "info", "event": "stopped", "left": "sender", "items": 3}


def test_an_error_is_told_by_its_kind_and_place_without_its_words(lines):
    journal.warn("task failed", failed("my secret words"), task="worker")

    (line,) = lines()

    assert line["error"] == "TypeError"
    assert line["at"].endswith("Z")
    assert ":" in line["where"]
    assert "secret" not in json.dumps(line)


def test_other_libraries_requests_are_not_written_down(lines):
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)

    assert lines() == []


def test_a_token_is_redacted_wherever_it_stands(lines):
    logging.getLogger("httpx").warning("POST https://api.telegram.org/bot%s/getMe failed", TOKEN)

    assert lines()[0]["event"] == "POST https://api.telegram.org/bot[token]/getMe failed"


def test_an_error_of_a_library_is_told_without_its_words(lines):
    try:
        int(TOKEN)
    except ValueError:
        logging.getLogger("somebody").exception("failed")

    (line,) = lines()
    assert (line["from"], line["event"], line["error"]) == ("somebody", "failed", "ValueError")
    assert "AAHdq" not in json.dumps(line)


@pytest.mark.parametrize(
    "text", ["bot1234567890:short", "2026-11-26:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "plain"]
)
def test_what_is_no_token_stays(text):
    assert journal.redact(text) == text


def test_the_place_of_an_error_that_never_was_raised_is_unknown():
    assert place_of(ValueError()) == "?"


@pytest.mark.parametrize("digits", [5, 6, 12, 16])
def test_whatever_may_be_set_as_a_token_is_redacted(digits):
    token = f"{'1' * digits}:{'a' * 30}"

    told = journal.redact(f"https://api.telegram.org/bot{token}/getMe")

    assert TOKEN_SET.fullmatch(token)
    assert told == "https://api.telegram.org/bot[token]/getMe"
