"""The files that operators are meant to copy say what the program does."""

import configparser
import re
from pathlib import Path

from bot.service.runtime import STOP_WITHIN

ROOT = Path(__file__).parents[1]
UNIT = (ROOT / ".examples" / "tango.service").read_text(encoding="utf-8")
CONTAINER = (ROOT / ".examples" / "Containerfile").read_text(encoding="utf-8")
SETTINGS = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")


def unit():
    """The sections of the unit; a key may stand more than once."""
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
    parser.optionxform = str
    parser.read_string(UNIT)
    return parser


def test_the_unit_gives_a_bot_the_time_that_it_takes_to_stop():
    service = unit()["Service"]

    assert int(service["TimeoutStopSec"]) > STOP_WITHIN
    assert service["KillSignal"] == "SIGTERM"
    assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
    assert service["Restart"] == "always"


def test_what_the_examples_set_is_what_the_program_reads():
    found = set(re.findall(r"TANGO_[A-Z_]+", UNIT + CONTAINER))

    assert found
    assert {name for name in found if name.removesuffix("_FILE") not in SETTINGS} == set()


def test_the_data_of_both_lie_where_they_may_write():
    assert "StateDirectory=tango" in UNIT
    assert "VOLUME /var/lib/tango" in CONTAINER
    assert all("TANGO_DATABASE=/var/lib/tango/" in text for text in (UNIT, CONTAINER))


def test_no_secret_stands_in_an_example():
    assert re.findall(r"(?:TOKEN|SECRET|PASSWORD)=\S", UNIT + CONTAINER) == []


def test_the_extras_that_they_install_exist():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    extras = {
        name for listed in re.findall(r"\[([a-z,]+)\]'", UNIT + CONTAINER) for name in listed.split(",")
    }
    assert extras
    assert all(re.search(rf"^{name} = \[", project, re.MULTILINE) for name in extras)
