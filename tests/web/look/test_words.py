"""Every text that readers see or hear stands in both languages; nothing of a page is scripted or styled inline."""

import ast
import re
import string
from pathlib import Path

from tests.web.look.templates import HERE, html_left, name_of, read, sentences, templates, visible

SAME_IN_BOTH = {
    "Visavis",
    "Français",
    "English",
    "CSV",
    "PDF",
    "HTML",
    "YAML",
    "SQL",
    "JSON",
    "Parquet",
    "Excel",
    "n",
    "c",
}
"""Names that need no translation, wherever they stand; `c` begins the ids of clients."""

ALIKE = {
    "client|clients",
    "conversation|conversations",
    "Catalogue",
    "Dialogue",
    "Relation",
    "8 points",
    "points",
    "Actions",
    "Claire Morel",
    "Client {id}",
    "Client",
    "Clients",
    "Date",
    "Effort",
    "F1",
    "Messages",
    "Publications",
    "Question",
    "Satisfaction",
    "Source",
    "Sources",
    "Table",
    "Version",
    "Verdict",
    "Versions",
    "certain",
    "e-mail",
    "fragile",
    "message|messages",
    "minutes",
    "source",
    "sources",
    "source|sources",
    "vague",
}
"""Words of both languages that are written alike."""

PUNCTUATION = re.compile(r"[\W\d_]+")


def _letters(text: str) -> str:
    """What is left of a text without names, numbers and punctuation."""
    words = [word for word in re.split(PUNCTUATION, text) if word]
    return " ".join(word for word in words if word not in SAME_IN_BOTH)


def test_no_template_shows_a_text_in_one_language_alone() -> None:
    found = {
        (seen.file, seen.line): seen.text
        for file in templates()
        for seen in visible(file, file.read_text())
        if _letters(seen.text)
    }
    assert found == {}


def test_every_sentence_has_both_languages_with_the_same_places() -> None:
    wrong = {}
    for file in templates():
        for line, tag, words in sentences(file.read_text()):
            fr, en = words.get("fr", ""), words.get("en", "")
            where = (name_of(file), line, fr, en)
            if not fr.strip() or not en.strip():
                wrong[where] = "a language is missing"
            elif tag == "counted" and (fr.count("|"), en.count("|")) != (1, 1):
                wrong[where] = "one|many"
            elif _places(fr) != _places(en):
                wrong[where] = f"{_places(fr)} is not {_places(en)}"
            elif not _places(fr) <= set(words) - {"fr", "en"}:
                wrong[where] = "a place has no value"
            elif fr == en and _letters(re.sub(r"{\w*}", "", fr)) and fr not in ALIKE:
                wrong[where] = "both languages say the same"
    assert wrong == {}


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_passage_has_both_languages() -> None:
    halves = {
        (name_of(file), found.start()): [
            bool(_letters(html_left(half)) or "{%" in half or "{{" in half) for half in found[1].split("{% or %}")
        ]
        for file in templates()
        for found in re.finditer(r"{% words %}(.*?){% endwords %}", file.read_text(), flags=re.S)
    }
    assert {where: half for where, half in halves.items() if half != [True, True]} == {}


def test_nothing_is_scripted_or_styled_inline() -> None:
    """The content security policy would refuse it; the mirror as one file carries its own style, and is never a page of ours."""
    found = []
    for file in templates():
        seen = read(html_left(file.read_text()))
        found += [
            (name_of(file), line, f"{name}={value}")
            for line, _, name, value in seen.attributes
            if name.startswith("on") or name == "style" or value.strip().lower().startswith(("javascript:", "data:"))
        ]
        if file.name != "standalone.html":
            found += [(name_of(file), line, f"<{tag}>") for line, tag in seen.inline]
    assert found == []


def test_python_that_makes_html_styles_nothing_inline() -> None:
    found = [
        (str(file.relative_to(HERE)), at)
        for file in sorted((HERE / "web").rglob("*.py"))
        for at, line in enumerate(file.read_text().splitlines(), start=1)
        if re.search(r"""<script|<style|\sstyle=["'{]|\son\w+=["']""", line)
    ]
    assert found == []


TOLD_TO_PEOPLE = {"success", "error", "info", "warning", "add_message", "ValidationError"}
KEYWORDS = {"label", "help_text", "empty_label", "error_messages", "title"}


def test_python_tells_people_nothing_in_one_language_alone() -> None:
    found = [
        (str(file.relative_to(HERE)), text.lineno, text.value)
        for file in sorted((HERE / "web").rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call)
        for text in _plain_texts(call)
    ]
    assert found == []


def _plain_texts(call: ast.Call) -> list[ast.Constant]:
    """Literal sentences that this call would show: arguments of messages and of form fields that are no Words."""
    function = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    owner = getattr(call.func.value, "id", "") if isinstance(call.func, ast.Attribute) else ""
    shown = list(call.args) if function in TOLD_TO_PEOPLE and owner in ("messages", "forms", "") else []
    shown += [keyword.value for keyword in call.keywords if keyword.arg in KEYWORDS and owner == "forms"]
    return [text for text in shown if isinstance(text, ast.Constant) and isinstance(text.value, str)]


def test_every_pair_of_words_in_python_says_something_in_each_language() -> None:
    wrong = []
    for file in sorted((HERE / "web").rglob("*.py")) + sorted((HERE / "house").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Words":
                said = {word.arg: _written(word.value) for word in call.keywords} or {
                    name: _written(value) for name, value in zip(("fr", "en"), call.args, strict=True)
                }
                fr, en = said.get("fr"), said.get("en")
                if fr is not None and en is not None and (not fr or not en or (fr == en and fr not in ALIKE)):
                    wrong.append((str(file.relative_to(HERE)), call.lineno, fr, en))
    assert wrong == []


def _written(value: ast.expr) -> str | None:
    """A literal text, or None where it is computed."""
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def test_the_readers_of_this_test_see_what_they_should(tmp_path: Path) -> None:
    source = (
        '<p title="Bonjour">{% say fr="a" en="b" %} Hello {{ name }}</p>\n'
        '<input type="submit" value="Envoyer"><input value="kept"><img alt="Photo">\n'
        "{% words %}<p>Oui</p>{% or %}<p>Yes</p>{% endwords %}{# note #}<code>SELECT</code><!-- remark -->"
    )
    file = HERE / "web" / "templates" / "sample.html"
    assert sorted(seen.text for seen in visible(file, source)) == ["Bonjour", "Envoyer", "Hello", "Photo"]
