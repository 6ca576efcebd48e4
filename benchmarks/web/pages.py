"""What people open, and what they type to find a client: addresses for each page, drawn from what the database holds."""

import random
from collections.abc import Iterator
from urllib.parse import urlencode

TRIVIAL, FRAME = "trivial", "empty frame"
MANY = 200
"""Different addresses per page."""

PATHOLOGICAL = (
    "a",
    "e",
    "marie martin",
    "m",
    "martin marie",
    "ma",
    "c",
    "le",
    "de",
    "a b c d e",
    "marie",
    "mari mart",
    "331",
    "1",
)


def addresses(seed: int = 7) -> dict[str, list[str]]:
    """Paths by page, the trivial one first; for the database that Django is pointed at."""
    from visavis.running.models import Document

    chance = random.Random(seed)
    people = _people(chance)
    promises = [each["name"] for each in Document.objects.get(name="mirror").body["promises"]]
    found = {TRIVIAL: ["/bench/trivial"], FRAME: ["/bench/frame"], "/today": ["/today"], "/clients": ["/clients"]}
    for kind, queries in _queries(people, chance).items():
        found[f"/clients?q={kind}"] = ["/clients?" + urlencode({"q": query}) for query in queries]
    found["/clients/<id>"] = [f"/clients/c-{number:06d}" for number, *_ in people]
    found["/clients/<id> heavy"] = [f"/clients/c-{number:06d}" for number in _heavy()]
    found["/mirror"], found["/promises"] = ["/mirror"], ["/promises"]
    found["/promises/<name>"] = [f"/promises/{name}" for name in promises]
    return found


def endless(paths: list[str], chance: random.Random) -> Iterator[str]:
    """The addresses of a page in random order, for ever."""
    while True:
        yield chance.choice(paths)


def _people(chance: random.Random) -> list[tuple[int, str]]:
    """Some clients at random: number and name."""
    from django.db.models import Max, Min

    from visavis.clients.models import ClientCard

    ends = ClientCard.objects.aggregate(low=Min("client"), high=Max("client"))
    numbers = [chance.randint(ends["low"], ends["high"]) for _ in range(2 * MANY)]
    return list(ClientCard.objects.filter(client__in=numbers, kind="person").values_list("client", "name")[:MANY])


def _heavy() -> list[int]:
    """Clients with the most facts."""
    from visavis.clients.models import ClientCard

    return list(ClientCard.objects.order_by("-facts", "client").values_list("client", flat=True)[:MANY])


def _queries(people: list[tuple[int, str]], chance: random.Random) -> dict[str, list[str]]:
    """What is typed into the search field, by kind."""
    from visavis.clients.models import SearchTerm

    terms: dict[int, list[str]] = {}
    for client, term in SearchTerm.objects.filter(client__in=[n for n, _ in people]).values_list("client", "term"):
        terms.setdefault(client, []).append(term)
    every = [term for each in terms.values() for term in each]
    families = [name.split()[-1] for _, name in people if " " in name]
    rare = set(families) - {name for name in families if families.count(name) > 1}
    return {
        "frequent name": ["martin", "Morel", "fournier", "Girard", "Lefèvre", "marie", "Aurélie", "nicolas"],
        "rare name": sorted(rare),
        "two words": [" ".join(chance.sample(name.split(), 2)) for _, name in people if len(name.split()) == 2],
        "prefix": [family[: chance.randint(2, 4)].lower() for family in families],
        "e-mail": [term for term in every if "@" in term],
        "phone": [f"0{term[2]} {term[3:5]} {term[5:7]} {term[7:9]} {term[9:]}" for term in every if _is_phone(term)],
        "nothing found": [f"{family}zx{chance.randint(0, 99)}" for family in families],
        "pathological": list(PATHOLOGICAL),
    }


def _is_phone(term: str) -> bool:
    return term.isdigit() and len(term) == 11 and term.startswith("33")
