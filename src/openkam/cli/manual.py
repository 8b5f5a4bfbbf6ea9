"""The keys of the JSON report for the manual, made from its schema."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any


def report_schema() -> dict[str, Any]:
    """The JSON schema of the graded report."""
    text = (files("openkam.cli.grade") / "report.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def json_keys() -> str:
    """Every key of the graded report as a Markdown table: path, type, meaning."""
    schema = report_schema()
    rows = ["| key | type | meaning |", "|---|---|---|"]
    for path, part in _parts(schema, "", schema["$defs"]):
        rows.append(f"| `{path}` | {_type(part)} | {part.get('description', '')} |")
    return "\n".join(rows)


def _parts(part: dict[str, Any], path: str, known: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, below in part.get("properties", {}).items():
        place = f"{path}.{name}" if path else name
        yield place, below
        inside = below.get("items", below)
        if "$ref" in inside:
            inside = known[inside["$ref"].rsplit("/", 1)[-1]]
        yield from _parts(inside, f"{place}[]" if "items" in below else place, known)


def _type(part: dict[str, Any]) -> str:
    if "enum" in part:
        return " or ".join(f"`{json.dumps(one)}`" for one in part["enum"])
    if "const" in part:
        return f"`{json.dumps(part['const'])}`"
    kind = part.get("type", "object")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
