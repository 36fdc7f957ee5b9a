"""What the API says of itself: its OpenAPI description in the reader's language, and the same for its pages."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.openapi.schema import get_schema

_TOLD = ("summary", "description", "title")
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "known": {"type": "array", "items": {"type": "string"}},
        "parameters": {
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"type": "string"}, "reason": {"type": "string"}}},
        },
    },
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a form shows it. choices: where it can have few values only; kind: of an <input>."""

    name: str
    told: str
    kind: str
    example: str
    required: bool
    several: bool
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """name: of its address (`reverse("api:NAME")`)."""

    name: str
    path: str
    summary: str
    tag: str
    fields: tuple[Field, ...] = field(default_factory=tuple)
    in_path: tuple[str, ...] = ()
    in_query: tuple[str, ...] = ()


def schema(api: NinjaAPI, prefix: str) -> dict[str, Any]:
    """OpenAPI 3.1, in English; every operation tells of the problems too."""
    found: dict[str, Any] = dict(get_schema(api, prefix))
    found["components"]["schemas"]["Problem"] = _PROBLEM
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for where, methods in found["paths"].items():
        operation = methods["get"]
        for parameter in operation["parameters"]:
            parameter.pop("examples", None)  # they stand in its schema; beside it OpenAPI wants another form
        statuses = {"400": "Bad Request", "429": "Too Many Requests"} | ({"404": "Not Found"} if "{" in where else {})
        operation["responses"] = {str(key): value for key, value in operation["responses"].items()}
        operation["responses"] |= {status: {"description": told, **problem} for status, told in statuses.items()}
    return found


def translated(found: dict[str, Any]) -> dict[str, Any]:
    """Summaries and descriptions of operations and parameters in the active language."""
    paths = {where: {"get": _told(methods["get"])} for where, methods in found["paths"].items()}
    return {**found, "info": _in_language(found["info"]), "paths": paths}


def _told(operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [_in_language({**one, "schema": _without(one["schema"])}) for one in operation.get("parameters", ())]
    tags = [gettext(tag) for tag in operation.get("tags", ())]
    return {**_in_language(operation), "tags": tags, "parameters": parameters}


def _in_language(node: dict[str, Any]) -> dict[str, Any]:
    return node | {name: gettext(text) for name in _TOLD if isinstance(text := node.get(name), str)}


def _without(schema: dict[str, Any]) -> dict[str, Any]:
    """The words stand beside the schema already, in the reader's language."""
    return {name: value for name, value in schema.items() if name not in _TOLD}


def languages() -> list[dict[str, str]]:
    return [{"code": code, "name": name} for code, name in settings.LANGUAGES]


def operations(found: dict[str, Any]) -> list[Operation]:
    """For the pages, with words in the active language."""
    return [_operation(where, _told(methods["get"])) for where, methods in found["paths"].items()]


def by_tag(found: dict[str, Any]) -> list[tuple[str, list[Operation]]]:
    groups: dict[str, list[Operation]] = {}
    for operation in operations(found):
        groups.setdefault(operation.tag, []).append(operation)
    return list(groups.items())


def _operation(where: str, told: dict[str, Any]) -> Operation:
    # What every operation has comes last.
    parameters = sorted(told["parameters"], key=lambda one: one["name"] in ("page", "size", "language"))
    return Operation(
        name=told["operationId"], path=where, summary=told["summary"], tag=told["tags"][0],
        fields=tuple(map(_field, parameters)),
        in_path=tuple(one["name"] for one in parameters if one["in"] == "path"),
        in_query=tuple(one["name"] for one in parameters if one["in"] == "query"),
    )  # fmt: skip


def _field(parameter: dict[str, Any]) -> Field:
    schema = parameter["schema"]
    several = schema.get("type") == "array"
    plain = next((one for one in schema.get("anyOf", ()) if one.get("type") != "null"), schema)
    plain = plain.get("items", plain)
    kinds = {"date": "date", "integer": "number"}
    examples = schema.get("examples") or [""]
    return Field(
        name=parameter["name"], told=parameter.get("description", ""), required=bool(parameter.get("required")),
        kind=kinds.get(plain.get("format", plain.get("type", "")), "text"), example=str(examples[0]), several=several,
        choices=tuple(plain.get("enum", ())), least=plain.get("minimum"), most=plain.get("maximum"),
    )  # fmt: skip
