from visavis.engine.measuring.catalogue import CATALOGUE, as_markdown
from visavis.mirror.declaration import MeasureDeclaration


def test_every_kind_of_measure_is_explained_in_both_languages() -> None:
    kinds = set(MeasureDeclaration.model_fields) - {"name", "says"}
    assert kinds <= {one.name for one in CATALOGUE}
    for one in CATALOGUE:
        for words in (one.title, one.says, one.objection, one.needs, one.refuses):
            assert words.fr
            assert words.en
            assert words.fr != words.en


def test_the_page_holds_every_measure_twice() -> None:
    page = as_markdown()
    for one in CATALOGUE:
        assert page.count(f"(`{one.name}`)") == 2
        assert page.count(one.formula) == 2
