from bot.hearing.phrases import Phrases, phrases_of


def test_the_words_of_the_messages_become_phrases_by_name():
    found = phrases_of({"yes": ("y",), "hedges": ("maybe",)}, "de")

    assert found == Phrases(yes=("y",), hedges=("maybe",), language="de")
