"""The parts of a bot fit together: it runs in this process, on a platform that says what the test says."""

import asyncio
import os
import signal
import sys
import time
from contextlib import ExitStack, closing
from dataclasses import replace

import pytest
from plain_tongue import Plain

from bot.assemble import worker
from bot.assemble.worker import Platform, work
from bot.model.errors import PlatformError, StoreError, TangoError
from bot.model.post import Incoming
from bot.model.sending import Address, Claim, Limits, Outgoing
from bot.service.queues import Update
from bot.store import inbox, outbox
from bot.store.sole import Sole
from bot.store.sqlite import SqliteFile

ANN = "5512345678"


class Told:
    """A platform on which one person says some lines, then waits; it stops the bot after so many messages, or the `last`."""

    def __init__(self, *lines, enough=0, first=0, last=None):
        self.waiting = [
            Update(channel="telegram:7", number=number, place=ANN, person=ANN, body=line.encode())
            for number, line in enumerate(lines, start=first)
        ]
        self.enough = enough
        self.last = last
        self.sent = []

    async def poll(self):
        if not self.waiting:
            await asyncio.sleep(30)
        return list(self.waiting)

    def confirm(self, updates):
        self.waiting = [one for one in self.waiting if one not in updates]

    async def send(self, message):
        self.sent.append((message.address.place, message.body.decode()))
        if len(self.sent) == self.enough or (self.last and self.last in self.sent[-1][1]):
            os.kill(os.getpid(), signal.SIGTERM)
        return str(len(self.sent))

    @property
    def platform(self):
        return Platform(
            name="telegram", source=self, transport=self, tongue=Plain(), limits=Limits(), lease=2_000
        )


@pytest.fixture(autouse=True)
def database(tmp_path, monkeypatch):
    monkeypatch.setenv("TANGO_DATABASE", str(tmp_path / "tango.db"))
    monkeypatch.setattr(worker, "open_journal", lambda: None)
    return str(tmp_path / "tango.db")


def test_it_answers_until_it_is_told_to_stop():
    told = Told("hi", "Home visits", enough=3)

    work(told.platform)

    assert {place for place, _ in told.sent} == {ANN}
    assert told.sent[0][1].startswith("# Tango")


def test_it_keeps_to_the_list_of_whom_it_may_answer(monkeypatch):
    monkeypatch.setenv("TANGO_ALLOW", "telegram:1")
    monkeypatch.setenv("TANGO_DAILY_LIMIT", "0")
    told = Told("hi", enough=1)

    work(told.platform)

    assert told.sent[0][1].startswith("This Tango answers only people whom its operator has listed.")


def test_it_can_be_watched(monkeypatch):
    monkeypatch.setenv("TANGO_HTTP", "127.0.0.1:0")
    told = Told("hi", enough=1)

    work(told.platform)

    assert told.sent


def test_a_database_of_another_account_is_refused():
    work(replace(Told("hi", enough=1).platform, account="telegram:7"))

    with pytest.raises(TangoError, match="This database belongs to another bot"):
        work(replace(Told(enough=0).platform, account="telegram:8"))


class TurnedAway(Told):
    """A platform that gives what waits, and takes the token no more once all of it is taken in."""

    async def poll(self):
        if not self.waiting:
            raise PlatformError("no such token")
        return list(self.waiting)


def turned_away(*lines):
    """Work for the account 8 until the platform turns it away."""
    with pytest.raises(PlatformError):
        work(replace(TurnedAway(*lines).platform, account="telegram:8"))


def is_refused(account):
    """The database is another bot's."""
    with pytest.raises(TangoError, match="This database belongs to another bot"):
        work(replace(Told(enough=0).platform, account=account))


def test_a_token_that_was_never_accepted_ties_no_database():
    turned_away()

    work(replace(Told("hi", enough=1).platform, account="telegram:7"))


def test_a_token_that_brought_something_ties_the_database_though_it_is_taken_no_more():
    turned_away("hi")

    is_refused("telegram:7")
    work(replace(Told("hi", first=1, enough=1).platform, account="telegram:8"))


def test_a_token_that_is_taken_no_more_leaves_a_database_to_its_bot():
    work(replace(Told("hi", enough=1).platform, account="telegram:8"))

    turned_away()

    is_refused("telegram:7")
    work(replace(Told("hi", first=1, enough=1).platform, account="telegram:8"))


def test_without_the_part_for_being_watched_it_says_what_to_install(monkeypatch):
    monkeypatch.setenv("TANGO_HTTP", "127.0.0.1:0")
    monkeypatch.setitem(sys.modules, "bot.channels.http", None)

    with pytest.raises(TangoError, match=r"pip install 'tango-coproduction.web.'"):
        work(Told(enough=0).platform)


def test_it_does_not_begin_beside_another(database):
    with ExitStack() as stack:
        stack.callback(Sole(database).close)

        with pytest.raises(StoreError, match="Another bot is at work"):
            work(Told(enough=0).platform)


def test_what_was_under_way_when_it_died_waits_for_no_lease(database):
    item = Incoming("telegram:1", 1, "ann", "ann", b"", 0, address=Address(ANN, group=False))
    with closing(SqliteFile(database)) as file, file.transaction() as tx:
        inbox.receive(tx, [item])
        outbox.put(tx, [("ann", Outgoing(b"hello"))])
        dead = Claim(owner="dead", now=time.time_ns() // 1_000_000, lease=800_000, count=1, limits=Limits())
        assert outbox.claim(tx, dead).messages
    told = Told(enough=1)

    work(told.platform)

    assert told.sent[0] == (ANN, "hello")


class Refused(Told):
    """A platform that does not know us."""

    async def poll(self):
        raise TangoError("The token is refused.")


def test_a_platform_that_refuses_us_stops_it_with_the_reason():
    with pytest.raises(TangoError, match=r"^The token is refused\.$"):
        work(Refused().platform)


def test_on_a_server_others_may_work_beside_it(database_url, monkeypatch):
    monkeypatch.setenv("TANGO_DATABASE", database_url)
    told = Told("hi", enough=1)

    work(told.platform)

    assert told.sent


def test_a_worker_with_another_secret_is_refused(database_url, monkeypatch):
    monkeypatch.setenv("TANGO_DATABASE", database_url)
    monkeypatch.setenv("TANGO_SECRET", "the-secret-of-everybody")
    work(Told("hi", enough=1).platform)

    monkeypatch.setenv("TANGO_SECRET", "another-secret-altogether")
    with pytest.raises(TangoError, match="Give every worker the same TANGO_SECRET"):
        work(Told(enough=0).platform)


def test_a_worker_with_a_newer_secret_of_the_same_line_is_welcome(database_url, monkeypatch):
    monkeypatch.setenv("TANGO_DATABASE", database_url)
    monkeypatch.setenv("TANGO_SECRET", "the-secret-of-everybody")
    work(Told("hi", enough=1).platform)

    monkeypatch.setenv("TANGO_SECRET", "a-newer-secret-of-all,the-secret-of-everybody")
    # What the first run had still to say it may have said while it stopped, or leave to this one.
    told = Told("Home visits", first=1, last="Which part")
    work(told.platform)

    assert "Which part" in told.sent[-1][1]  # the conversation goes on where it was
