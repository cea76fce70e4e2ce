"""Sessions are kept alike by every engine."""

from dataclasses import replace

import pytest

from bot.model.errors import ConflictError
from bot.model.keeping import Kept

DRAFT = Kept("a1", b"1|draft", finished=False, changed="2026-03-25T10:00:00Z")
RESULT = Kept("b2", b"1|result", finished=True, changed="2026-03-25T11:00:00Z")
LATER = Kept("c3", b"1|later", finished=False, changed="2026-03-26T10:00:00Z")


def written(*kept):
    """As they are after the first write."""
    return [replace(one, version=1) for one in kept]


async def test_what_was_saved_is_loaded(store):
    saved = await store.save(DRAFT)

    assert await store.load("a1") == saved == replace(DRAFT, version=1)


async def test_all_of_a_session_is_kept(store):
    full = Kept(
        "f1",
        b"1|\xff\x00",
        finished=True,
        changed="2026-03-25T10:00:00.000Z",
        conversation="chat",
        person="person",
        digest="sha256:abc",
    )
    await store.save(full)

    assert await store.all("chat") == written(full)


async def test_a_second_save_replaces_the_first(store):
    first = await store.save(DRAFT)
    newer = replace(first, state=b"1|newer", finished=True, changed="2026-03-25T12:00:00Z")

    await store.save(newer)

    assert await store.all() == [replace(newer, version=2)]


async def test_a_save_over_what_somebody_else_wrote_is_refused_and_changes_nothing(store):
    first = await store.save(DRAFT)
    theirs = await store.save(replace(first, state=b"1|theirs"))

    with pytest.raises(ConflictError) as caught:
        await store.save(replace(first, state=b"1|mine"))

    assert await store.load("a1") == theirs
    assert str(caught.value) == (
        "Session a1 was changed or erased somewhere else meanwhile. Nothing was overwritten."
        " Go on with what is kept: tango assess --resume a1"
    )


async def test_a_session_that_was_erased_does_not_come_back(store):
    first = await store.save(DRAFT)
    await store.erase("a1")

    with pytest.raises(ConflictError):
        await store.save(first)

    assert await store.all() == []


async def test_a_new_session_never_takes_the_place_of_another_of_its_id(store):
    await store.save(DRAFT)

    with pytest.raises(ConflictError):
        await store.save(replace(DRAFT, state=b"1|other"))

    assert (await store.load("a1")).state == b"1|draft"


async def test_an_unknown_id_is_nothing(store):
    assert await store.load("nobody") is None


async def test_an_id_that_is_no_text_is_nothing(store):
    assert await store.load("\udcff") is None


async def test_all_lists_the_last_changed_first(store):
    for kept in (LATER, DRAFT, RESULT):
        await store.save(kept)

    assert await store.all() == written(LATER, RESULT, DRAFT)


async def test_sessions_of_another_conversation_are_not_listed(store):
    theirs = replace(DRAFT, id="t1", conversation="theirs")
    await store.save(DRAFT)
    await store.save(theirs)

    assert await store.all() == written(DRAFT)
    assert await store.all("theirs") == written(theirs)
    assert await store.latest(finished=False, conversation="theirs") == written(theirs)[0]


async def test_the_latest_draft_and_the_latest_result_are_told_apart(store):
    for kept in (DRAFT, LATER, RESULT):
        await store.save(kept)

    assert await store.latest(finished=False) == written(LATER)[0]
    assert await store.latest(finished=True) == written(RESULT)[0]


async def test_there_is_no_latest_in_an_empty_store(store):
    assert await store.latest(finished=False) is None
    assert await store.latest(finished=True) is None


async def test_erase_removes_one_session_only(store):
    await store.save(DRAFT)
    await store.save(RESULT)

    await store.erase("a1")

    assert await store.all() == written(RESULT)


async def test_the_files_of_a_version_of_content_are_kept_as_they_are(store):
    files = {"dialogues/a.yaml": "Grüße".encode(), "knowledge/b.yaml": b"\xff\x00\xe9"}

    await store.pin("sha256:abc", files, "2026-03-25")
    await store.pin("sha256:abc", {}, "2026-03-26")

    assert await store.pinned("sha256:abc")
    assert await store.files("sha256:abc") == files


async def test_content_that_nobody_pinned_is_nothing(store):
    assert not await store.pinned("sha256:abc")
    assert await store.files("sha256:abc") is None
