from bot.model.errors import ContentError, Fault, Spot


def test_faults_are_listed_by_place_each_with_its_mend():
    late = Fault(Spot("b.yaml", 1, 1), "x", "Something is wrong.", "")
    early = Fault(Spot("a.yaml", 12, 3), "y", "Something else is wrong.", "Mend it so.")

    error = ContentError([late, early])

    assert str(error) == (
        "a.yaml:12:3: error y: Something else is wrong. Mend it so.\nb.yaml:1:1: error x: Something is wrong."
    )
    assert error.exit_code == 4
