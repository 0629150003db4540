"""The JSON Schema (draft 7, as YAML language servers read it) of the story language, made from the loader's own shapes.

Ids are the story's own: whatever a key may name is completed and checked. Expressions are texts here, for which
variables are offered; `redheat check` reads those.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from redheat_game.story import schema, syntax
from redheat_game.story.collection import Collection, plain

FILE_NAME = "story.schema.json"
_SCALAR = {"type": ["string", "number", "boolean"]}
"""YAML may take `1984` or `true` for more than text; the story does not."""
_DURATION = r"^(?=.)(\d{1,4}d)?(\d{1,4}h)?(\d{1,4}m)?(\d{1,5}s)?$"
_CLOCK = r"([01]?\d|2[0-3]):[0-5]\d"
_IDENTIFIER = f"^(?!(?:{'|'.join(sorted(schema.RESERVED))})$){schema.IDENTIFIER.pattern}$"

Ids = Mapping[str, Mapping[str, str]]
"""What may be named, by kind: ids with a few words about each."""


def ids_of(found: Collection) -> Ids:
    """Everything that a key can name in what the documents of a story declare."""
    return {
        "scene": {name: plain(each.title) for name, each in found.scenes.items()},
        "achievement": {name: f"{plain(each.title)}: {plain(each.hint)}" for name, each in found.achievements.items()},
        "ending": {
            name: f"{plain(each.title)} ({each.kind}): {plain(each.line)}" for name, each in found.endings.items()
        },
        "place": {name: plain(each.name) for name, each in found.places.items()},
        "act": {name: plain(each.title) for name, each in found.acts.items()},
        "group": {name: f"{len(each.choices)} choices" for name, each in found.groups.items()},
        "picture": dict.fromkeys(found.pictures, ""),
        "beat": dict.fromkeys(found.beats, ""),
        "heading": {name: plain(title) for name, title in found.headings.items()},
        "note": {name: plain(each.title) for name, each in found.notes.items()},
    }


def variables_of(found: Collection) -> dict[str, str]:
    """The declared variables with the values that they can have, as they were written."""
    return {
        name: plain(written.kind if isinstance(written, syntax.Variable) else written)
        for name, (_, written) in found.variables.items()
    }


def json_schema(ids: Ids, variables: Mapping[str, str]) -> dict[str, Any]:
    """The schema of one document of a story.

    Args:
        ids: what may be named; a kind that is left out is not checked.
        variables: declared variables with a few words about each, told where expressions stand.
    """
    maker = _Maker(ids, variables)
    document = maker.shape(syntax.DOCUMENT)
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **document,
        "definitions": maker.definitions,
    }


def schema_text(found: Collection) -> str:
    """The schema with the story's own ids, as a file."""
    return json.dumps(json_schema(ids_of(found), variables_of(found)), indent=1, ensure_ascii=False) + "\n"


def modeline(file: Path, schema_file: Path) -> str:
    """The first line by which editors find the schema of a story file."""
    path = Path(os.path.relpath(schema_file, file.parent)).as_posix()
    return f"# yaml-language-server: $schema={path}"


class _Maker:
    """Makes schemas of shapes; records become definitions."""

    def __init__(self, ids: Ids, variables: Mapping[str, str]) -> None:
        self.ids = ids
        self.definitions: dict[str, Any] = {}
        self.declared = variables
        self.variables = ""
        if variables:
            self.variables = "\n\nVariables:\n" + "\n".join(f"- `{name}`: {about}" for name, about in variables.items())

    def shape(self, shape: schema.Shape) -> dict[str, Any]:
        """The schema of a value of this shape."""
        match shape:
            case schema.Record(into=into):
                return self.record(into)
            case schema.ByKey(records=records):
                return self.by_key(records)
            case schema.ByKind(scalar=scalar, sequence=sequence, mapping=mapping):
                return {"anyOf": [self.shape(each) for each in (scalar, sequence, mapping) if each is not None]}
            case schema.ListOf(item=item, lone=lone):
                one = self.shape(item)
                listed = {"type": "array", "items": one}
                return {"anyOf": [one, listed]} if lone else listed
            case schema.TableOf(item=item, key=key):
                return {"type": "object", "propertyNames": self.shape(key), "additionalProperties": self.shape(item)}
        return self.scalar(shape)

    def scalar(self, shape: schema.Shape) -> dict[str, Any]:
        """The schema of a single value."""
        match shape:
            case schema.Reference(kind=kind):
                known = self.ids.get(kind)
                if not known:
                    return {"type": "string", "pattern": _IDENTIFIER}
                return {
                    "type": "string",
                    "enum": list(known),
                    "enumDescriptions": list(known.values()),
                    "errorMessage": f"no {kind} of the story has this id (`redheat schema` makes new ones known)",
                }
            case schema.Expression():
                return self.offering("condition", {name: name for name in self.declared})
            case schema.Assignment():
                return self.offering("effect", {name: _effect(name, about) for name, about in self.declared.items()})
            case schema.Identifier():
                told = "an id is lower-case words joined by underscores, and no word of the expression language"
                return {"type": "string", "pattern": _IDENTIFIER, "maxLength": 60, "patternErrorMessage": told}
            case schema.YesNo():
                return {"type": "boolean"}
            case schema.Number(lowest=lowest, highest=highest):
                return {"type": "integer", "minimum": lowest, "maximum": highest}
            case schema.Duration():
                told = "a duration is written 90s, 4m or 1h30m"
                return {"type": "string", "pattern": _DURATION, "patternErrorMessage": told}
            case schema.TimeOfDay():
                told = "a time of day is written 06:40"
                return {"type": "string", "pattern": f"^{_CLOCK}$", "patternErrorMessage": told}
            case schema.TimeToShow():
                told = "what the clock shows is written 06:40, or 06:40 or later"
                return {"type": "string", "pattern": f"^{_CLOCK}( or later)?$", "patternErrorMessage": told}
            case schema.Colour():
                return {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}
            case schema.Word(words=words):
                return {"type": "string", "enum": list(words)}
            case schema.Text(longest=longest, may_be_empty=may_be_empty):
                return {**_SCALAR, "maxLength": longest, "minLength": 0 if may_be_empty else 1}
        return dict(_SCALAR)

    def offering(self, name: str, written: Mapping[str, str]) -> dict[str, Any]:
        """A reference to a text for which an editor offers each variable, as it would be written there."""
        if name not in self.definitions:
            snippets = [
                {"label": variable, "description": self.declared[variable], "body": body}
                for variable, body in written.items()
            ]
            self.definitions[name] = {**_SCALAR, **({"defaultSnippets": snippets} if snippets else {})}
        return {"$ref": f"#/definitions/{name}"}

    def record(self, into: Any) -> dict[str, Any]:
        """A reference to the definition of a record, which is made where it is not there yet."""
        name = into.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self._definition(into)
        return {"$ref": f"#/definitions/{name}"}

    def _definition(self, into: Any) -> dict[str, Any]:
        keys = schema.keys_of(into)
        properties = {}
        for entry in keys.values():
            about = entry.about
            if isinstance(entry.shape, schema.Expression) or "ffect" in entry.shape.called:
                about += self.variables
            made = self.shape(entry.shape)
            # beside a `$ref` nothing else counts in draft 7
            properties[entry.name] = {
                "description": about,
                "markdownDescription": about,
                **(made if "$ref" not in made else {"allOf": [made]}),
            }
            if entry.default is False:
                properties[entry.name]["default"] = False
        return {
            "type": "object",
            "description": (into.__doc__ or "").strip().partition("\n")[0],
            "properties": properties,
            "required": [entry.name for entry in keys.values() if entry.required],
            "additionalProperties": False,
        }

    def by_key(self, records: tuple[tuple[str, schema.Record], ...]) -> dict[str, Any]:
        """The record that the first key present decides, which an editor may offer before there is any."""
        *named, (last, otherwise) = records
        chosen: dict[str, Any] = self.record(otherwise.into)
        for name, record in reversed(named):
            chosen = {"if": {"required": [name]}, "then": self.record(record.into), "else": chosen}
        offered = {
            name: {"description": self.definitions[record.into.__name__]["properties"][name]["description"]}
            for name, record in (*named, (last, otherwise))
        }
        return {"type": "object", "properties": offered, **chosen}


def _effect(name: str, about: str) -> str:
    """An effect on a variable, to begin with."""
    if about.startswith("range"):
        return f"{name} += 1"
    first, comma, _ = about.partition("[")[2].partition(",")
    return f"{name} = {first.strip()}" if comma else f"{name} = true"
