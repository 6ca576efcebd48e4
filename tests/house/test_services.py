"""Who serves whom: read from files, noted, taken back, and what is odd in it; on both databases."""

from pathlib import Path

import pytest

from visavis.house.service_file import ServiceLine, read_services
from visavis.mistakes import Mistake, Mistakes

FILE = """equipe;sert;en;fonction
Boutiques;les clients;accueille;vente
Commandes;Boutiques;saisit;
Planification;Commandes;confirme une date;
"""


def test_a_file_is_read_whatever_its_encoding_and_delimiter() -> None:
    expected = [
        ServiceLine(2, "Boutiques", None, "accueille", "vente"),
        ServiceLine(3, "Commandes", "Boutiques", "saisit"),
        ServiceLine(4, "Planification", "Commandes", "confirme une date"),
    ]
    assert read_services(FILE.encode(), "x.csv") == expected
    assert read_services(b"\xef\xbb\xbf" + FILE.replace(";", "\t").encode(), "x.csv") == expected
    assert read_services("Team,Serves,What\nStudiés,The clients,\n".encode("cp1252"), "x.csv") == [
        ServiceLine(2, "Studiés", None)
    ]
    assert read_services("Équipe;Sert\n\nA;B\nA;B\n".encode("utf-16"), "x.csv") == [ServiceLine(3, "A", "B")]


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        ("", None, "empty"),
        ("equipe;sert\n", None, "headings alone"),
        ("nom;sert\nA;B\n", 1, "column “team” is missing"),
        ("equipe;sert\nA;B\n;B\n", 3, "not named"),
        ("equipe;sert\nA;A\n", 2, "serves itself"),
        ("equipe;sert\nLes clients;A\n", 2, "no team"),
        (f"equipe;sert\n{'A' * 201};B\n", 2, "too long"),
        ("equipe;sert\n" + "A;B\n" * 600_000, None, "too large"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_a_remedy(body: str, line: int | None, said: str) -> None:
    with pytest.raises(Mistake) as raised:
        read_services(body.encode(), "teams.csv")
    found = raised.value.mistakes[0] if isinstance(raised.value, Mistakes) else raised.value
    assert (found.file, found.line) == ("teams.csv", line)
    assert said in found.what.en
    assert found.remedy


def told() -> set[tuple[str, str, str]]:
    from visavis.house.services import services

    return {(one.team.name, one.served.name if one.served else "", one.what) for one in services()}


def test_a_file_taken_in_twice_changes_nothing_and_another_ends_what_it_no_longer_tells(home: Path) -> None:
    from visavis.house.models import Service, Team
    from visavis.house.services import serve, take_in

    file = home / "teams.csv"
    file.write_text(FILE, encoding="utf-8")
    first = take_in(file)
    assert (first.new, first.known, first.ended, first.notes) == (3, 0, 0, ())
    assert Team.objects.get(name="Boutiques").function == "vente"
    again = take_in(file)
    assert (again.new, again.known, again.ended) == (0, 3, 0)
    assert told() == {
        ("Boutiques", "", "accueille"), ("Commandes", "Boutiques", "saisit"), ("Planification", "Commandes", "confirme une date"),
    }  # fmt: skip
    from visavis.house.models import User
    from visavis.vocabulary import Role

    me = User.objects.create_user("a@e.example", "A", Role.ANALYST, "a long enough password")
    serve(Team.objects.get(name="Planification"), None, "appelle", by=me)
    file.write_text("equipe;sert\nBoutiques;clients\n", encoding="utf-8")
    last = take_in(file)
    assert (last.new, last.known, last.ended) == (1, 0, 3)
    assert told() == {("Boutiques", "", ""), ("Planification", "", "appelle")}
    assert Service.objects.count() == 5


def test_a_wrong_file_changes_nothing(home: Path) -> None:
    from visavis.house.models import Team
    from visavis.house.services import take_in

    file = home / "teams.csv"
    file.write_text("equipe;sert\nA;les clients\nB;B\nC;A\n;A\n", encoding="utf-8")
    with pytest.raises(Mistakes) as raised:
        take_in(file)
    assert [one.line for one in raised.value.mistakes] == [3, 5]
    assert (told(), Team.objects.count()) == (set(), 0)
    with pytest.raises(Mistake, match="can’t be opened"):
        take_in(home / "nothing.csv")


def test_what_is_odd_is_told(home: Path) -> None:
    from visavis.house.services import take_in

    file = home / "teams.csv"
    file.write_text(
        "team;serves\nShops;the clients\nOrders;Shops\nAttic;Archive\nArchive;Attic\nOrders;Museum\n", encoding="utf-8"
    )
    notes = [note.en for note in take_in(file, named=["Shops", "Order", "Attic", "Archive", "Museum"]).notes]
    assert notes == [
        "Through these teams, work never arrives at the clients: Archive, Attic.",
        "These teams are served and serve nobody: Museum.",
        "These teams serve in a circle: Archive, Attic.",
        "Your files do not name the team Orders; they name: Order.",
    ]
    file.write_text("team;serves\nShops;Orders\n", encoding="utf-8")
    assert [note.en for note in take_in(file).notes] == ["No team serves the clients: every distance stays unknown."]


def test_a_team_out_of_the_list_is_out_of_the_house(home: Path) -> None:
    from visavis.house.models import Team
    from visavis.house.services import pairs, serve, take_in
    from visavis.house.teams import end_team

    file = home / "teams.csv"
    file.write_text(FILE, encoding="utf-8")
    take_in(file)
    end_team(Team.objects.get(name="Commandes"))
    assert pairs() == {("Boutiques", "")}
    shops = Team.objects.get(name="Boutiques")
    with pytest.raises(Mistake, match="would serve itself"):
        serve(shops, shops, by=None)
    with pytest.raises(Mistake, match="200 characters"):
        serve(shops, None, "x" * 201, by=None)
    assert serve(shops, None, "accueille", by=None) == serve(shops, None, " accueille ", by=None)


def test_the_map_places_each_team_by_its_distance(home: Path) -> None:
    from visavis.house.map import WIDTH, house_map
    from visavis.house.services import take_in

    file = home / "teams.csv"
    file.write_text(FILE + "Musée;Grenier;;\n", encoding="utf-8")
    take_in(file)
    house = house_map()
    assert [(row.name, row.distance) for row in house.rows] == [
        ("Boutiques", 1), ("Commandes", 2), ("Planification", 3), ("Grenier", None), ("Musée", None),
    ]  # fmt: skip
    assert [heading.hops for heading in house.headings] == [1, 2, 3, None]
    assert (house.direct, house.farthest, len(house.arcs)) == (1, 3, 3)
    tops = [box.y for box in house.boxes]
    assert tops == sorted(tops)
    assert house.boxes[0].name == ""
    assert all(0 <= box.x < box.x + box.width <= WIDTH and box.y < house.height for box in house.boxes)
