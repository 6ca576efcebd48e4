"""Whatever is sent, the answer is one that the description names: generated from its schemas, right and wrong values mixed."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tests.api.conftest import VOICE, Program
from visavis.api import identities, shapes
from visavis.api.asking import pace
from visavis.api.urls import api

ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
ALWAYS = {400, 401, 404, 405, 422, 429}
"""What every address may answer, whatever it says of itself; always in the shape of Told."""


def described() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema()))


def values(schema: dict[str, Any], whole: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that fit `schema`, and now and then one that does not."""
    if "$ref" in schema:
        return values(whole["components"]["schemas"][schema["$ref"].rpartition("/")[2]], whole)
    if "anyOf" in schema:
        return st.one_of(*(values(each, whole) for each in schema["anyOf"]))
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | st.text(max_size=5)
    kind = schema.get("type")
    if kind == "object":
        fields = {
            name: LIKELY.get(name, st.nothing()) | values(each, whole)
            for name, each in schema.get("properties", {}).items()
        }
        needed = {name: fields.pop(name) for name in schema.get("required", [])}
        return st.fixed_dictionaries(needed, optional=fields) | ANYTHING
    if kind == "string" and schema.get("format") == "date-time":
        return st.datetimes().map(lambda each: each.isoformat()) | st.text(max_size=10)
    if kind == "string":
        known = ["c-000001", "theme", "delivery", "yes", "Logistique", "x"]
        return st.sampled_from(known) | st.text(max_size=min(60, schema.get("maxLength", 60) + 1))
    if kind == "integer":
        return st.integers(-5, 300)
    return st.none() if kind == "null" else ANYTHING


LIKELY = {
    "question": st.just("theme"),
    "answer": st.just("delivery"),
    "team": st.just("Logistique"),
    "client": st.sampled_from(["", "c-000001"]),
}


OPERATIONS = [(path, method) for path, methods in described()["paths"].items() for method in methods]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_answers_are_as_described(program: Callable[..., Program], voice: UUID, path: str, method: str) -> None:
    whole = described()
    operation = whole["paths"][path][method]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    mine = program()
    statuses = set()

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def called(data: st.DataObject) -> None:
        pace.forget()
        place = re.sub(
            r"\{question\}",
            lambda _: quote(
                data.draw(st.sampled_from(["theme", "anger", "x/y"]) | st.text(min_size=1, max_size=9)), safe=""
            ),
            path,
        )
        for who in ("{client}", "{former}"):
            place = place.replace(
                who, data.draw(st.sampled_from(["c-000001", "c-000009", "c-" + "9" * 30, "%00", "é"]))
            )
        place = place.replace("{decision}", data.draw(st.sampled_from(["1", "-1", "9" * 30, "one"])))
        place = place.replace(
            "{voice}", data.draw(st.sampled_from([*[str(VOICE)] * 6, str(UUID(int=3)), "nothing", "%00", "é"]))
        )
        query = {
            each["name"]: data.draw(values(each["schema"], whole) | st.text(max_size=20))
            for each in operation.get("parameters", [])
            if each["in"] == "query" and data.draw(st.booleans())
        }
        asked = "&".join(f"{name}={quote(str(value), safe='', errors='replace')}" for name, value in query.items())
        sent = data.draw(values(body, whole)) if body else None
        text = json.dumps(sent) if body else None
        answer = mine.call(method, place.removeprefix("/api/v1") + (f"?{asked}" if asked else ""), text)
        statuses.add(answer.status_code)
        told = operation["responses"].get(str(answer.status_code))
        assert told is not None or answer.status_code in ALWAYS, (answer.status_code, answer.content)
        if answer.status_code == 204:
            assert answer.content == b""
            return
        assert answer["Content-Type"].startswith("application/json")
        assert answer["Cache-Control"] == "no-store"
        if answer.status_code in ALWAYS:
            assert shapes.Told.model_validate_json(answer.content).what
        else:
            schema = told["content"]["application/json"]["schema"]
            fits(json.loads(answer.content), schema, whole)

    called()
    assert statuses  # that right calls succeed is looked at in test_calls


def fits(value: Any, schema: dict[str, Any], whole: dict[str, Any]) -> None:
    """Fails unless `value` has the shape that the description names."""
    if schema.get("type") == "array":
        for each in value:
            fits(each, schema["items"], whole)
        return
    name = schema["$ref"].rpartition("/")[2]
    model = getattr(identities, name, None) or getattr(shapes, name)
    assert TypeAdapter(model).validate_python(value) is not None
    assert set(value) == set(model.model_fields)


def test_the_description_is_open_and_needs_nothing_from_elsewhere(program: Callable[..., Program]) -> None:
    answer = program().client.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.json()["info"]["title"]) == (200, "Visavis")
    assert program().client.get("/api/v1/docs").status_code == 404
    for methods in answer.json()["paths"].values():
        for each in methods.values():
            assert each["summary"]
            assert each["operationId"]
