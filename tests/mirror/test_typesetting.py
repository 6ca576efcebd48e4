"""French typography of pages."""

from visavis.mirror.tell.typesetting import typeset


def test_no_line_begins_with_a_mark() -> None:
    assert typeset("tenue ; non ? « oui »") == "tenue\u202f; non\u202f? «\u202foui\u202f»"
    assert typeset("à 4 % : peu") == "à 4\u202f%\u00a0: peu"


def test_a_place_to_be_filled_counts_as_a_word() -> None:
    assert typeset("tenue à {rate} ; depuis") == "tenue à {rate}\u202f; depuis"
    assert typeset("Étape {n} : {name}") == "Étape {n}\u00a0: {name}"
