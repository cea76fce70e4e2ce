"""PNG from the real library, in a real process."""

import asyncio
import io
import runpy
import sys

import pytest
from pictured import pixels

from bot.assemble.pictures import painter as assembled
from bot.render.pictures.painter import ROOM, Painter
from bot.render.pictures.worker import LENGTH, serve

WORD = '<text x="100" y="100" font-size="60" font-family="\'DejaVu Sans\'">{}</text>'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200"><rect width="600" height="200" fill="#ffffff"/>{}</svg>'
ECHO = (
    "import os, struct, sys\n"
    "said = ' '.join(os.environ).encode()\n"
    "sys.stdout.buffer.write(struct.pack('>I', len(said)) + said)\n"
    "sys.stdout.flush()\n"
    "sys.stdin.read()"
)


@pytest.fixture
async def painter():
    painter = Painter()
    yield painter
    await painter.close()


def words(text):
    return SVG.format(WORD.format(text))


async def test_a_picture_is_1200_pixels_wide_with_white_corners_and_dark_words(painter):
    lines = pixels(await painter.png(words("say")))

    assert (len(lines[0]), len(lines)) == (1200, 400)
    assert {lines[y][x] for y in (0, -1) for x in (0, -1)} == {(255, 255, 255, 255)}
    assert (0, 0, 0, 255) in {pixel for line in lines for pixel in line}


async def test_the_same_picture_gives_the_same_bytes_and_another_gives_others(painter):
    first, again, other = [await painter.png(words(text)) for text in ("say", "say", "do")]

    assert first == again != other


async def test_only_the_shipped_font_is_used(painter):
    plain = await painter.png(SVG.format(""))

    assert await painter.png(words("say").replace("DejaVu Sans", "DejaVu Serif")) in (
        plain,
        await painter.png(words("say")),
    )


async def test_other_tasks_go_on_while_a_picture_is_made(painter):
    waiting = asyncio.create_task(painter.png(words("say" * 50)))
    turns = 0
    while not waiting.done():
        turns += 1
        await asyncio.sleep(0)

    assert await waiting
    assert turns > 10


async def test_pictures_asked_for_at_once_are_all_made(painter):
    made = await asyncio.gather(*(painter.png(words(text)) for text in "abc"))

    assert len(set(made)) == 3
    assert all(made)


async def test_what_cannot_be_rendered_gives_none_and_the_next_picture_comes_from_a_new_worker(painter):
    await painter.png(words("say"))
    first = painter._process.pid

    assert [await painter.png(wrong) for wrong in ("<svg", "", "\ud800")] == [None] * 3
    assert await painter.png(words("say"))
    assert painter._process.pid != first


async def test_a_worker_that_was_killed_is_replaced(painter):
    await painter.png(words("say"))
    painter._process.kill()
    await painter._process.wait()

    assert await painter.png(words("say")) is None
    assert await painter.png(words("say"))


async def test_nothing_is_started_before_the_first_picture(painter):
    assert painter._process is None


async def test_without_the_extra_there_are_no_pictures(painter, monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)

    assert await painter.png(words("say")) is None
    assert painter._process is None


@pytest.mark.parametrize("command", [("sleep", "60"), ("true",), ("no-such-program",)])
async def test_a_worker_that_does_not_answer_gives_none(command):
    painter = Painter(command, patience=0.5)

    assert await painter.png(words("say")) is None
    assert painter._process is None


async def test_a_picture_that_nobody_waits_for_any_more_ends_its_worker():
    painter = Painter(("sleep", "60"))
    waiting = asyncio.create_task(painter.png(words("say")))
    await asyncio.wait({waiting}, timeout=1)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert painter._process is None


@pytest.mark.parametrize("seconds", [0, 1], ids=["starting", "painting"])
async def test_closing_gives_up_the_picture_that_is_being_made_and_there_are_no_more(seconds):
    painter = Painter(("sleep", "60"), patience=600)
    waiting = asyncio.create_task(painter.png(words("say")))
    await asyncio.wait({waiting}, timeout=seconds)
    await painter.close()

    assert await waiting is None
    assert await painter.png(words("say")) is None
    await painter.close()


async def test_the_worker_gets_none_of_our_settings(monkeypatch):
    monkeypatch.setenv("TANGO_TELEGRAM_TOKEN", "1:a")
    painter = Painter((sys.executable, "-c", ECHO))
    names = (await painter.png("")).decode().split()
    await painter.close()

    assert "PATH" in names
    assert [name for name in names if name.startswith("TANGO")] == []


async def test_assemble_builds_one():
    painter = assembled()

    assert await painter.png(words("say"))
    await painter.close()


def request(svg):
    return LENGTH.pack(len(svg)) + svg.encode()


def test_a_worker_answers_until_there_are_no_more_requests():
    answers = io.BytesIO()
    serve(io.BytesIO(request(SVG.format("")) * 2), answers, [])
    answer = answers.getvalue()

    assert answer[: len(answer) // 2] * 2 == answer
    assert answer[4:8] == b"\x89PNG"


def test_a_worker_runs_as_a_file_on_its_own_streams(monkeypatch):
    said = io.BytesIO()
    monkeypatch.setattr("sys.argv", ["worker.py"])
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(request(SVG.format("")))))
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(said))
    runpy.run_path(f"{ROOM}/worker.py", run_name="__main__")

    assert said.getvalue()[4:8] == b"\x89PNG"
