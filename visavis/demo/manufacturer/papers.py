"""Quotes and contracts as PDF, a brochure and general terms as HTML: what they promise is planted, and told sentence by sentence."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from visavis.demo import names
from visavis.demo.chance import Numbers, Texts, stream, texts
from visavis.demo.days import NEVER
from visavis.demo.manufacturer.companies import Companies, Establishments
from visavis.demo.manufacturer.contracts import Contracts
from visavis.demo.manufacturer.plan import NAME, WHAT, WHAT_EN
from visavis.demo.manufacturer.quotes import Quotes
from visavis.demo.manufacturer.telling import said_amount

QUOTES_AS_PDF, MOST_QUOTES = 0.22, 160
CONTRACTS_AS_PDF, MOST_CONTRACTS = 0.08, 60
"""Papers per company, and how many at most: a sample of them, as somebody would drop them into Visavis."""
VALID = ("30", "45", "60", "90")
_HEADINGS = {
    ("quote", False): ("Notre offre", "Conditions", "Votre projet"), ("quote", True): ("Our offer", "Conditions", "Your project"),
    ("contract", False): ("Objet", "Nos engagements", "Dispositions générales"),
    ("contract", True): ("Purpose", "Our commitments", "General"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence of a document, and whether it promises something to the client."""

    document: str
    page: int
    sentence: str
    promise: bool


@cache
def _papers() -> Any:
    return files("visavis.demo.manufacturer") / "papers"


@cache
def _sentences() -> dict[str, Any]:
    return tomllib.loads((_papers() / "sentences.toml").read_text(encoding="utf-8"))


def write_papers(
    folder: Path,
    clients: int,
    companies: Companies,
    places: Establishments,
    quotes: Quotes,
    contracts: Contracts,
    seed: int,
) -> list[Planted]:
    """Write a sample of the papers, those of the first companies; what each sentence of them is."""
    planted: list[Planted] = []
    compiler, template = _compiler(), (_papers() / "paper.typ").read_bytes()
    for paper, pages in _chosen(clients, companies, places, quotes, contracts, seed):
        file = folder / f"{paper['file']}.pdf"
        file.parent.mkdir(parents=True, exist_ok=True)
        told = {"told": json.dumps(paper, ensure_ascii=False)}
        compiler.compile(template, output=str(file), format="pdf", sys_inputs=told, timestamp=0)
        for number, page in enumerate(pages, start=1):
            planted += [Planted(file.name, number, sentence, promise) for sentence, promise in page]
    for name, title in (("brochure", f"{NAME} – pompes et vannes"), ("terms", "Conditions générales de vente")):
        file = folder / ("brochure.html" if name == "brochure" else "conditions-generales.html")
        said = [(one, True) for one in _sentences()[name]["promises"]] + [
            (one, False) for one in _sentences()[name]["others"]
        ]
        order = stream(seed, name).permutation(len(said)).tolist()
        file.write_text(_html(title, [said[row][0] for row in order]), encoding="utf-8")
        planted += [Planted(file.name, 1, *said[row]) for row in order]
    return planted


def _compiler() -> Any:
    import typst

    # Fonts of the wheel alone: the same bytes on every machine.
    return typst.Compiler(ignore_system_fonts=True)


def _chosen(
    clients: int, companies: Companies, places: Establishments, quotes: Quotes, contracts: Contracts, seed: int
) -> Iterator[tuple[dict[str, Any], list[list[tuple[str, bool]]]]]:
    """Each paper as its template reads it, and its sentences page by page."""
    rng = stream(seed, "papers")
    sent = np.flatnonzero(quotes.sent < NEVER)[-min(MOST_QUOTES, max(3, round(QUOTES_AS_PDF * clients))) :]
    for row in sent.tolist():
        yield _quote(rng, companies, places, quotes, row)
    for row in range(min(len(contracts), MOST_CONTRACTS, max(2, round(CONTRACTS_AS_PDF * clients)))):
        yield _contract(rng, companies, places, contracts, row)


def _paper(
    kind: str, file: str, english: bool, companies: Companies, places: Establishments, company: int
) -> dict[str, Any]:
    where = names.places()
    city = int(places.city[companies.place_first[company]])
    titles = {
        ("quote", False): "Devis",
        ("quote", True): "Quotation",
        ("contract", False): "Contrat d’entretien",
        ("contract", True): "Maintenance contract",
    }
    trade = "Industrial pumps and valves" if english else "Pompes et vannes industrielles"
    return {
        "file": file, "title": f"{titles[kind, english]} {file}", "lang": "en" if english else "fr", "trade": trade,
        "company": f"{companies.trade[company]} {companies.form[company]}",
        "place": f"{where.postcodes[city]} {where.cities[city]}", "footer": f"{NAME} · {trade} · {file}",
    }  # fmt: skip


def _quote(
    rng: np.random.Generator, companies: Companies, places: Establishments, quotes: Quotes, row: int
) -> tuple[dict[str, Any], list[list[tuple[str, bool]]]]:
    company = int(quotes.company[row])
    english = bool(companies.english[company])
    said = _sentences()["quote"]["en" if english else "fr"]
    line = int(quotes.line[row])
    amount = str(said_amount(quotes.amount[row : row + 1], np.asarray([english], dtype=np.bool_))[0])
    filled = {
        "line": (WHAT_EN if english else WHAT)[line], "weeks": str(int(rng.integers(3, 7))), "amount": amount,
        "valid": VALID[int(rng.integers(len(VALID)))], "company": companies.trade[company], "number": quotes.key[row],
    }  # fmt: skip
    intro = [(_filled(_one(rng, said["intro"]), filled), False)]
    promises = _drawn(rng, said["promises"], 3, True, filled)
    others = _drawn(rng, said["others"], 3, False, filled)
    paper = _paper("quote", str(quotes.key[row]), english, companies, places, company)
    headings = _HEADINGS["quote", english]
    rows = [["1", filled["line"], amount]]
    first, second = [*intro, *others[:1]], _mixed(rng, [*promises, *others[1:]])
    paper["pages"] = [[_section(headings[0], first, rows)], [_section(headings[1], second)]]
    return paper, [first, second]


def _contract(
    rng: np.random.Generator, companies: Companies, places: Establishments, contracts: Contracts, row: int
) -> tuple[dict[str, Any], list[list[tuple[str, bool]]]]:
    company = int(contracts.company[row])
    english = bool(companies.english[company])
    said = _sentences()["contract"]["en" if english else "fr"]
    yearly = str(said_amount(contracts.yearly[row : row + 1], np.asarray([english], dtype=np.bool_))[0])
    filled = {"company": companies.trade[company], "yearly": yearly}
    pages = []
    for name, most in (("first", 0), ("second", 4), ("third", 0)):
        promises = _drawn(rng, said[name]["promises"], most, True, filled)
        others = _drawn(rng, said[name]["others"], 3, False, filled)
        pages.append(others if name == "first" else _mixed(rng, [*promises, *others]))
    paper = _paper("contract", str(contracts.key[row]), english, companies, places, company)
    headings = _HEADINGS["contract", english]
    paper["pages"] = [[_section(heading, page)] for heading, page in zip(headings, pages, strict=True)]
    return paper, pages


def _section(heading: str, said: list[tuple[str, bool]], rows: list[list[str]] | None = None) -> dict[str, Any]:
    return {"heading": heading, "sentences": [sentence for sentence, _ in said], "rows": rows or []}


def _one(rng: np.random.Generator, variants: list[str]) -> str:
    return variants[int(rng.integers(len(variants)))]


def _drawn(
    rng: np.random.Generator, said: list[list[str]], most: int, promise: bool, filled: dict[str, str]
) -> list[tuple[str, bool]]:
    """Some of these sentences, one wording of each."""
    rows = np.sort(rng.permutation(len(said))[:most]).tolist()
    return [(_filled(_one(rng, said[row]), filled), promise) for row in rows]


def _mixed(rng: np.random.Generator, said: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    return [said[row] for row in rng.permutation(len(said)).tolist()]


def _filled(sentence: str, filled: dict[str, str]) -> str:
    return sentence.format(**filled)


def _html(title: str, said: list[str]) -> str:
    body = "\n".join(f"<p>{sentence}</p>" for sentence in said)
    return f'<!doctype html>\n<html lang="fr">\n<head><meta charset="utf-8"><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n'


def planted_columns(planted: list[Planted]) -> dict[str, Texts | Numbers]:
    """The truth on documents, one row per sentence."""
    return {
        "document": texts([one.document for one in planted]),
        "page": np.asarray([one.page for one in planted], dtype=np.int64),
        "sentence": texts([one.sentence for one in planted]),
        "promise": texts(["yes" if one.promise else "no" for one in planted]),
    }
