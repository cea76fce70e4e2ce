import os

from bot.settings import Settings


def test_the_places_are_those_of_the_home_folder():
    assert Settings.read({"HOME": "/home/ann"}) == Settings(
        content=None, database="/home/ann/.local/share/tango/tango.db", cache="/home/ann/.cache/tango"
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
