"""What people write: YAML 1.2 files, read with line numbers and checked against a model."""

from visavis.declarations.reading import Declared, Written, read_declarations, read_folder
from visavis.declarations.telling import SpokenError, known_keys

__all__ = ["Declared", "SpokenError", "Written", "known_keys", "read_declarations", "read_folder"]
