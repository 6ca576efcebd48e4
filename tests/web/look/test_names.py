"""A template's name finds one template: two folders are searched, and a second one of that name would stand in for the first."""

from pathlib import Path

from django.conf import settings


def test_no_two_folders_hold_a_template_of_one_name() -> None:
    folders = [Path(folder) for engine in settings.TEMPLATES for folder in engine["DIRS"]]
    assert len(folders) >= 2
    found = [str(file.relative_to(folder)) for folder in folders for file in sorted(folder.rglob("*.html"))]
    assert [name for name in sorted(set(found)) if found.count(name) > 1] == []
