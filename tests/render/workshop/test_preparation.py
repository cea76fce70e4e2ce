"""What whoever leads a workshop has in hand before it: a page, an invitation, and the link as a code."""

import re
from xml.etree import ElementTree as ET

import pytest

from bot.assemble.parts import Parts
from bot.render.pictures import code
from bot.render.pictures.code import code_svg
from bot.workshop.meeting import Meeting
from bot.workshop.state import open_workshop

LINK = "https://t.me/tango_test_bot?start=1r0a1b2c3dabcdefghijklmnopqrstuv"


@pytest.fixture(scope="module")
def hall():
    edition = Parts(chat=True).editions.current()
    meeting = Meeting(language="en", workshop=open_workshop(edition.rules, None), name="Visits <at> home")
    return edition.voice.hall(meeting, "0a1b2c3d")


def test_the_page_has_what_is_needed_the_plan_the_questions_the_invitation_and_the_link(hall):
    document = hall.preparation(LINK)

    assert document.name == "tango-workshop-preparation.html"
    assert "Before the workshop: Visits &lt;at&gt; home" in document.text
    assert document.text.count("<tr>") == 6
    assert document.text.count("<li>") == 5 + 8
    assert "What part do users or the community play in planning the service?" in document.text
    assert f'<a href="{LINK}">' in document.text
    assert "Join here:" in document.text
    assert 'src="data:image/svg+xml;base64,' in document.text


def test_without_a_link_the_page_has_none(hall):
    text = hall.preparation("").text

    assert "<a href" not in text
    assert "<img" not in text


def test_the_link_for_the_room_is_shown_as_a_code_to_scan(hall):
    shown = hall.linked(LINK)

    assert LINK in shown.pages[0].text
    assert shown.picture == code_svg(LINK, "The link as a code to scan with a telephone")


def test_the_code_is_square_black_on_white_and_has_a_title():
    root = ET.fromstring(code_svg(LINK, "A code"))

    assert root.get("width") == root.get("height")
    assert abs(float(root.get("width")) - 1200) < 1
    assert [one.text for one in root.iter("{http://www.w3.org/2000/svg}title")] == ["A code"]
    colours = re.findall(r"#[0-9a-f]{3,6}", ET.tostring(root, "unicode"))
    assert set(colours) == {"#fff", "#000"}


def test_another_link_is_another_code():
    assert code_svg(LINK, "") != code_svg(f"{LINK}x", "")


def test_without_the_extra_or_without_a_link_there_is_no_code(monkeypatch):
    assert code_svg("", "A code") == ""
    monkeypatch.setattr(code, "LIBRARY", "no_such_library")
    assert code_svg(LINK, "A code") == ""
