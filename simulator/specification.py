"""LINE's published specification, made to bite: every request of the bot can be held against it.

The YAML describes variants by a discriminator and `allOf`, which validators read as "anything goes". Here each such
base becomes a choice of closed variants: inherited properties written out, the discriminator's value as the one
allowed value, unknown properties refused. `openapi-core` is a development dependency, so it is imported on use.

Source: github.com/line/line-openapi, messaging-api.yml; the limits it lacks are from LINE's reference.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from simulator.contract import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.record import KeptRequest

Schema = dict[str, Any]
_REFERENCE = "#/components/schemas/"
_LIMITS: tuple[tuple[str, str, str, int], ...] = (
    ("FlexCarousel", "contents", "maxItems", 12),
    ("TextMessage", "text", "maxLength", 5000),
    ("FlexMessage", "altText", "maxLength", 1500),
    ("TemplateMessage", "altText", "maxLength", 1500),
    ("ImagemapMessage", "altText", "maxLength", 1500),
)
_DATA_PATHS = ("/content", "/content/preview", "/content/transcoding")


@dataclass(slots=True)
class _Flattened:
    properties: Schema = field(default_factory=dict)
    required: list[str] = field(default_factory=list)
    is_closed: bool = True

    def take(self, schema: Schema) -> None:
        self.properties.update(schema.get("properties", {}))
        self.required += [name for name in schema.get("required", []) if name not in self.required]

    def as_schema(self) -> Schema:
        schema: Schema = {"type": "object", "properties": dict(self.properties)}
        if self.required:
            schema["required"] = list(self.required)
        if self.is_closed:
            schema["additionalProperties"] = False
        return schema


def strictify(document: dict[str, Any]) -> dict[str, Any]:
    """This function will make a specification that refuses what LINE's server refuses.

    Args:
        document: a parsed line-openapi document; it is left as it is.

    Returns:
        A document with the same paths and closed schemas.
    """
    originals: dict[str, Schema] = document["components"]["schemas"]
    schemas: dict[str, Schema] = {}
    pins = _pins(originals)
    for name, schema in originals.items():
        if "discriminator" in schema:
            variants = _variants(originals, name)
            schemas |= variants
            own = {key: value for key, value in schema.items() if key != "discriminator"}
            schemas[name] = _choice(originals, name) if variants or _nested(originals, name) else own
        elif "properties" in schema or "allOf" in schema:
            flat = _flatten(originals, name)
            for key, values in pins.get(name, {}).items():
                flat.properties[key] = {"type": "string", "enum": values}
            schemas[name] = flat.as_schema()
        else:
            schemas[name] = schema
    _add_limits(schemas)
    return {**document, "components": {**document["components"], "schemas": schemas}}


def _named(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]


def _mapping(originals: dict[str, Schema], name: str) -> dict[str, str]:
    mapping: dict[str, str] = originals[name]["discriminator"].get("mapping", {})
    return {value: _named(reference) for value, reference in mapping.items()}


def _pins(originals: dict[str, Schema]) -> dict[str, dict[str, list[str]]]:
    """Tell what a variant's discriminator may say where the variant is named outright, not through its base."""
    pins: dict[str, dict[str, list[str]]] = {}
    for name, schema in originals.items():
        if "discriminator" not in schema:
            continue
        for value, child in _mapping(originals, name).items():
            pins.setdefault(child, {}).setdefault(schema["discriminator"]["propertyName"], []).append(value)
    return pins


def _nested(originals: dict[str, Schema], name: str) -> list[str]:
    return [child for child in _mapping(originals, name).values() if "discriminator" in originals[child]]


def _choice(originals: dict[str, Schema], name: str) -> Schema:
    return {
        "oneOf": [
            {
                "$ref": _REFERENCE
                + (child if child in _nested(originals, name) else f"{child}__{name}_{value}")
            }
            for value, child in _mapping(originals, name).items()
        ]
    }


def _variants(originals: dict[str, Schema], name: str) -> dict[str, Schema]:
    key = originals[name]["discriminator"]["propertyName"]
    variants = {}
    for value, child in _mapping(originals, name).items():
        if "discriminator" in originals[child]:
            continue
        flat = _flatten(originals, child)
        flat.properties[key] = {"type": "string", "enum": [value]}
        flat.take({"required": [key]})
        variants[f"{child}__{name}_{value}"] = flat.as_schema()
    return variants


def _flatten(originals: dict[str, Schema], name: str) -> _Flattened:
    """Write out what a schema inherits through its chain of `allOf`."""
    schema = originals[name]
    flat = _Flattened(is_closed="additionalProperties" not in schema)
    for part in schema.get("allOf", []):
        if "$ref" in part:
            inherited = _flatten(originals, _named(part["$ref"]))
            flat.is_closed = flat.is_closed and inherited.is_closed
            flat.take({"properties": inherited.properties, "required": inherited.required})
        else:
            flat.take(part)
    flat.take(schema)
    return flat


def _add_limits(schemas: dict[str, Schema]) -> None:
    for base, prop, keyword, limit in _LIMITS:
        for name, schema in schemas.items():
            if name == base or name.startswith(f"{base}__"):
                schema["properties"][prop] = {**schema["properties"][prop], keyword: limit}


class LineSpecification:
    """LINE's strictified specification, ready to check requests."""

    def __init__(self, document: dict[str, Any]) -> None:
        from openapi_core import OpenAPI  # noqa: PLC0415 - a development dependency, asked for only here

        self._openapi = OpenAPI.from_dict(strictify(document))

    @classmethod
    def load(cls, path: Path) -> LineSpecification:
        """This function will read `messaging-api.yml` and make it strict.

        Raises:
            FileNotFoundError: the file is not there.
        """
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def check(self, request: KeptRequest) -> list[Fault]:
        """This function will hold one kept request against the specification.

        Returns:
            The faults with their JSON paths; empty if the request conforms.
        """
        from openapi_core.exceptions import OpenAPIError  # noqa: PLC0415 - a development dependency
        from openapi_core.testing import MockRequest  # noqa: PLC0415 - a development dependency

        is_data = request.path.endswith(_DATA_PATHS)
        asked = MockRequest(
            "https://api-data.line.me" if is_data else "https://api.line.me",
            request.method.lower(),
            request.path,
            args=request.query,
            # The token itself is no part of what is kept; that one was sent was checked before.
            headers={**request.headers, "Authorization": "Bearer kept-elsewhere"},
            data=request.body or None,
            content_type=request.headers.get("content-type", "application/json").partition(";")[0],
        )
        try:
            self._openapi.validate_request(asked)
        except OpenAPIError as error:
            return _faults(error)
        return []


def _faults(error: Exception) -> list[Fault]:
    found = getattr(error.__cause__, "schema_errors", None)
    if not found:
        return [Fault("", str(error))]
    leaves = [_deepest(one) for one in found]
    return [Fault(_json_path(leaf.absolute_path), leaf.message) for leaf in leaves]


def _deepest(error: Any) -> Any:  # noqa: ANN401 - jsonschema's error, whose package is not imported here
    """Follow a failed choice into the variant that was meant: the one whose `type` was right."""
    if not error.context:
        return error
    by_variant: dict[int, list[Any]] = {}
    for one in error.context:
        by_variant.setdefault(one.schema_path[0], []).append(one)
    meant = [
        errors
        for errors in by_variant.values()
        if not any(one.validator == "enum" and list(one.relative_path) == ["type"] for one in errors)
    ]
    return _deepest((meant or list(by_variant.values()))[0][0])


def _json_path(steps: Any) -> str:  # noqa: ANN401 - jsonschema's deque of keys and numbers
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
