import os

import pytest

from bot.settings import Settings, SettingsError

LONG = "a-secret-that-nobody-guesses"


def read(**given):
    return Settings.read({"HOME": "/home/ann", **given})


def test_the_places_are_those_of_the_home_folder():
    assert Settings.read({"HOME": "/home/ann"}) == Settings(
        content=None,
        database="/home/ann/.local/share/tango/tango.db",
        cache="/home/ann/.cache/tango",
        data="/home/ann/.local/share/tango",
    )


def test_the_places_follow_the_base_directories():
    read = Settings.read({"HOME": "/home/ann", "XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "/cache"})

    assert (read.database, read.cache) == ("/data/tango/tango.db", "/cache/tango")


def test_tango_has_names_of_its_own_for_content_and_database():
    read = Settings.read({"HOME": "/home/ann", "TANGO_CONTENT": "/mine", "TANGO_DATABASE": "/tmp/x.db"})

    assert (read.content, read.database) == ("/mine", "/tmp/x.db")


def test_an_empty_name_counts_as_none():
    read = Settings.read(
        {"HOME": "/home/ann", "TANGO_CONTENT": "", "TANGO_DATABASE": "", "XDG_DATA_HOME": ""}
    )

    assert read == Settings.read({"HOME": "/home/ann"})


def test_without_a_home_the_system_is_asked_for_one():
    assert Settings.read({}).cache == os.path.join(os.path.expanduser("~"), ".cache", "tango")


def test_what_nobody_sets_has_a_gentle_value():
    assert read() == Settings(
        content=None,
        database="/home/ann/.local/share/tango/tango.db",
        cache="/home/ann/.cache/tango",
        data="/home/ann/.local/share/tango",
        secret=(),
        drafts_days=30,
        results_days=30,
        contact="",
        allow=frozenset(),
        limit=300,
    )


@pytest.mark.parametrize("url", ["postgresql://ann@db/tango", "postgres://ann@db/tango"])
def test_the_database_may_be_a_server(url):
    settings = read(TANGO_DATABASE=url)

    assert (settings.database, settings.on_server) == (url, True)


def test_a_file_is_no_server():
    assert not read(TANGO_DATABASE="/tmp/x.db").on_server


def test_secrets_stand_in_no_picture_of_the_settings():
    settings = read(TANGO_DATABASE="postgresql://ann:pass@db/tango", TANGO_SECRET=LONG)

    assert LONG not in repr(settings)
    assert "pass" not in repr(settings)


def test_several_secrets_are_given_with_the_newest_first():
    assert read(TANGO_SECRET=f" new-{LONG}, old-{LONG},").secret == (f"new-{LONG}", f"old-{LONG}")


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "secret").write_text(f"new-{LONG}\n")

    assert read(TANGO_SECRET_FILE=str(tmp_path / "secret")).secret == (f"new-{LONG}",)


def test_the_file_that_tango_made_can_be_named_too(tmp_path):
    (tmp_path / "secret").write_text(f"2026-03-25 new-{LONG}\n2026-01-01 old-{LONG}\n")

    assert read(TANGO_SECRET_FILE=str(tmp_path / "secret")).secret == (f"new-{LONG}", f"old-{LONG}")


def test_a_url_with_a_password_may_stand_in_a_file(tmp_path):
    (tmp_path / "url").write_text("postgresql://ann:pass@db/tango\n")

    assert read(TANGO_DATABASE_FILE=str(tmp_path / "url")).database == "postgresql://ann:pass@db/tango"


def test_the_days_the_contact_and_the_limit_are_the_operators():
    settings = read(
        TANGO_KEEP_DRAFTS_DAYS="7",
        TANGO_KEEP_RESULTS_DAYS=" 90 ",
        TANGO_CONTACT=" Ann,\n ann@council.example ",
        TANGO_DAILY_LIMIT="0",
    )

    assert (settings.drafts_days, settings.results_days, settings.limit) == (7, 90, 0)
    assert settings.contact == "Ann, ann@council.example"


def test_everybody_may_come_where_nobody_is_named():
    assert read().allows("telegram", "1")


@pytest.mark.parametrize(
    "given",
    ["telegram:12345,telegram:-100", "telegram:12345 telegram:-100", "\ttelegram:12345,  telegram:-100,"],
)
def test_people_and_groups_are_named_with_commas_or_blanks_between(given):
    settings = read(TANGO_ALLOW=given)

    assert settings.allow == {("telegram", "12345"), ("telegram", "-100")}
    assert settings.allows("telegram", "9", "-100")
    assert not settings.allows("telegram", "9")


def test_people_and_groups_may_stand_in_a_file(tmp_path):
    (tmp_path / "who").write_text("# the team\ntelegram:12345  # Ann\n\ntelegram:-100\n")

    assert read(TANGO_ALLOW=f"@{tmp_path / 'who'}").allow == {("telegram", "12345"), ("telegram", "-100")}


def test_a_file_that_names_nobody_does_not_let_everybody_in(tmp_path):
    (tmp_path / "who").write_text("# nobody yet\n")

    with pytest.raises(SettingsError) as caught:
        read(TANGO_ALLOW=f"@{tmp_path / 'who'}")

    assert (
        str(caught.value) == "TANGO_ALLOW names nobody. Name somebody, or leave it out to let everybody in."
    )


WRONG = {
    "database": (
        {"TANGO_DATABASE": "mysql://ann@db/tango"},
        (
            "TANGO_DATABASE names a database of the kind `mysql`, which Tango does not know."
            " Give the path of a file, or a URL that begins with postgresql://."
        ),
    ),
    "short secret": (
        {"TANGO_SECRET": "short"},
        (
            "A secret in TANGO_SECRET has fewer than 16 characters, so it can be guessed."
            " Make one with: openssl rand -hex 32"
        ),
    ),
    "two secrets": (
        {"TANGO_SECRET": LONG, "TANGO_SECRET_FILE": "/tmp/x"},
        "TANGO_SECRET and TANGO_SECRET_FILE are both set. Keep one of them.",
    ),
    "no file": (
        {"TANGO_SECRET_FILE": "/nowhere/secret"},
        (
            "TANGO_SECRET_FILE names /nowhere/secret, which cannot be read: No such file or directory."
            " Mend the path, or its rights."
        ),
    ),
    "days": (
        {"TANGO_KEEP_DRAFTS_DAYS": "0"},
        "TANGO_KEEP_DRAFTS_DAYS is `0`. Give a whole number from 1 to 3,650.",
    ),
    "more days": (
        {"TANGO_KEEP_RESULTS_DAYS": "a month"},
        "TANGO_KEEP_RESULTS_DAYS is `a month`. Give a whole number from 1 to 3,650.",
    ),
    "limit": (
        {"TANGO_DAILY_LIMIT": "-1"},
        "TANGO_DAILY_LIMIT is `-1`. Give a whole number from 0 to 1,000,000.",
    ),
    "http": (
        {"TANGO_HTTP": "8080"},
        "TANGO_HTTP is `8080`. Write a host and a port with a colon between, like 127.0.0.1:8080.",
    ),
    "token": (
        {"TANGO_TELEGRAM_TOKEN": "123456"},
        (
            "TANGO_TELEGRAM_TOKEN is not the token of a bot. @BotFather gives one: digits, a colon, then letters and"
            " digits."
        ),
    ),
    "webhook": (
        {"TANGO_TELEGRAM_WEBHOOK": "tango.example", "TANGO_HTTP": "127.0.0.1:80"},
        (
            "TANGO_TELEGRAM_WEBHOOK is `tango.example`. Write a whole address, with https:// in front and no"
            " question mark."
        ),
    ),
    "webhook alone": (
        {"TANGO_TELEGRAM_WEBHOOK": "https://tango.example"},
        (
            "TANGO_TELEGRAM_WEBHOOK says that Telegram brings updates, and TANGO_HTTP does not say where this Tango"
            " listens. Set it, like 127.0.0.1:8080, or take the other away."
        ),
    ),
    "allow": (
        {"TANGO_ALLOW": "telegram:12345 telegarm:1"},
        "TANGO_ALLOW has `telegarm:1`. Write people and groups as telegram:12345, with commas or blanks between.",
    ),
}


@pytest.mark.parametrize(("given", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_told_with_what_to_do(given, said):
    with pytest.raises(SettingsError) as caught:
        read(**given)

    assert str(caught.value) == said


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(SettingsError) as caught:
        read(TANGO_KEEP_DRAFTS_DAYS="x", TANGO_DAILY_LIMIT="y")

    assert [line.split()[0] for line in str(caught.value).splitlines()] == [
        "TANGO_KEEP_DRAFTS_DAYS",
        "TANGO_DAILY_LIMIT",
    ]


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "is empty. Put the value into it."), (b"\xff", "is no text. Write it as UTF-8.")]
)
def test_a_file_without_a_value_is_told(tmp_path, data, said):
    (tmp_path / "secret").write_bytes(data)

    with pytest.raises(SettingsError) as caught:
        read(TANGO_SECRET_FILE=str(tmp_path / "secret"))

    assert str(caught.value) == f"TANGO_SECRET_FILE names {tmp_path / 'secret'}, which {said}"


@pytest.mark.parametrize(
    ("given", "found"), [("", None), ("127.0.0.1:8080", ("127.0.0.1", 8080)), ("[::1]:80", ("::1", 80))]
)
def test_where_to_be_watched(given, found):
    assert read(TANGO_HTTP=given).http == found


def test_where_telegram_brings_updates_and_where_it_is():
    given = read(
        TANGO_TELEGRAM_WEBHOOK="https://tango.example/bot/",
        TANGO_TELEGRAM_API="http://127.0.0.1:8081/",
        TANGO_HTTP="127.0.0.1:80",
    )

    assert given.hook == "https://tango.example/bot/telegram"
    assert given.api == "http://127.0.0.1:8081"
    assert read().hook == ""


def test_the_token_is_not_told_with_the_settings(tmp_path):
    token = "123456:" + "a" * 35
    (tmp_path / "token").write_text(f"{token}\n", encoding="utf-8")

    given = read(TANGO_TELEGRAM_TOKEN_FILE=str(tmp_path / "token"))

    assert given.token == token
    assert token not in repr(given)
