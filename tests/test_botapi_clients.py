"""Libraries that nobody here wrote take the stand-in for Telegram: aiogram and python-telegram-bot hold a conversation."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from tests.botapi.methods import METHODS
from tests.botapi.standin import StandIn

telegram_ext = pytest.importorskip("telegram.ext")

OLD_NAMES = {"allow_sending_without_reply", "disable_web_page_preview", "reply_to_message_id"}


@pytest.fixture
async def telegram():
    async with StandIn.start(pace=20) as telegram:
        yield telegram


async def converse(ana, chat=None, thread=None):
    """What a person does with the bot of these tests; it is the same whoever serves it, and wherever."""
    await ana.says("/start@tango_test_bot", chat, thread=thread)
    m = await ana.sees("Shall we begin?", chat=chat, thread=thread)
    assert m.html == "<b>Shall</b> we begin?"
    assert m.labels == ["Yes", "Site"]

    toast = await ana.presses("Yes", chat=chat)

    assert (toast.text, toast.alert) == ("Good", True)
    edited = await ana.sees("We have begun.", chat=chat, thread=thread)
    assert (edited.id, edited.edited, edited.buttons) == (m.id, True, ())
    await ana.says("/report@tango_test_bot", chat, thread=thread)
    report = await ana.sees("Your report", chat=chat, thread=thread)
    assert (report.document.name, report.document.data) == ("report.txt", b"It went well.\r\n")


async def with_topic(telegram, ana):
    """A forum that the bot is in, and a topic of it."""
    forum = await telegram.group("Forum", [ana], kind="supergroup", admins=[ana], topics=True)
    await telegram.add_bot(forum, by=ana)
    return forum, await telegram.topic(forum, "Ideas", by=ana)


async def much_happens(telegram):
    """Every kind of update that the stand-in knows, but presses."""
    ana, bo = await telegram.person("Ana"), await telegram.person("Bo")
    group = await telegram.group("Planning", [ana, bo], kind="supergroup", admins=[ana], anonymous=[ana])
    await telegram.add_bot(group, by=ana)
    await telegram.mute(group, by=ana)
    await telegram.promote(group, by=ana)
    await ana.says("/vote", group)
    await bo.edits(await bo.says("Helo", group), "Hello")
    await bo.sends_sticker(group)
    await bo.sends_photo(group, caption="Look")
    await bo.forwards("Wise words", group, origin=ana)
    await bo.leaves(group)
    await telegram.post_as_channel(group, "News")
    await telegram.kick_bot(group, by=ana)
    await bo.says("/start")
    await bo.blocks()


# aiogram


@pytest.fixture(scope="module")
def aio():
    import aiogram_bot

    return aiogram_bot


async def test_aiogram_holds_a_conversation_in_a_private_chat(telegram, aio):
    ana = await telegram.person("Ana", language="en")

    async with aio.polls(telegram):
        await converse(ana)

    assert (await telegram.worst())["refused"] == 0


async def test_aiogram_holds_a_conversation_in_a_topic_of_a_group(telegram, aio):
    ana = await telegram.person("Ana")
    forum, thread = await with_topic(telegram, ana)

    async with aio.polls(telegram) as bot:
        await converse(ana, forum, thread)

        administrators = await bot.get_chat_administrators(forum.id)
        assert [one.user.id for one in administrators] == [ana.id]
        assert (await bot.get_chat(forum.id)).is_forum
        assert (await bot.get_chat_member(forum.id, bot.id)).status == "member"


async def test_aiogram_is_told_by_its_webhook(telegram, aio):
    ana = await telegram.person("Ana")
    bot = aio.made(telegram)
    app = aio.web.Application()
    aio.SimpleRequestHandler(aio.dispatcher(), bot, secret_token="not-told").register(app, path="/hook")
    runner = aio.web.AppRunner(app)
    await runner.setup()
    site = aio.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]

    await bot.set_webhook(f"http://{host}:{port}/hook", secret_token="not-told")
    await converse(ana)

    assert (await bot.get_webhook_info()).last_error_message is None
    await bot.delete_webhook()
    await runner.cleanup()


async def test_aiogram_reads_every_refusal(telegram, aio):
    ana = await telegram.person("Ana")
    group = await telegram.group("Planning", [ana])
    await telegram.add_bot(group, by=ana)
    new = await telegram.upgrade(group, by=ana)
    await telegram.fault("sendMessage", kind="429", chat=new, retry_after=3)
    bot = aio.made(telegram)

    with pytest.raises(aio.TelegramMigrateToChat) as moved:
        await bot.send_message(group.id, "Hello")
    with pytest.raises(aio.TelegramRetryAfter) as flooded:
        await bot.send_message(new.id, "Hello")
    with pytest.raises(aio.TelegramBadRequest, match="chat not found"):
        await bot.send_message(5, "Hello")

    assert moved.value.migrate_to_chat_id == new.id
    assert flooded.value.retry_after == 3
    await bot.session.close()


async def test_aiogram_parses_every_kind_of_update_and_member(telegram, aio):
    await much_happens(telegram)
    bot = aio.made(telegram)

    told = await bot.get_updates(timeout=0)

    statuses = [one.my_chat_member.new_chat_member.status for one in told if one.my_chat_member]
    assert statuses == ["member", "restricted", "administrator", "kicked", "kicked"]
    assert {one.event_type for one in told} == {"message", "edited_message", "my_chat_member"}
    assert sum(one.message.sender_chat is not None for one in told if one.message) == 2
    await bot.session.close()


async def test_aiogram_sets_commands_and_texts(telegram, aio):
    ana = await telegram.person("Ana")
    await ana.says("/start")
    bot = aio.made(telegram)
    lines = [aio.Line(command="start", description="Begin")]

    await bot.set_my_commands(lines, scope=aio.AllGroups(), language_code="de")
    await bot.set_my_commands(lines, scope=aio.OneChat(chat_id=ana.id))
    await bot.set_my_description("What I do", language_code="de")

    for_groups = await bot.get_my_commands(scope=aio.AllGroups(), language_code="de")
    for_ana = await bot.get_my_commands(scope=aio.OneChat(chat_id=ana.id))
    assert [line.command for line in for_groups + for_ana] == ["start", "start"]
    assert await bot.get_my_commands() == []
    assert (await bot.get_my_description(language_code="de")).description == "What I do"
    await bot.session.close()


@pytest.mark.parametrize("name", METHODS)
def test_a_method_knows_every_parameter_that_aiogram_knows(name, aio):
    theirs = set(getattr(aio.aiogram.methods, name[0].upper() + name[1:]).model_fields) - OLD_NAMES

    assert theirs <= set(METHODS[name].must | METHODS[name].may)


# python-telegram-bot


async def ptb_start(update, context):
    import telegram

    row = [
        telegram.InlineKeyboardButton("Yes", callback_data="yes"),
        telegram.InlineKeyboardButton("Site", url="https://example.org/"),
    ]
    markup = telegram.InlineKeyboardMarkup([row])
    await update.effective_message.reply_html(
        "<b>Shall</b> we begin?",
        reply_markup=markup,
        message_thread_id=update.effective_message.message_thread_id,
    )


async def ptb_yes(update, context):
    await update.callback_query.answer("Good", show_alert=True)
    await asyncio.sleep(0.06)
    await update.callback_query.edit_message_text("We have begun.")


async def ptb_report(update, context):
    await asyncio.sleep(0.06)
    await update.effective_message.reply_document(
        b"It went well.\r\n",
        filename="report.txt",
        caption="Your report",
        message_thread_id=update.effective_message.message_thread_id,
    )


def ptb_application(telegram):
    builder = telegram_ext.Application.builder().token(telegram.token)
    builder = builder.base_url(f"{telegram.url}/bot").base_file_url(f"{telegram.url}/file/bot")
    application = builder.build()
    application.add_handler(telegram_ext.CommandHandler("start", ptb_start))
    application.add_handler(telegram_ext.CallbackQueryHandler(ptb_yes, pattern="^yes$"))
    application.add_handler(telegram_ext.CommandHandler("report", ptb_report))
    return application


@asynccontextmanager
async def ptb_polls(telegram):
    async with ptb_application(telegram) as application:
        await application.start()
        await application.updater.start_polling(timeout=1)
        try:
            yield application.bot
        finally:
            await application.updater.stop()
            await application.stop()


async def test_ptb_holds_a_conversation_in_a_private_chat(telegram):
    ana = await telegram.person("Ana", language="en")

    async with ptb_polls(telegram):
        await converse(ana)

    assert (await telegram.worst())["refused"] == 0


async def test_ptb_holds_a_conversation_in_a_topic_and_asks_who_is_there(telegram):
    ana = await telegram.person("Ana")
    forum, thread = await with_topic(telegram, ana)

    async with ptb_polls(telegram) as bot:
        await converse(ana, forum, thread)

        administrators = await bot.get_chat_administrators(forum.id)
        assert [one.user.id for one in administrators] == [ana.id]
        assert (await bot.get_chat_member(forum.id, ana.id)).status == "creator"
        assert (await bot.get_chat(forum.id)).is_forum
        assert await bot.get_chat_member_count(forum.id) == 2


async def test_ptb_parses_every_kind_of_update_and_member(telegram):
    await much_happens(telegram)

    async with ptb_application(telegram) as application:
        told = await application.bot.get_updates()

    statuses = [one.my_chat_member.new_chat_member.status for one in told if one.my_chat_member]
    assert statuses == ["member", "restricted", "administrator", "kicked", "kicked"]
    assert sum(one.message.sender_chat is not None for one in told if one.message) == 2
    assert not any(one.api_kwargs for one in told)


async def test_ptb_sets_commands_and_loads_files(telegram):
    from telegram import BotCommandScopeAllPrivateChats, BotCommandScopeChatAdministrators, constants

    ana = await telegram.person("Ana")
    group = await telegram.group("Planning", [ana])
    await telegram.add_bot(group, by=ana)
    await ana.says("/start")
    scopes = (BotCommandScopeAllPrivateChats(), BotCommandScopeChatAdministrators(group.id))

    async with ptb_application(telegram) as application:
        for scope in scopes:
            await application.bot.set_my_commands([("start", "Begin")], scope=scope, language_code="en")
        held = [await application.bot.get_my_commands(scope, language_code="en") for scope in scopes]
        sent = await application.bot.send_photo(ana.id, ptb_picture(), caption="Look")
        loaded = await (await sent.photo[0].get_file()).download_as_bytearray()
        await application.bot.send_chat_action(ana.id, constants.ChatAction.TYPING)

    assert [[line.command for line in lines] for lines in held] == [["start"], ["start"]]
    assert bytes(loaded) == ptb_picture()


def ptb_picture():
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01"


async def test_ptb_reads_every_refusal(telegram, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else it warns of its own future
    from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TimedOut

    ana = await telegram.person("Ana")
    group = await telegram.group("Planning", [ana])
    await telegram.add_bot(group, by=ana)
    new = await telegram.upgrade(group, by=ana)
    await telegram.fault("sendMessage", kind="429", chat=new)
    await telegram.fault("sendChatAction", kind="timeout")

    async with ptb_application(telegram) as application:
        with pytest.raises(ChatMigrated) as moved:
            await application.bot.send_message(group.id, "Hello")
        with pytest.raises(RetryAfter):
            await application.bot.send_message(new.id, "Hello")
        with pytest.raises(Forbidden, match="initiate"):
            await application.bot.send_message(ana.id, "Hello")
        with pytest.raises(BadRequest, match="Chat not found"):
            await application.bot.send_message(5, "Hello")
        with pytest.raises(TimedOut):
            await application.bot.send_chat_action(new.id, "typing", read_timeout=0.2)

    assert moved.value.new_chat_id == new.id
