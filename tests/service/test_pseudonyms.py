"""A name that only the holder of the secret can work out."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.service.pseudonyms import Pseudonyms

SECRET = "a-secret-that-nobody-guesses"
PLACES = st.tuples(st.sampled_from(["telegram", "web"]), st.from_regex(r"-?[0-9]{1,12}", fullmatch=True))


def test_it_is_the_keyed_hash_of_channel_and_number():
    expected = hmac.new(SECRET.encode(), b"telegram:12345", hashlib.sha256).digest()[:16].hex()

    assert Pseudonyms([SECRET]).of("telegram", "12345") == expected


@given(PLACES, PLACES)
def test_two_people_have_one_name_only_if_they_are_one(one, other):
    pseudonyms = Pseudonyms([SECRET])

    assert (pseudonyms.of(*one) == pseudonyms.of(*other)) == (one == other)


def test_the_newest_secret_counts_and_the_others_are_known():
    pseudonyms = Pseudonyms(["new-" + SECRET, "old-" + SECRET, SECRET])

    assert pseudonyms.of("telegram", "5") == Pseudonyms(["new-" + SECRET]).of("telegram", "5")
    assert pseudonyms.former("telegram", "5") == (
        Pseudonyms(["old-" + SECRET]).of("telegram", "5"),
        Pseudonyms([SECRET]).of("telegram", "5"),
    )


def test_it_says_nothing_about_its_secret():
    assert SECRET not in repr(Pseudonyms([SECRET]))
    assert not hasattr(Pseudonyms([SECRET]), "__dict__")


def test_without_a_secret_there_are_no_pseudonyms():
    with pytest.raises(ValueError, match="not enough values"):
        Pseudonyms([])
