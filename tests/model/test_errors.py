from bot.model.errors import ContentError, Fault, Severity, Spot


def test_faults_are_listed_by_place_each_with_its_mend():
    late = Fault(Spot("b.yaml", 1, 1), "x", "Something is wrong.", "")
    early = Fault(Spot("a.yaml", 12, 3), "y", "Something else is wrong.", "Mend it so.")

    error = ContentError([late, early])

    assert str(error) == (
        "a.yaml:12:3: error y: Something else is wrong. Mend it so.\nb.yaml:1:1: error x: Something is wrong."
    )
    assert error.exit_code == 4


def test_a_warning_says_that_it_is_one():
    spare = Fault(Spot("a.yaml", 1, 1), "spare", "Nobody needs this.", "Take it away.", Severity.WARNING)

    assert str(spare) == "a.yaml:1:1: warning spare: Nobody needs this. Take it away."


def test_a_fault_that_every_conversation_shows_says_so():
    fault = Fault(Spot("a.yaml", 3, 5), "gap", "No row fits.", "Add one.", witness=())

    assert str(fault) == "a.yaml:3:5: error gap: No row fits. Add one.\n  Every conversation shows it."


def test_a_witness_is_printed_as_an_answers_file():
    witness = (
        ("menu", "asked", "Part in the menu: We ask them"),
        ("do", "most", "What people do: Most of it"),
    )
    fault = Fault(Spot("a.yaml", 3, 5), "gap", "No row fits.", "Add one.", witness=witness)

    _, *lines = str(fault).splitlines()

    assert lines == [
        "  A shortest conversation that shows it:",
        "    menu: asked  # Part in the menu: We ask them",
        "    do: most     # What people do: Most of it",
    ]
