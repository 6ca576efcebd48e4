"""A home: the folder that holds a company's sources, promises, measures, lake and database."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from visavis.declarations import Written, read_declarations
from visavis.engine.lake import write_atomically
from visavis.mistakes import Lang, Mistake, Words

FOLDERS = ("exports", "sources", "promises", "measures", "lake")

TEXT = {
    "fr": "# Les réglages de ce dossier Visavis.\nlanguage: fr   # fr ou en\ncountry: FR    # jours fériés, téléphones et adresses sans indicatif\n",
    "en": "# The settings of this Visavis home.\nlanguage: en   # fr or en\ncountry: FR    # public holidays; phones and addresses without a country\n",
}


class ReaderSettings(Written):
    """`reader:` of `visavis.yaml`."""

    model: str = Field(
        "",
        description="Folder of a larger encoder (model.onnx and tokenizer.json), relative to the home or absolute; "
        "used only where it wins on the company's own labels",
    )


class Commitments(Written):
    """What replies promise, as long as nobody confirmed it."""

    forget_after: str = Field(
        "30 days",
        pattern=r"^\d{1,3} (days?|jours?)$",
        description="How long a promise found in a reply waits for its author; then it is deleted, unless it was confirmed",
    )

    @property
    def days(self) -> int:
        """How many days those are; 0: replies are not looked at."""
        return int(self.forget_after.split()[0])


class Home(Written):
    """`visavis.yaml`: the few settings of a home."""

    language: Literal["fr", "en"] = Field("fr", description="Language of pages and terminal, unless asked otherwise")
    country: str = Field(
        "FR",
        pattern="^[A-Z]{2}$",
        description="ISO 3166 code of the country assumed for phones, addresses and public holidays",
    )
    commitments: Commitments = Field(
        default_factory=lambda: Commitments.model_validate({}),
        description="What is done with promises found in replies",
    )
    reader: ReaderSettings = Field(default_factory=lambda: ReaderSettings(), description="What reads verbatims")


def make_home(path: Path, *, lang: Lang) -> None:
    """Make an empty home; raises Mistake where a file or a full folder is in the way. What is there already stays."""
    if path.is_file():
        raise Mistake(
            Words(fr="c’est un fichier, pas un dossier", en="this is a file, not a folder"),
            remedy=Words(fr="choisissez un autre chemin", en="choose another path"),
            file=path,
        )
    if (path / "visavis.yaml").exists():
        raise Mistake(
            Words(fr="ce dossier Visavis existe déjà", en="this Visavis home exists already"),
            remedy=Words(
                fr=f"ajoutez-y des fichiers: visavis --home {path} source add FICHIER…",
                en=f"add files to it: visavis --home {path} source add FILE…",
            ),
            file=path,
        )
    for name in FOLDERS:
        (path / name).mkdir(parents=True, exist_ok=True)
    write_atomically(path / "visavis.yaml", TEXT[lang])


def settings_of(home: Path) -> Home:
    """The settings of `home`, defaults where it says nothing."""
    file = home / "visavis.yaml"
    declared = read_declarations([file], Home) if file.exists() else []
    return declared[0].value if declared else Home()


def larger_model(home: Path) -> Path | None:
    """The folder of the larger encoder that the home names; None where it names none."""
    named = settings_of(home).reader.model
    return home / named if named else None
