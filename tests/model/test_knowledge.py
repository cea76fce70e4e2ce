from bot.model.knowledge import Kind


def test_an_item_is_found_by_its_kind_and_id(knowledge):
    assert knowledge.find(Kind.BARRIER, "gatekeeping").kind is Kind.BARRIER
    assert knowledge.find(Kind.ENABLER, "gatekeeping") is None


def test_items_of_a_kind_keep_their_order(knowledge):
    readings = [item.id for item in knowledge.of(Kind.READING)]

    assert readings == [f"D{number}" for number in range(1, 11)]
