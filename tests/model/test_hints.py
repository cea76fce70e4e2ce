from bot.model.hints import near


def test_the_nearest_known_name_is_offered():
    assert near("titel", ["name", "title"]) == "Did you mean `title`?"


def test_where_none_is_near_a_few_names_are_all_told():
    assert near("xyz", ["name", "title", "name"]) == "Known here: `name`, `title`."


def test_many_names_and_none_are_not_told():
    assert near("xyz", [f"name-{at}" for at in range(13)]) == ""
    assert near("xyz", []) == ""
