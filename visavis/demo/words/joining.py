"""What stands between sentences: full stops, commas, line breaks, by the manner of the writer and the place."""

PLACES = ("sentence", "opening", "paragraph", "closing", "name", "phone", "emoji", "greeting", "end", "last")
"""What a sentence is, which tells what stands before it; the last three: after an opening, and at the end of a text."""
PLACE = {name: row for row, name in enumerate(PLACES)}
WAYS = ("careful", "plain", "hurried", "hot", "bare")
WAY = {name: row for row, name in enumerate(WAYS)}

_FRENCH: dict[str, dict[str, list[str]]] = {
    "sentence": {
        "careful": [". "] * 24 + [" ; "],
        "plain": [". "] * 15 + [", ", ", ", "… ", " ; ", ".\n"],
        "hurried": [", "] * 5 + [". "] * 5 + [" "] + ["... "] * 2 + [" et "],
        "hot": [" ! "] * 6 + [". "] * 9 + [" !! ", "... "],
        "bare": [" "] * 6 + [", "] * 5 + ["\n"] + ["... ", " - "],
    },
    "greeting": {
        "careful": [",\n\n"] * 5 + [",\n"],
        "plain": [",\n"] * 4 + [",\n\n"] * 4 + [", "] * 2,
        "hurried": [", "] * 5 + [",\n"] * 2 + [" "],
        "hot": [",\n"] * 3 + [", "] * 3 + [".\n"],
        "bare": [" "] * 5 + [", "] * 2 + ["\n"],
    },
    "paragraph": {
        "careful": [".\n\n"] * 3 + [".\n", ". "],
        "plain": [".\n"] * 2 + [".\n\n"] * 2 + [". "] * 2,
        "hurried": [". ", ".\n", "\n", ", "],
        "hot": [" !\n", ".\n\n", ".\n", " ! "],
        "bare": ["\n", " ", ", "],
    },
    "closing": {
        "careful": [".\n\n"],
        "plain": [".\n\n"] * 3 + [".\n"],
        "hurried": ["\n", ".\n", ", "],
        "hot": [".\n\n", " !\n", ".\n"],
        "bare": ["\n", " "],
    },
    "name": {way: ["\n"] if way != "careful" else ["\n", "\n\n", ",\n\n"] for way in WAYS},
    "phone": {way: ["\n\n"] for way in WAYS},
    "emoji": {way: [" ", " ", ". "] if way != "bare" else [" "] for way in WAYS},
    "end": {
        "careful": ["."],
        "plain": ["."] * 7 + ["", ""],
        "hurried": ["."] * 3 + [""] * 3 + ["..."],
        "hot": [" !"] * 3 + ["."] * 5 + [" !!!", ""],
        "bare": [""],
    },
    "last": {way: [""] for way in WAYS},
}
_OWN = {
    "sentence": " ",
    "greeting": "\n",
    "paragraph": "\n",
    "closing": "\n\n",
    "name": "\n",
    "phone": "\n\n",
    "emoji": " ",
}
"""After a sentence that ends in a mark of its own."""


def joins(place: str, way: str, *, english: bool) -> list[str]:
    """The ways to go on at a place, as often as each is used."""
    french = _FRENCH.get(place, _FRENCH["sentence"])[way]
    if not english:
        return french
    return [one.replace(" !", "!").replace(" ;", ";").replace(" et ", " and ") for one in french]


def join_of_own(place: str) -> str:
    """What follows a sentence that ends in `?`, `!` or `…`."""
    return _OWN.get(place, "")


def begins_anew(join: str) -> bool:
    """Whether a capital letter follows."""
    return any(mark in join for mark in ".!?…\n") or not join
