"""Reads one document in a process of its own, with bounded memory and time: `python -m …child FILE` prints it as JSON."""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path

MEMORY = 2 << 30
SECONDS = 120


def main() -> None:
    """Print the document's pages and what could not be read of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    file = Path(sys.argv[1])
    with file.open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(1024)
    if is_pdf or file.suffix.lower() == ".pdf":
        from visavis.sources.kinds.documents.pdf import read_pdf as read
    else:
        from visavis.sources.kinds.documents.html import read_html as read
    json.dump(asdict(read(file)), sys.stdout)


if __name__ == "__main__":
    main()
