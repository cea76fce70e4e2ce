"""The stand-in is as strict as Telegram: each rule is tried over HTTP, with a plain client."""

import asyncio
import html
import json
import time
from itertools import accumulate

import httpx
import pytest
from hypothesis import given, strategies

from tests.botapi.entities import as_html, parse_html
from tests.botapi.flood import Flood
from tests.botapi.refusals import ApiError
from tests.botapi.sights import transcript
from tests.botapi.standin import StandIn

PIXEL = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + (3).to_bytes(4, "big") + (2).to_bytes(4, "big")
tag = strategies.sampled_from(["b", "i", "u", "s", "code", "tg-spoiler", "blockquote"])
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@pytest.fixture(scope="module")
def address():
    """One process for all tests here; each test begins anew in it."""
    with StandIn.serving("--seed", "1") as address:
        yield address


@pytest.fixture
async def telegram(address):
    async with StandIn.at(address, limits=False) as telegram:
        yield telegram


@pytest.fixture
async def strict(address):
    """With its limits on."""
    async with StandIn.at(address) as telegram:
        yield telegram


@pytest.fixture
async def ana(telegram):
    """Somebody who has started the bot."""
    ana = await telegram.person("Ana", language="en")
    await ana.says("/start")
    return ana


@pytest.fixture
async def group(telegram, ana):
    """A small group with Ana, who is its administrator, and the bot."""
    group = await telegram.group("Planning", [ana], admins=[ana])
    await telegram.add_bot(group, by=ana)
    return group


@pytest.fixture
async def forum(telegram, ana):
    """A supergroup with topics."""
    forum = await telegram.group("Forum", [ana], kind="supergroup", admins=[ana], topics=True)
    await telegram.add_bot(forum, by=ana)
    return forum


async def result(telegram, method, **params):
    """What a call gives; it must be taken."""
    answer = await telegram.api(method, **params)
    assert answer["ok"], answer
    return answer["result"]


async def refusal(telegram, method, **params):
    """Why a call is refused."""
    answer = await telegram.api(method, **params)
    assert not answer["ok"], answer
    return answer["description"]


def send(telegram, chat, text="Hello", **params):
    return result(telegram, "sendMessage", chat_id=chat.id, text=text, **params)


def buttons(*labels, **more):
    return {
        "inline_keyboard": [[{"text": label, "callback_data": label.lower(), **more}] for label in labels]
    }


async def updates(telegram, **params):
    return await result(telegram, "getUpdates", **params)


async def last(telegram, kind, **params):
    """The newest update, which must be of this kind."""
    newest = (await updates(telegram, **params))[-1]
    assert kind in newest, newest
    return newest[kind]


async def confirm_all(telegram):
    waiting = await updates(telegram)
    if waiting:
        await updates(telegram, offset=waiting[-1]["update_id"] + 1)


# How a call is made


async def test_a_wrong_token_is_unauthorized(telegram):
    answer = await telegram.client.get("/bot1:WRONG/getMe")

    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_an_unknown_method_is_not_found(telegram):
    answer = await telegram.client.get(f"/bot{telegram.token}/sendMassage")

    assert answer.status_code == 404
    assert answer.json()["description"] == "Not Found"


async def test_a_method_is_known_in_any_case(telegram):
    assert (await result(telegram, "GETme"))["username"] == "tango_test_bot"


@pytest.mark.parametrize("form", ["json", "data", "params"])
async def test_a_call_is_taken_as_json_as_a_form_and_in_the_address(telegram, ana, form):
    given = {form: {"chat_id": ana.id, "text": "Hello", "disable_notification": "true"}}
    if form == "json":
        given["json"]["disable_notification"] = True

    answer = await telegram.client.post(f"/bot{telegram.token}/sendMessage", **given)

    assert answer.json()["result"]["text"] == "Hello"


async def test_a_call_is_taken_as_multipart(telegram, ana):
    answer = await telegram.client.post(
        f"/bot{telegram.token}/sendDocument",
        data={"chat_id": str(ana.id), "document": "attach://it"},
        files={"it": ("a\r\n.txt", b"--\r\n\x00\xff\r\n--", "text/plain")},
    )

    assert answer.json()["result"]["document"]["file_size"] == 10
    assert (await ana.chat())[-1].document.data == b"--\r\n\x00\xff\r\n--"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"colour": "red"}, 'unknown parameter "colour"'),
        ({"text": 5}, 'parameter "text" must be a String'),
        ({"protect_content": "yes"}, 'parameter "protect_content" must be a Boolean'),
        ({"message_thread_id": "1"}, 'parameter "message_thread_id" must be an Integer'),
        ({"message_thread_id": True}, 'parameter "message_thread_id" must be an Integer'),
        ({"reply_markup": "{"}, 'parameter "reply_markup" must be an Object: it is not valid JSON'),
        ({"entities": {}}, 'parameter "entities" must be an Array'),
        ({"business_connection_id": "b"}, 'parameter "business_connection_id" is not supported here'),
        ({"chat_id": None}, "chat_id is empty"),
        ({"link_preview_options": {"disabled": True}}, 'unknown field "disabled" of link_preview_options'),
        (
            {"reply_parameters": {"message_id": "1"}},
            'field "message_id" of reply_parameters must be an Integer',
        ),
    ],
)
async def test_an_unknown_or_mistyped_parameter_is_refused_by_its_name(telegram, ana, given, why):
    params = {"chat_id": ana.id, "text": "Hello"} | given

    assert await refusal(telegram, "sendMessage", **params) == f"Bad Request: {why}"


async def test_characters_that_are_no_utf_8_are_refused(telegram, ana):
    body = b'{"chat_id": %d, "text": "\\ud800"}' % ana.id
    headers = {"content-type": "application/json"}

    answer = await telegram.client.post(f"/bot{telegram.token}/sendMessage", content=body, headers=headers)

    assert answer.json()["description"] == "Bad Request: strings must be encoded in UTF-8"


async def test_a_refusal_has_the_status_that_its_shape_says(telegram):
    url = f"/bot{telegram.token}/sendMessage"

    answer = await telegram.client.post(url, json={"chat_id": 5, "text": "Hello"})

    assert answer.status_code == 400
    assert answer.json() == {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}


# Texts


@pytest.mark.parametrize(
    ("html", "text", "marks"),
    [
        ("<b>a</b>", "a", [("bold", 0, 1)]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("😀<u>é</u>", "😀é", [("underline", 2, 1)]),
        ("<s>a</s> <del>b</del>", "a b", [("strikethrough", 0, 1), ("strikethrough", 2, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("&lt;b&gt; &amp; &quot;&#65;&#x42; &copy;", '<b> & "AB &copy;', []),
        ("  <b> a </b>\n", "a", [("bold", 0, 1)]),
        ("<a>no address</a>", "no address", []),
        ("<b></b>a", "a", []),
        ("<code>/start</code>", "/start", [("code", 0, 6)]),
    ],
)
async def test_html_becomes_text_with_entities(telegram, ana, html, text, marks):
    sent = await send(telegram, ana, html, parse_mode="HTML")

    assert sent["text"] == text
    assert [(one["type"], one["offset"], one["length"]) for one in sent.get("entities", [])] == marks


@given(text=strategies.text(max_size=50))
def test_an_escaped_text_is_itself_again(text):
    assert parse_html(html.escape(text)) == (text, ())


@given(text=strategies.text(alphabet="ab😀<&", min_size=1), outer=tag, inner=tag)
def test_tags_come_back_as_they_were(text, outer, inner):
    source = f"x<{outer}>y<{inner}>{html.escape(text, quote=False)}</{inner}></{outer}>"

    assert as_html(*parse_html(source)) == source


async def test_a_link_and_a_language_are_kept(telegram, ana):
    html = '<a href="https://a.org/?a=1&amp;b=2">x</a> <pre><code class="language-py">y</code></pre>'

    sent = await send(telegram, ana, html, parse_mode="HTML")

    assert sent["entities"] == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://a.org/?a=1&b=2"},
        {"type": "pre", "offset": 2, "length": 1, "language": "py"},
    ]
    assert (await ana.chat())[-1].html == html.replace("&b", "&amp;b")


async def test_a_link_to_a_person_is_a_mention_of_it(telegram, ana):
    source = f'<a href="tg://user?id={ana.id}">Ana</a> and <a href="tg://user?id=5">nobody</a>'

    sent = await send(telegram, ana, source, parse_mode="HTML")

    [mention] = sent["entities"]
    assert (mention["type"], mention["user"]["id"]) == ("text_mention", ana.id)
    assert (await ana.chat())[-1].html == f'<a href="tg://user?id={ana.id}">Ana</a> and nobody'


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("a <br>", 'Unsupported start tag "br" at byte offset 2'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("é</b>", "Unexpected end tag at byte offset 2"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_html_that_telegram_cannot_parse_is_refused(telegram, ana, html, why):
    told = await refusal(telegram, "sendMessage", chat_id=ana.id, text=html, parse_mode="HTML")

    assert told == f"Bad Request: can't parse entities: {why}"


async def test_markdown_is_refused_here(telegram, ana):
    told = await refusal(telegram, "sendMessage", chat_id=ana.id, text="*a*", parse_mode="MarkdownV2")

    assert told.startswith("Bad Request: unsupported parse_mode")


async def test_a_text_counts_after_parsing_and_in_utf_16(telegram, ana):
    sent = await send(telegram, ana, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")

    assert sent["entities"][0]["length"] == 4096
    text = "😀" * 2048 + "a"
    assert (
        await refusal(telegram, "sendMessage", chat_id=ana.id, text=text)
        == "Bad Request: message is too long"
    )


@pytest.mark.parametrize("text", ["", "  \n ", "<b> </b>"])
async def test_an_empty_text_is_refused(telegram, ana, text):
    told = await refusal(telegram, "sendMessage", chat_id=ana.id, text=text, parse_mode="HTML")

    assert told == "Bad Request: message text is empty"


async def test_a_caption_has_1024_units(telegram, ana):
    sent = await result(
        telegram, "sendDocument", chat_id=ana.id, document=await file_id(telegram, ana), caption="a" * 1024
    )

    assert len(sent["caption"]) == 1024
    told = await refusal(
        telegram, "sendDocument", chat_id=ana.id, document=sent["document"]["file_id"], caption="a" * 1025
    )
    assert told == "Bad Request: message caption is too long"


async def test_given_entities_are_kept_and_must_lie_in_the_text(telegram, ana):
    sent = await send(telegram, ana, "a b", entities=[{"type": "bold", "offset": 2, "length": 1}])

    assert sent["entities"] == [{"type": "bold", "offset": 2, "length": 1}]
    outside = [{"type": "bold", "offset": 2, "length": 2}]
    told = await refusal(telegram, "sendMessage", chat_id=ana.id, text="a b", entities=outside)
    assert told == "Bad Request: entity lies outside of the text"


async def test_commands_mentions_and_addresses_are_marked(telegram, ana):
    await ana.says("😀 /vote@tango_test_bot by @anybody, see https://a.org/b.")

    told = await last(telegram, "message")
    assert [(one["type"], one["offset"], one["length"]) for one in told["entities"]] == [
        ("bot_command", 3, 20),
        ("mention", 27, 8),
        ("url", 41, 15),
    ]


# Keyboards


def deep(**button):
    return {"inline_keyboard": [[{"text": "A", **button}]]}


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        (deep(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (deep(callback_data=""), "BUTTON_DATA_INVALID"),
        (deep(), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (
            deep(callback_data="a", url="https://a.org"),
            "can't parse inline keyboard button: more than one action: url, callback_data",
        ),
        (
            {"inline_keyboard": [[{"text": " ", "callback_data": "a"}]]},
            "can't parse inline keyboard button: field text must be non-empty",
        ),
        (deep(url="nowhere"), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (deep(callback="a"), 'unknown field "callback" of an inline keyboard button'),
        (deep(callback_data=1), 'field "callback_data" of an inline keyboard button must be a String'),
        (buttons(*["A"] * 101), "REPLY_MARKUP_TOO_LONG"),
        (
            {"inline_keyboard": [[{"text": "A", "callback_data": "a"}] * 9]},
            "too many buttons in a row: 9, at most 8",
        ),
        ({"inline_keyboard": [{"text": "A"}]}, "can't parse keyboard: expected an Array of Array of buttons"),
        ({"rows": []}, "object expected as reply markup"),
        ({"force_reply": False}, 'field "force_reply" of reply_markup must be True'),
        ({"keyboard": [[{"text": ""}]]}, "can't parse keyboard button: field text must be non-empty"),
    ],
)
async def test_a_keyboard_that_telegram_would_not_show_is_refused(telegram, ana, markup, why):
    told = await refusal(telegram, "sendMessage", chat_id=ana.id, text="Hello", reply_markup=markup)

    assert told == f"Bad Request: {why}"


@pytest.mark.parametrize(
    "markup",
    [
        buttons(*["A"] * 100),
        deep(callback_data="é" * 32),
        deep(url="https://t.me/tango_test_bot?start=a"),
        {"inline_keyboard": []},
        {"force_reply": True, "selective": True, "input_field_placeholder": "a"},
        {"remove_keyboard": True},
        {"keyboard": [["A", {"text": "B"}]], "resize_keyboard": True},
    ],
)
async def test_a_keyboard_in_telegrams_forms_is_taken(telegram, ana, markup):
    assert (await send(telegram, ana, reply_markup=markup))["text"] == "Hello"


# Edits and deletions


async def test_an_edit_changes_text_and_keyboard(telegram, ana):
    sent = await send(telegram, ana, reply_markup=buttons("Yes"))
    where = {"chat_id": ana.id, "message_id": sent["message_id"]}

    edited = await result(telegram, "editMessageText", **where, text="<b>Bye</b>", parse_mode="HTML")

    assert edited["text"] == "Bye"
    assert edited["edit_date"] >= edited["date"]
    assert "reply_markup" not in edited
    edited = await result(telegram, "editMessageReplyMarkup", **where, reply_markup=buttons("No"))
    assert edited["reply_markup"] == buttons("No")


async def test_an_edit_that_changes_nothing_is_refused(telegram, ana):
    sent = await send(telegram, ana, "<b>Hello</b>", parse_mode="HTML", reply_markup=buttons("Yes"))
    same = {"chat_id": ana.id, "message_id": sent["message_id"], "reply_markup": buttons("Yes")}

    told = await refusal(
        telegram, "editMessageText", **same, text=" <strong>Hello</strong>", parse_mode="HTML"
    )

    assert told == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert await refusal(telegram, "editMessageReplyMarkup", **same) == told


async def test_only_a_message_that_is_there_can_be_edited(telegram, ana):
    told = await refusal(telegram, "editMessageText", chat_id=ana.id, message_id=99999, text="Bye")

    assert told == "Bad Request: message to edit not found"


async def test_only_the_bots_own_messages_can_be_edited(telegram, ana):
    m = await ana.says("Mine")

    told = await refusal(telegram, "editMessageText", chat_id=ana.id, message_id=m.id, text="Yours")

    assert told == "Bad Request: message can't be edited"


async def test_a_message_with_another_keyboard_cannot_be_edited(telegram, ana):
    sent = await send(telegram, ana, reply_markup={"force_reply": True})

    told = await refusal(
        telegram, "editMessageText", chat_id=ana.id, message_id=sent["message_id"], text="Bye"
    )

    assert told == "Bad Request: message can't be edited"


async def test_only_inline_keyboards_can_be_edited_in(telegram, ana):
    sent = await send(telegram, ana)
    where = {"chat_id": ana.id, "message_id": sent["message_id"]}

    told = await refusal(telegram, "editMessageReplyMarkup", **where, reply_markup={"force_reply": True})

    assert told == "Bad Request: inline keyboard expected"


async def test_a_caption_is_edited_as_a_caption(telegram, ana):
    sent = await result(telegram, "sendDocument", chat_id=ana.id, document=await file_id(telegram, ana))
    where = {"chat_id": ana.id, "message_id": sent["message_id"]}

    edited = await result(telegram, "editMessageCaption", **where, caption="New")

    assert edited["caption"] == "New"
    told = await refusal(telegram, "editMessageText", **where, text="New")
    assert told == "Bad Request: there is no text in the message to edit"


async def test_a_message_is_deleted_within_48_hours(telegram, ana):
    sent = await send(telegram, ana)
    where = {"chat_id": ana.id, "message_id": sent["message_id"]}

    assert await result(telegram, "deleteMessage", **where) is True

    assert await refusal(telegram, "deleteMessage", **where) == "Bad Request: message to delete not found"
    await send(telegram, ana)
    old = (await ana.chat())[-1]
    await telegram.ages(old, hours=49)
    told = await refusal(telegram, "deleteMessage", chat_id=ana.id, message_id=old.id)
    assert told == "Bad Request: message can't be deleted for everyone"


async def test_others_messages_in_a_group_are_deleted_by_administrators_only(telegram, ana, group):
    m = await ana.says("Mine", group)
    where = {"chat_id": group.id, "message_id": m.id}

    told = await refusal(telegram, "deleteMessage", **where)

    assert told == "Bad Request: message can't be deleted"
    await telegram.promote(group, by=ana)
    assert await result(telegram, "deleteMessage", **where)


async def test_a_reply_needs_its_message(telegram, ana):
    m = await ana.says("A question")

    sent = await send(telegram, ana, reply_parameters={"message_id": m.id})

    assert sent["reply_to_message"]["text"] == "A question"
    lost = {"chat_id": ana.id, "text": "Hello", "reply_parameters": {"message_id": 99999}}
    assert await refusal(telegram, "sendMessage", **lost) == "Bad Request: message to be replied not found"
    lost["reply_parameters"]["allow_sending_without_reply"] = True
    assert "reply_to_message" not in await result(telegram, "sendMessage", **lost)


async def test_pins_need_rights_in_a_group(telegram, ana, group):
    sent = await send(telegram, group)
    where = {"chat_id": group.id, "message_id": sent["message_id"]}

    told = await refusal(telegram, "pinChatMessage", **where)

    assert told == "Bad Request: not enough rights to manage pinned messages in the chat"
    await telegram.promote(group, by=ana)
    await result(telegram, "pinChatMessage", **where)
    assert (await result(telegram, "getChat", chat_id=group.id))["pinned_message"]["text"] == "Hello"
    said = await last(telegram, "message")
    assert (said["from"]["id"], said["pinned_message"]["text"]) == (123456, "Hello")
    assert (await ana.chat(group))[-1].service == "pinned_message"
    await result(telegram, "unpinChatMessage", chat_id=group.id)
    assert "pinned_message" not in await result(telegram, "getChat", chat_id=group.id)


async def test_a_chat_action_is_one_of_telegrams(telegram, ana):
    assert await result(telegram, "sendChatAction", chat_id=ana.id, action="typing")

    told = await refusal(telegram, "sendChatAction", chat_id=ana.id, action="thinking")
    assert told == "Bad Request: wrong parameter action in request"


# Files


async def upload(telegram, chat, kind, name, data):
    url = f"/bot{telegram.token}/send{kind.title()}"
    answer = await telegram.client.post(url, data={"chat_id": str(chat.id)}, files={kind: (name, data)})
    return answer.json()


async def file_id(telegram, chat):
    return (await upload(telegram, chat, "document", "a.txt", b"words"))["result"]["document"]["file_id"]


async def test_a_document_is_loaded_back_by_its_path(telegram, ana):
    number = await file_id(telegram, ana)

    path = (await result(telegram, "getFile", file_id=number))["file_path"]

    answer = await telegram.client.get(f"/file/bot{telegram.token}/{path}")
    assert answer.content == b"words"
    assert (await ana.sees("")).document.name == "a.txt"


async def test_a_file_is_sent_again_by_its_id_and_only_as_its_kind(telegram, ana):
    number = await file_id(telegram, ana)

    sent = await result(telegram, "sendDocument", chat_id=ana.id, document=number)

    assert sent["document"]["file_id"] == number
    told = await refusal(telegram, "sendPhoto", chat_id=ana.id, photo=number)
    assert told == "Bad Request: can't use file of type Document as Photo"
    told = await refusal(telegram, "sendDocument", chat_id=ana.id, document="nothing")
    assert told == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_a_photo_must_be_a_picture(telegram, ana):
    sent = await upload(telegram, ana, "photo", "a.png", PIXEL)

    assert sent["result"]["photo"][0]["width"] == 3
    told = await upload(telegram, ana, "photo", "a.png", b"words")
    assert told["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    told = await upload(telegram, ana, "document", "a.txt", b"")
    assert told["description"] == "Bad Request: file must be non-empty"
    told = await upload(telegram, ana, "photo", "a.png", PIXEL + b"\0" * 10 * 2**20)
    assert told["description"] == "Bad Request: file is too big"


@pytest.mark.parametrize(("width", "height"), [(9_000, 1_001), (21, 1), (2, 41)])
async def test_a_photo_has_a_size_that_can_be_shown(telegram, ana, width, height):
    told = await upload(
        telegram, ana, "photo", "a.png", PIXEL[:-8] + width.to_bytes(4, "big") + height.to_bytes(4, "big")
    )

    assert told["description"] == "Bad Request: PHOTO_INVALID_DIMENSIONS"


async def test_a_photo_has_words_below_it_that_are_no_text(telegram, ana):
    sent = (await upload(telegram, ana, "photo", "a.png", PIXEL))["result"]
    where = {"chat_id": ana.id, "message_id": sent["message_id"]}

    told = await refusal(telegram, "editMessageText", **where, text="Look")
    await result(telegram, "editMessageCaption", **where, caption="Look")
    long = await refusal(telegram, "editMessageCaption", **where, caption="a" * 1025)

    assert told == "Bad Request: there is no text in the message to edit"
    assert long == "Bad Request: message caption is too long"
    seen = await ana.sees("[picture] Look")
    assert (seen.text, seen.reads) == ("Look", "[picture] Look")
    assert (await ana.transcript()).endswith("Tango (edited): [picture] Look")


# Where the bot may write


async def test_nobody_is_written_to_who_did_not_begin(telegram):
    bo = await telegram.person("Bo")

    told = await refusal(telegram, "sendMessage", chat_id=bo.id, text="Hello")

    assert told == "Forbidden: bot can't initiate conversation with a user"


async def test_a_person_who_blocked_the_bot_is_not_reached_until_it_is_unblocked(telegram, ana):
    await ana.blocks()

    answer = await telegram.client.post(
        f"/bot{telegram.token}/sendMessage", json={"chat_id": ana.id, "text": "Hello"}
    )

    assert answer.status_code == 403
    assert answer.json()["description"] == "Forbidden: bot was blocked by the user"
    told = await last(telegram, "my_chat_member")
    assert (told["old_chat_member"]["status"], told["new_chat_member"]["status"]) == ("member", "kicked")
    await ana.unblocks()
    assert await send(telegram, ana)


async def test_a_deactivated_person_is_not_reached(telegram, ana):
    await ana.deactivates()

    told = await refusal(telegram, "sendMessage", chat_id=ana.id, text="Hello")

    assert told == "Forbidden: user is deactivated"


@pytest.mark.parametrize(("kind", "words"), [("group", "group"), ("supergroup", "supergroup")])
async def test_a_kicked_bot_is_told_so(telegram, ana, kind, words):
    group = await telegram.group("Planning", [ana], kind=kind, admins=[ana])
    await telegram.add_bot(group, by=ana)
    await telegram.kick_bot(group, by=ana)

    told = await refusal(telegram, "sendMessage", chat_id=group.id, text="Hello")

    assert told == f"Forbidden: bot was kicked from the {words} chat"
    kinds = [kind for update in await updates(telegram) for kind in update if kind != "update_id"]
    assert kinds[1:4] == ["my_chat_member", "message", "my_chat_member"]


async def test_a_bot_that_left_is_no_member(telegram, ana, group):
    await result(telegram, "leaveChat", chat_id=group.id)

    told = await refusal(telegram, "sendMessage", chat_id=group.id, text="Hello")

    assert told == "Forbidden: bot is not a member of the group chat"


async def test_a_group_that_the_bot_never_was_in_is_not_found(telegram, ana):
    group = await telegram.group("Secret", [ana])

    assert await refusal(telegram, "getChat", chat_id=group.id) == "Bad Request: chat not found"


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_a_muted_bot_has_no_right_to_write(telegram, ana, kind):
    group = await telegram.group("Planning", [ana], kind=kind, admins=[ana])
    await telegram.add_bot(group, by=ana)
    await telegram.mute(group, by=ana)

    told = await refusal(telegram, "sendMessage", chat_id=group.id, text="Hello")

    assert told == "Bad Request: not enough rights to send text messages to the chat"
    await telegram.mute(group, by=ana, muted=False)
    assert await send(telegram, group)


async def test_a_group_that_moved_says_where_to(telegram, ana, group):
    new = await telegram.upgrade(group)

    answer = await telegram.api("sendMessage", chat_id=group.id, text="Hello")

    assert answer == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    told = [update["message"] for update in (await updates(telegram))[-2:]]
    assert told[0]["migrate_to_chat_id"] == new.id
    assert told[0]["chat"]["id"] == told[1]["migrate_from_chat_id"] == group.id
    assert str(new.id).startswith("-100")
    assert (await send(telegram, new))["chat"]["type"] == "supergroup"


async def test_the_messages_of_a_move_come_in_either_order(telegram, ana, group):
    new = await telegram.upgrade(group, by=ana, new_first=True)

    told = [update["message"]["chat"]["id"] for update in (await updates(telegram))[-2:]]

    assert told == [new.id, group.id]


# Topics


async def test_a_topics_messages_carry_its_number(telegram, ana, forum):
    thread = await telegram.topic(forum, "Ideas", by=ana)
    await ana.says("/vote", forum, thread=thread)

    told = await last(telegram, "message")

    assert (told["message_thread_id"], told["is_topic_message"]) == (thread, True)
    assert told["reply_to_message"]["forum_topic_created"]["name"] == "Ideas"
    sent = await send(telegram, forum, message_thread_id=thread)
    assert (sent["message_thread_id"], sent["chat"]["is_forum"]) == (thread, True)
    assert (await ana.sees("Hello", chat=forum, thread=thread)).thread == thread


async def test_a_topic_that_is_not_there_is_not_found(telegram, ana, forum):
    thread = await telegram.topic(forum, "Ideas", by=ana)
    await telegram.delete_topic(forum, thread)
    lost = {"text": "Hello", "message_thread_id": thread}

    told = await refusal(telegram, "sendMessage", chat_id=forum.id, **lost)

    assert told == "Bad Request: message thread not found"
    assert await refusal(telegram, "sendMessage", chat_id=ana.id, **lost) == told


async def test_a_closed_topic_takes_nothing_until_it_is_opened(telegram, ana, forum):
    thread = await telegram.topic(forum, "Ideas", by=ana)
    await telegram.close_topic(forum, thread, by=ana)
    params = {"chat_id": forum.id, "text": "Hello", "message_thread_id": thread}

    told = await refusal(telegram, "sendMessage", **params)

    assert told == "Bad Request: TOPIC_CLOSED"
    assert "forum_topic_closed" in await last(telegram, "message")
    await telegram.close_topic(forum, thread, by=ana, closed=False)
    assert await result(telegram, "sendMessage", **params)


async def test_a_bot_makes_topics_as_an_administrator_of_a_forum(telegram, ana, forum, group):
    params = {"chat_id": forum.id, "name": "Ideas"}

    told = await refusal(telegram, "createForumTopic", **params)

    assert told == "Bad Request: not enough rights to create a topic"
    await telegram.promote(forum, by=ana)
    made = await result(telegram, "createForumTopic", **params)
    assert (await send(telegram, forum, message_thread_id=made["message_thread_id"]))["is_topic_message"]
    told = await refusal(telegram, "createForumTopic", chat_id=group.id, name="Ideas")
    assert told == "Bad Request: the chat is not a forum"


# Presses


async def pressed(telegram, person, text="Hello", label="Yes", chat=None):
    """A press that waits for its answer, and the query that the bot got."""
    await send(telegram, chat or person, text, reply_markup=buttons(label))
    await person.sees(text, chat=chat)
    spinning = asyncio.create_task(person.presses(label, chat=chat))
    waiting = []
    while not waiting or "callback_query" not in waiting[-1]:
        waiting = await updates(telegram, timeout=1)
    return spinning, waiting[-1]["callback_query"]


async def test_a_press_brings_the_message_and_spins_until_it_is_answered(telegram, ana):
    spinning, query = await pressed(telegram, ana)
    await asyncio.sleep(0.1)

    await result(telegram, "answerCallbackQuery", callback_query_id=query["id"], text="Done", show_alert=True)

    toast = await spinning
    assert (toast.text, toast.alert) == ("Done", True)
    assert toast.seconds >= 0.1
    assert (query["data"], query["from"]["id"], query["message"]["text"]) == ("yes", ana.id, "Hello")
    assert query["message"]["from"]["username"] == "tango_test_bot"
    assert isinstance(query["chat_instance"], str)


async def test_a_press_is_answered_once(telegram, ana):
    spinning, query = await pressed(telegram, ana)
    await result(telegram, "answerCallbackQuery", callback_query_id=query["id"])
    await spinning

    told = await refusal(telegram, "answerCallbackQuery", callback_query_id=query["id"])

    assert told == TOO_OLD
    assert (await telegram.worst())["answered_twice"] == 1
    assert await refusal(telegram, "answerCallbackQuery", callback_query_id="77") == TOO_OLD


async def test_a_press_is_answered_soon(address):
    async with StandIn.at(address, query_age=0.05) as telegram:
        ana = await telegram.person("Ana")
        await ana.says("/start")
        with pytest.raises(AssertionError, match="did not answer the press of") as error:
            await ana.presses_data(5, "yes", within=0.1)
        query = await last(telegram, "callback_query")

        told = await refusal(telegram, "answerCallbackQuery", callback_query_id=query["id"])

        assert told == TOO_OLD
        assert "Ana: /start" in str(error.value)


async def test_a_toast_has_200_units(telegram, ana):
    spinning, query = await pressed(telegram, ana)

    told = await refusal(telegram, "answerCallbackQuery", callback_query_id=query["id"], text="a" * 201)

    assert told == "Bad Request: MESSAGE_TOO_LONG"
    await result(telegram, "answerCallbackQuery", callback_query_id=query["id"], text="a" * 200)
    await spinning


NO_LINKS = [
    "https://example.org/",
    "https://t.me/tango_test_bot",
    "https://t.me/another_bot?start=a",
    "t.me/tango_test_bot?start=a",
    "tg://resolve?domain=tango_test_bot",
    "https://t.me/tango_test_bot?startgroup=a",
    "https://t.me/tango_test_bot?start=a.b",
    f"https://t.me/tango_test_bot?start={'a' * 65}",
]


@pytest.mark.parametrize("link", NO_LINKS)
async def test_a_press_opens_nothing_but_the_bots_own_chat(telegram, link):
    told = await refusal(telegram, "answerCallbackQuery", callback_query_id="7", url=link)

    assert told == "Bad Request: URL_INVALID"


async def test_whoever_is_sent_to_the_bot_begins_with_the_word_of_the_link(telegram, ana, group):
    bo = await telegram.person("Bo", language="en")
    await bo.joins(group)
    spinning, query = await pressed(telegram, bo, chat=group)
    link = "https://t.me/Tango_Test_Bot?start=join-1"
    await result(telegram, "answerCallbackQuery", callback_query_id=query["id"], url=link.lower())

    toast = await spinning
    said = await bo.opens(toast.url)

    assert (toast.text, toast.url) == ("", link.lower())
    assert said.text == "/start join-1"
    assert (await last(telegram, "message"))["chat"]["id"] == bo.id
    await send(telegram, bo, "Welcome")


async def test_in_a_public_group_others_press_too_and_are_no_members(telegram, ana):
    team = await telegram.group("Team", [ana], kind="supergroup", public=True, admins=[ana])
    await telegram.add_bot(team, by=ana)
    bo = await telegram.person("Bo")

    spinning, query = await pressed(telegram, bo, chat=team)
    await result(telegram, "answerCallbackQuery", callback_query_id=query["id"], text="Who are you?")

    assert (await spinning).text == "Who are you?"
    assert query["from"]["id"] == bo.id
    assert query["message"]["chat"]["username"]
    member = await result(telegram, "getChatMember", chat_id=team.id, user_id=bo.id)
    assert member["status"] == "left"
    with pytest.raises(AssertionError, match="has topics or is public"):
        await telegram.group("Team", [ana], public=True)


async def test_a_press_shows_the_message_as_it_looks_now(telegram, ana):
    await send(telegram, ana, reply_markup=buttons("Yes"))
    m = await ana.sees("Hello")
    await result(telegram, "editMessageText", chat_id=ana.id, message_id=m.id, text="Closed")

    with pytest.raises(AssertionError):
        await ana.presses_data(m, "forged", within=0.01)

    query = await last(telegram, "callback_query")
    assert (query["message"]["text"], query["data"]) == ("Closed", "forged")


async def test_a_press_under_a_deleted_message_brings_an_inaccessible_one(telegram, ana):
    sent = await send(telegram, ana, reply_markup=buttons("Yes"))
    m = await ana.sees("Hello")
    await result(telegram, "deleteMessage", chat_id=ana.id, message_id=m.id)

    with pytest.raises(AssertionError):
        await ana.presses_data(m, "yes", within=0.01)

    query = await last(telegram, "callback_query")
    assert query["message"] == {"chat": sent["chat"], "message_id": m.id, "date": 0}


# Groups and privacy


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/vote", True),
        ("/vote@tango_test_bot now", True),
        ("/vote@Tango_Test_Bot", True),
        ("/vote@other_bot", False),
        ("Ask @tango_test_bot", True),
        ("Ask @tango_test_botany", False),
        ("Hello", False),
        ("Say /vote", False),
    ],
)
async def test_privacy_lets_commands_and_mentions_through(telegram, ana, group, text, heard):
    await confirm_all(telegram)

    await ana.says(text, group)

    assert [update["message"]["text"] for update in await updates(telegram)] == [text] * heard


async def test_privacy_lets_replies_to_the_bot_through(telegram, ana, group):
    await send(telegram, group, "Which?")
    m = await ana.sees("Which?", chat=group)
    own = await ana.says("Hm", group)
    await ana.says("To myself", group, reply_to=own)

    await ana.says("That one", group, reply_to=m)

    told = await last(telegram, "message")
    assert (told["text"], told["reply_to_message"]["text"]) == ("That one", "Which?")
    assert "To myself" not in str(await updates(telegram))


async def test_an_administrator_bot_hears_all(telegram, ana, group):
    await telegram.promote(group, by=ana)

    await ana.says("Hello", group)

    assert (await last(telegram, "message"))["text"] == "Hello"


async def test_without_privacy_the_bot_hears_all_but_other_bots(address):
    async with StandIn.at(address, privacy=False) as telegram:
        ana = await telegram.person("Ana")
        group = await telegram.group("Planning", [ana])
        await telegram.add_bot(group, by=ana)
        await ana.says("Hello", group)

        await telegram.post_as_bot(group, "I am a bot")

        assert (await last(telegram, "message"))["text"] == "Hello"
        assert (await ana.sees("I am a bot", chat=group)).sender_name == "Other"
        assert (await result(telegram, "getMe"))["can_read_all_group_messages"]


async def test_an_anonymous_administrator_speaks_as_the_group_and_presses_as_itself(telegram):
    ana = await telegram.person("Ana")
    group = await telegram.group("Planning", [ana], kind="supergroup", admins=[ana], anonymous=[ana])
    await telegram.add_bot(group, by=ana)

    await ana.says("/vote", group)

    told = await last(telegram, "message")
    assert told["from"] == {
        "id": 1087968824,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    }
    assert told["sender_chat"]["id"] == group.id
    spinning, query = await pressed(telegram, ana, chat=group)
    await result(telegram, "answerCallbackQuery", callback_query_id=query["id"])
    await spinning
    assert query["from"]["id"] == ana.id
    assert await result(telegram, "getChatAdministrators", chat_id=group.id) == []


async def test_a_channel_speaks_as_itself(telegram, ana, group):
    await telegram.post_as_channel(group, "/vote", title="News")

    told = await last(telegram, "message")

    assert (told["from"]["id"], told["from"]["username"]) == (136817688, "Channel_Bot")
    assert (told["sender_chat"]["type"], told["sender_chat"]["title"]) == ("channel", "News")


async def test_members_and_administrators_are_told_apart(telegram, ana, group):
    bo = await telegram.person("Bo")
    cy = await telegram.person("Cy")
    await bo.joins(group)

    statuses = [
        (await result(telegram, "getChatMember", chat_id=group.id, user_id=one.id))["status"]
        for one in (ana, bo, cy)
    ]

    assert statuses == ["creator", "member", "left"]
    admins = await result(telegram, "getChatAdministrators", chat_id=group.id)
    assert [one["user"]["id"] for one in admins] == [ana.id]
    assert await result(telegram, "getChatMemberCount", chat_id=group.id) == 3
    told = await refusal(telegram, "getChatAdministrators", chat_id=ana.id)
    assert told == "Bad Request: there are no administrators in the private chat"
    assert (
        await refusal(telegram, "getChatMember", chat_id=group.id, user_id=5) == "Bad Request: user not found"
    )


async def test_the_bot_is_told_when_it_is_added_and_promoted(telegram, ana, group):
    await telegram.promote(group, by=ana)

    told = [update for update in await updates(telegram) if "my_chat_member" in update]

    changes = [update["my_chat_member"] for update in told]
    assert [(one["old_chat_member"]["status"], one["new_chat_member"]["status"]) for one in changes] == [
        ("left", "member"),
        ("member", "administrator"),
    ]
    assert changes[0]["from"]["id"] == ana.id
    added = (await updates(telegram))[2]["message"]["new_chat_members"]
    assert added[0]["username"] == "tango_test_bot"


async def test_edits_stickers_photos_and_forwards_reach_the_bot(telegram, ana):
    m = await ana.says("Helo")
    await ana.edits(m, "Hello")
    await ana.sends_sticker()
    await ana.sends_photo(caption="/look")
    await ana.forwards("Wise words")
    await ana.sends_document("a.txt", b"words")

    told = (await updates(telegram))[2:]

    assert told[0]["edited_message"]["text"] == "Hello"
    assert told[1]["message"]["sticker"]["emoji"]
    assert told[2]["message"]["caption_entities"][0]["type"] == "bot_command"
    assert told[3]["message"]["forward_origin"]["type"] == "hidden_user"
    assert told[4]["message"]["document"]["file_name"] == "a.txt"


# Limits


@given(waits=strategies.lists(strategies.floats(min_value=0.0, max_value=5.0), max_size=200))
def test_no_window_ever_holds_more_than_it_may(waits):
    clock, times = iter(accumulate(waits)), []
    flood = Flood(clock=lambda: times[-1])
    passed = [now for now in clock if passes(flood, now, times)]

    assert all(later - first > 60 - 1e-6 for first, later in zip(passed, passed[20:], strict=False))
    assert flood.refused == len(waits) - len(passed)


def passes(flood, now, times, *, private=False):
    times.append(now)
    try:
        flood.pass_one(1 if private else -1, private=private)
    except ApiError:
        return False
    return True


async def test_a_private_chat_takes_one_message_a_second(strict):
    ana = await strict.person("Ana")
    await ana.says("/start")
    sent = await send(strict, ana)

    answer = await strict.client.post(
        f"/bot{strict.token}/editMessageText",
        json={"chat_id": ana.id, "message_id": sent["message_id"], "text": "Bye"},
    )

    assert answer.status_code == 429
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    assert (await strict.worst())["private"] == 1
    assert (await strict.worst())["refused"] == 1
    await asyncio.sleep(1)
    assert await send(strict, ana)


def test_a_call_before_the_wait_is_over_is_refused_again():
    times = []
    flood = Flood(pace=2, clock=lambda: times[-1])

    passed = [passes(flood, now, times, private=True) for now in (0.0, 0.4, 0.6, 0.89, 0.9, 1.3, 1.9)]

    assert passed == [True, False, False, False, True, False, True]
    assert flood.worst() == {"all": 1, "private": 1, "group": 0, "by_chat": {"1": 1}, "refused": 4}


async def test_a_group_takes_twenty_messages_a_minute(strict):
    ana = await strict.person("Ana")
    group = await strict.group("Planning", [ana])
    await strict.add_bot(group, by=ana)
    for number in range(20):
        await send(strict, group, f"{number}")

    answer = await strict.api("sendMessage", chat_id=group.id, text="One more")

    assert 58 <= answer["parameters"]["retry_after"] <= 60
    assert (await strict.worst())["group"] == 20


async def test_a_pin_counts_as_a_message(strict):
    cy = await strict.person("Cy")
    await cy.says("/start")
    sent = await result(strict, "sendMessage", chat_id=cy.id, text="Hello")

    told = await refusal(strict, "pinChatMessage", chat_id=cy.id, message_id=sent["message_id"])

    assert told == "Too Many Requests: retry after 1"


async def test_thirty_messages_a_second_go_out_over_all(address):
    async with StandIn.at(address, pace=0.2) as telegram:
        people = [await telegram.person(f"Person {number}") for number in range(40)]
        await asyncio.gather(*(one.says("/start") for one in people))

        answers = await asyncio.gather(
            *(telegram.api("sendMessage", chat_id=one.id, text="Hello") for one in people)
        )

        assert sum(answer["ok"] for answer in answers) == 30
        assert (await telegram.worst())["all"] == 30


async def test_a_faster_pace_makes_the_windows_shorter(address):
    async with StandIn.at(address, pace=2) as telegram:
        ana = await telegram.person("Ana")
        await ana.says("/start")
        await send(telegram, ana)
        answer = await telegram.api("sendMessage", chat_id=ana.id, text="Too early")

        await asyncio.sleep(0.5)

        assert answer["parameters"]["retry_after"] == 1
        assert await send(telegram, ana)


async def test_what_is_no_message_is_not_limited(strict):
    ana = await strict.person("Ana")
    await ana.says("/start")
    await send(strict, ana)

    for _ in range(40):
        await result(strict, "sendChatAction", chat_id=ana.id, action="typing")

    assert (await strict.worst())["refused"] == 0


# Updates by polling


async def test_updates_are_numbered_one_after_the_other_and_kept_until_confirmed(telegram, ana):
    await ana.says("Two")
    await ana.says("Three")

    first = await updates(telegram)

    assert [update["message"]["text"] for update in first] == ["/start", "Two", "Three"]
    numbers = [update["update_id"] for update in first]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert await updates(telegram) == first
    assert await updates(telegram, offset=numbers[1]) == first[1:]
    assert await updates(telegram, offset=numbers[2] + 1) == []
    assert await updates(telegram) == []


async def test_a_limit_and_a_negative_offset_are_obeyed(telegram, ana):
    await ana.says("Two")
    await ana.says("Three")

    assert len(await updates(telegram, limit=2)) == 2

    assert [update["message"]["text"] for update in await updates(telegram, offset=-1)] == ["Three"]
    assert len(await updates(telegram)) == 1
    assert "limit" in await refusal(telegram, "getUpdates", limit=101)


async def test_a_long_poll_waits_until_something_happens(telegram, ana):
    await confirm_all(telegram)
    started = time.monotonic()
    assert await updates(telegram, timeout=1) == []
    assert time.monotonic() - started >= 0.95
    poll = asyncio.create_task(updates(telegram, timeout=30))
    await asyncio.sleep(0.1)

    await ana.says("Now")

    assert (await asyncio.wait_for(poll, 1))[0]["message"]["text"] == "Now"


async def test_a_second_poll_ends_the_first_one(telegram):
    url = f"/bot{telegram.token}/getUpdates"
    first = asyncio.create_task(telegram.client.post(url, json={"timeout": 30}))
    await asyncio.sleep(0.1)

    await updates(telegram)

    answer = await first
    assert answer.status_code == 409
    assert answer.json()["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


async def test_a_poll_whose_bot_is_gone_takes_nothing_with_it(telegram, ana):
    await confirm_all(telegram)
    poll = asyncio.create_task(updates(telegram, timeout=30))
    await asyncio.sleep(0.1)
    poll.cancel()

    await ana.says("Are you there?")

    assert (await last(telegram, "message", timeout=1))["text"] == "Are you there?"


async def test_only_kinds_that_were_asked_for_come(telegram, ana):
    await updates(telegram, allowed_updates=["callback_query"])
    await confirm_all(telegram)

    await ana.says("Hello")

    assert await updates(telegram) == []
    told = await refusal(telegram, "getUpdates", allowed_updates=["massage"])
    assert told == "Bad Request: unknown kind of updates: massage"


async def test_an_update_comes_once_more(telegram, ana):
    await telegram.repeat(share=1.0)
    await ana.says("Two")
    first = await updates(telegram)

    second = await updates(telegram, offset=first[-1]["update_id"] + 1)

    assert second == first
    assert await updates(telegram) == []


async def test_numbers_go_on_from_a_lower_one_after_a_long_silence(telegram, ana):
    await ana.says("Two")
    offset = (await updates(telegram))[-1]["update_id"] + 1
    await updates(telegram, offset=offset)
    await telegram.skip_ids(1000)
    await ana.says("After a week")

    told = await updates(telegram, offset=offset)

    assert [(update["update_id"], update["message"]["text"]) for update in told] == [(1000, "After a week")]
    assert await updates(telegram, offset=1001) == []


async def test_a_malformed_update_comes_as_it_is(telegram):
    await telegram.raw({"message": {"nothing": "is right"}})

    assert (await last(telegram, "message")) == {"nothing": "is right"}


# Updates by webhook


class Hook:
    """A bot's own server: it writes down what it is told, and answers what `says` gives for it."""

    def __init__(self, says=None):
        self.says = says or (lambda update: "200 OK")
        self.told, self.secrets, self.open, self.widest = [], [], 0, 0
        self.wait, self.meetings = 0, []
        self.bell = asyncio.Event()

    async def __aenter__(self):
        self.server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}/hook"
        return self

    async def __aexit__(self, *exc):
        self.server.close()
        await asyncio.gather(*self.meetings)

    async def _meet(self, reader, writer):
        self.meetings.append(asyncio.current_task())
        self.open += 1
        self.widest = max(self.widest, self.open)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        lines = dict(line.split(": ", 1) for line in head.split("\r\n")[1:-2])
        update = json.loads(await reader.readexactly(int(lines["content-length"])))
        self.secrets.append(lines.get("x-telegram-bot-api-secret-token"))
        self.told.append(update)
        self.bell.set()
        await asyncio.sleep(self.wait)
        writer.write(
            f"HTTP/1.1 {self.says(update)}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        self.open -= 1
        writer.close()
        await writer.wait_closed()

    def texts(self):
        return [update["message"]["text"] for update in self.told]

    async def until(self, count):
        async with asyncio.timeout(5):
            while len(self.told) < count:
                self.bell.clear()
                await self.bell.wait()


async def test_a_webhook_is_told_with_its_secret(telegram, ana):
    async with Hook() as hook:
        await result(telegram, "setWebhook", url=hook.url, secret_token="not-told")
        await ana.says("Hello")

        await hook.until(2)

        assert hook.texts() == ["/start", "Hello"]
        assert hook.secrets == ["not-told", "not-told"]
        await telegram.all_confirmed()
        assert (await result(telegram, "getWebhookInfo"))["url"] == hook.url


async def test_nobody_polls_while_a_webhook_is_set(telegram):
    await result(telegram, "setWebhook", url="https://a.org/hook")

    told = await refusal(telegram, "getUpdates")

    assert told == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    await result(telegram, "deleteWebhook")
    assert await updates(telegram) == []


async def test_pending_updates_are_dropped_on_demand(telegram, ana):
    await result(telegram, "setWebhook", url="http://127.0.0.1:9/", drop_pending_updates=True)
    assert (await result(telegram, "getWebhookInfo"))["pending_update_count"] == 0
    await ana.says("Hello")
    assert (await result(telegram, "getWebhookInfo"))["pending_update_count"] == 1

    await result(telegram, "deleteWebhook", drop_pending_updates=True)

    assert await updates(telegram) == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"url": "http://a.org/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://a.org/", "secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"url": "https://a.org/", "max_connections": 101}, "max_connections must be from 1 to 100"),
    ],
)
async def test_a_webhook_that_telegram_would_not_call_is_refused(telegram, given, why):
    assert await refusal(telegram, "setWebhook", **given) == f"Bad Request: {why}"


async def test_the_next_update_of_a_chat_waits_until_the_one_before_was_taken(telegram, ana):
    answers = iter(["500 Oh", "503 Oh", "200 OK", "200 OK"])
    await confirm_all(telegram)
    async with Hook(lambda update: next(answers)) as hook:
        await result(telegram, "setWebhook", url=hook.url)
        await ana.says("One")
        await ana.says("Two")

        await hook.until(4)

        assert hook.texts() == ["One", "One", "One", "Two"]
        info = await result(telegram, "getWebhookInfo")
        assert info["last_error_message"] == "Wrong response from the webhook: 503 Oh"
        assert info["last_error_date"] <= time.time()


async def test_chats_are_told_side_by_side_up_to_a_limit(telegram):
    people = [await telegram.person(f"Person {number}") for number in range(6)]
    async with Hook() as hook:
        hook.wait = 0.3
        await result(telegram, "setWebhook", url=hook.url, max_connections=3)
        for one in people:
            await one.says("Hello")

        await hook.until(6)

        assert hook.widest == 3


async def test_a_webhook_is_told_once_more(telegram, ana):
    await confirm_all(telegram)
    await telegram.repeat(share=1.0)
    async with Hook() as hook:
        await result(telegram, "setWebhook", url=hook.url)
        await ana.says("One")

        await hook.until(2)

        assert hook.texts() == ["One", "One"]
        assert hook.told[0]["update_id"] == hook.told[1]["update_id"]


async def test_a_webhook_is_told_twice_at_once(telegram, ana):
    await confirm_all(telegram)
    await telegram.repeat(share=1.0, at_once=True)
    async with Hook() as hook:
        hook.wait = 0.1
        await result(telegram, "setWebhook", url=hook.url)
        await ana.says("One")

        await hook.until(2)

        assert hook.widest == 2
        assert hook.texts() == ["One", "One"]


# What the bot says of itself


async def test_commands_are_kept_by_scope_and_language(telegram, ana, group):
    start = [{"command": "start", "description": "Begin"}]
    anfang = [{"command": "start", "description": "Anfang"}]
    chat = {"type": "chat_administrators", "chat_id": group.id}
    await result(telegram, "setMyCommands", commands=start)
    await result(telegram, "setMyCommands", commands=anfang, language_code="de", scope=chat)

    assert await result(telegram, "getMyCommands") == start
    assert await result(telegram, "getMyCommands", scope=chat, language_code="de") == anfang
    assert await result(telegram, "getMyCommands", scope=chat) == []
    await result(telegram, "deleteMyCommands")
    assert await result(telegram, "getMyCommands") == []


async def test_an_app_shows_the_commands_of_the_narrowest_scope_in_its_language(telegram, ana, group):
    bo = await telegram.person("Bo", language="de")
    await bo.joins(group)
    for scope, language, words in (
        ({"type": "default"}, "", "for all"),
        ({"type": "default"}, "de", "für alle"),
        ({"type": "all_group_chats"}, "", "for groups"),
        ({"type": "chat_administrators", "chat_id": group.id}, "", "for those"),
    ):
        commands = [{"command": "start", "description": words}]
        await result(telegram, "setMyCommands", commands=commands, scope=scope, language_code=language)

    shown = [await ana.menu(), await bo.menu(), await bo.menu(group), await ana.menu(group)]

    assert [words for [(_, words)] in shown] == ["for all", "für alle", "for groups", "for those"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"commands": [{"command": "Start", "description": "a"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a" * 33, "description": "a"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "a" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "a"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "deu"}, "invalid language code specified"),
        (
            {"commands": [], "scope": {"type": "all"}},
            "can't parse BotCommandScope: unsupported type specified",
        ),
        ({"commands": [], "scope": {"type": "chat"}}, "BotCommandScope of type chat takes type, chat_id"),
    ],
)
async def test_commands_that_telegram_would_not_show_are_refused(telegram, given, why):
    assert await refusal(telegram, "setMyCommands", **given) == f"Bad Request: {why}"


@pytest.mark.parametrize(
    ("title", "name", "most"),
    [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ],
)
async def test_the_bots_texts_are_kept_by_language(telegram, title, name, most):
    await result(telegram, f"setMy{title}", **{name: "a" * most})
    await result(telegram, f"setMy{title}", **{name: "b", "language_code": "de"})

    assert await result(telegram, f"getMy{title}", language_code="fr") == {name: "a" * most}
    assert await result(telegram, f"getMy{title}", language_code="de") == {name: "b"}
    told = await refusal(telegram, f"setMy{title}", **{name: "a" * (most + 1)})
    assert told.endswith("is too long")


async def test_a_menu_button_is_kept_for_all_and_for_one(telegram, ana):
    await result(telegram, "setChatMenuButton", chat_id=ana.id, menu_button={"type": "default"})

    assert await result(telegram, "getChatMenuButton", chat_id=ana.id) == {"type": "default"}
    assert await result(telegram, "getChatMenuButton") == {"type": "commands"}
    told = await refusal(telegram, "setChatMenuButton", menu_button={"type": "web_app"})
    assert told == "Bad Request: a MenuButton has a text and a web_app exactly if its type is web_app"


# What goes wrong on purpose


async def test_a_fault_of_429_and_of_500_is_answered_and_used_up(telegram, ana):
    await telegram.fault("sendMessage", kind="429", retry_after=7)
    await telegram.fault("sendMessage", kind="500")

    answers = [await telegram.api("sendMessage", chat_id=ana.id, text=f"{number}") for number in range(3)]

    assert answers[0]["parameters"] == {"retry_after": 7}
    assert answers[1] == {"ok": False, "error_code": 500, "description": "Internal Server Error"}
    assert answers[2]["ok"]
    assert [m.text for m in await ana.chat()] == ["/start", "2"]


async def test_a_fault_strikes_only_its_chat_until_it_is_mended(telegram, ana):
    bo = await telegram.person("Bo")
    await bo.says("/start")
    await telegram.fault("*", kind="500", chat=bo, times=None)

    assert await send(telegram, ana)
    assert await refusal(telegram, "sendMessage", chat_id=bo.id, text="a") == "Internal Server Error"
    assert await refusal(telegram, "sendMessage", chat_id=bo.id, text="a") == "Internal Server Error"
    await telegram.mend()
    assert await send(telegram, bo)


@pytest.mark.parametrize(("kind", "texts"), [("timeout", ["/start"]), ("late", ["/start", "Hello"])])
async def test_an_answer_that_never_comes_may_come_after_the_effect(telegram, ana, kind, texts):
    await telegram.fault("sendMessage", kind=kind)

    with pytest.raises(httpx.ReadTimeout):
        await telegram.client.post(
            f"/bot{telegram.token}/sendMessage", json={"chat_id": ana.id, "text": "Hello"}, timeout=0.2
        )

    assert [m.text for m in await ana.chat()] == texts


async def test_a_connection_breaks_off(telegram, ana):
    await telegram.fault("sendMessage", kind="reset")

    with pytest.raises(httpx.TransportError):
        await send(telegram, ana)

    assert [m.text for m in await ana.chat()] == ["/start"]


async def test_all_calls_are_written_down(telegram, ana):
    await send(telegram, ana)
    await refusal(telegram, "sendMessage", chat_id=5, text="Hello")

    calls = await telegram.calls("sendMessage")

    assert [call["params"]["chat_id"] for call in calls] == [ana.id, 5]
    assert calls[0]["result"]["text"] == "Hello"
    assert calls[1]["error"]["description"] == "Bad Request: chat not found"
    assert calls[0]["time"] <= calls[1]["time"] <= time.time()


# The test's side


async def test_a_person_who_does_not_see_it_shows_the_chat(telegram, ana):
    await send(telegram, ana, "Question 1", reply_markup=buttons("Yes", "No"))

    with pytest.raises(AssertionError) as error:
        await ana.sees("Question 2", within=0.05)

    assert str(error.value) == (
        "Ana does not see 'Question 2' within 0.05 s. The chat:\n"
        "Ana: /start\nTango: Question 1\n  [Yes]\n  [No]"
    )


async def test_a_person_sees_only_what_came_after_its_own_last_deed(telegram, ana):
    sent = await send(telegram, ana, "Question 1")
    await ana.sees("Question 1")
    await ana.says("Hm")

    with pytest.raises(AssertionError):
        await ana.sees("Question 1", within=0.05)

    where = {"chat_id": ana.id, "message_id": sent["message_id"]}
    await result(telegram, "editMessageText", **where, text="Question 1, again")
    assert (await ana.sees("Question 1")).edited
    await ana.says("Hm")
    await ana.sees_nothing(during=0.05)


async def test_a_button_is_found_by_its_label_on_the_newest_message_that_has_it(telegram, ana):
    await send(telegram, ana, "Old", reply_markup=buttons("Go back"))
    await send(telegram, ana, "New", reply_markup=buttons("Yes", "Yes, but"))
    await ana.sees("New")

    with pytest.raises(AssertionError, match="several buttons"):
        await ana.presses("es")
    with pytest.raises(AssertionError, match="no button is named 'Maybe'"):
        await ana.presses("Maybe")
    with pytest.raises(AssertionError, match="did not answer"):
        await ana.presses("back", within=0.01)
    assert (await last(telegram, "callback_query"))["data"] == "go back"
    with pytest.raises(AssertionError, match="did not answer"):
        await ana.presses("es", row=1, within=0.01)
    assert (await last(telegram, "callback_query"))["data"] == "yes, but"


async def test_a_link_to_the_bot_says_its_word(telegram, ana):
    group = await telegram.group("Planning", [ana])
    link = "https://t.me/tango_test_bot?start"

    own = await ana.opens(f"{link}=join-1")
    theirs = await ana.opens(f"{link}group=here", group)

    assert (own.text, theirs.text) == ("/start join-1", "/start@tango_test_bot here")
    assert (await last(telegram, "message"))["text"] == theirs.text
    with pytest.raises(AssertionError, match="is no link to a bot"):
        await ana.opens(f"{link}=a.b")


async def test_nobody_can_do_what_an_app_would_not_let_them_do(telegram, ana, group):
    bo = await telegram.person("Bo")

    with pytest.raises(AssertionError, match="Bo is not in this group"):
        await bo.says("Hello", group)
    with pytest.raises(AssertionError, match="empty message"):
        await ana.says("  ")


async def test_two_hundred_people_talk_at_once(telegram):
    people = [await telegram.person(f"Person {number}") for number in range(200)]
    bot = asyncio.create_task(echo(telegram, 200))

    async def talk(one):
        await one.says(f"I am {one.name}.")
        await one.sees(f"You said: I am {one.name}.", within=20)

    await asyncio.gather(*(talk(one) for one in people))
    await bot


async def echo(telegram, count):
    """A bot that says what it hears, until it has done so so often."""
    offset = 0
    while count:
        for update in await updates(telegram, offset=offset, timeout=5):
            offset, count = update["update_id"] + 1, count - 1
            message = update["message"]
            await result(
                telegram, "sendMessage", chat_id=message["chat"]["id"], text=f"You said: {message['text']}"
            )


async def test_the_process_ends_with_its_test():
    async with StandIn.start(pace=5.0) as telegram:
        ana = await telegram.person("Ana", id=7)
        await ana.says("/start")

        await send(telegram, ana)

        assert transcript(await ana.chat()) == "Ana: /start\nTango: Hello"
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(telegram.url)
