"""Writes reference.md and diagnostics.md from what the program itself goes by: `python -m docs.reference`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from redheat_game.storage.writing import write_atomically
from redheat_game.story import category_syntax, note_syntax, picture_syntax, schema, syntax
from redheat_game.story.diagnostics import DEFINITIONS
from redheat_game.story.syntax_base import Syntax

FOLDER = Path(__file__).parent
ORDER: tuple[tuple[str, Any], ...] = (
    ("Scene", syntax.Scene),
    ("Choice", syntax.Choice),
    ("Attached choice (`from`)", syntax.Attachment),
    ("Running out of time (`else`)", syntax.Timeout),
    ("One of several ways (`go`)", syntax.TargetEntry),
    ("Effect under a condition", syntax.ConditionalEffect),
    ("Achievement on entry", syntax.UnlockOnEntry),
    ("Achievement of a choice", syntax.Unlock),
    ("Place of a group", syntax.Include),
    ("Group", syntax.Group),
    ("Declarations", syntax.Declarations),
    ("Act", syntax.Act),
    ("Variable", syntax.Variable),
    ("Cast member", syntax.CastMember),
    ("Place", syntax.Place),
    ("Ending", syntax.Ending),
    ("Achievement", syntax.Achievement),
    ("Rule (`always`)", syntax.AlwaysRule),
    ("Category", category_syntax.Category),
    ("Split", category_syntax.Split),
    ("Notebook", note_syntax.Notebook),
    ("Note", note_syntax.Note),
    ("Line added to a note", note_syntax.NoteLine),
    ("Picture", picture_syntax.Picture),
    ("Layer of a picture", picture_syntax.Layer),
    ("Effect of a picture", picture_syntax.Effect),
)


def reference() -> str:
    """Every key of every record."""
    lines = [
        "# Every key",
        "",
        "Made by `python -m docs.reference` from the shapes that the loader checks. What it all means is in",
        "[language.md](language.md); how to write a story, in [writing.md](writing.md).",
    ]
    for title, record in ORDER:
        lines += ["", f"## {title}", "", (record.__doc__ or "").strip().partition("\n")[0], ""]
        lines += ["| key | is | means |", "|---|---|---|"]
        lines += [_row(key) for key in schema.keys_of(record).values()]
    return "\n".join(lines) + "\n"


def _row(key: schema.Key) -> str:
    needed = " **Needed.**" if key.required else ""
    about = key.about.replace("|", "\\|")
    return f"| `{key.name}` | {_called(key.shape)} | {about}{needed} |"


def _called(shape: schema.Shape) -> str:
    match shape:
        case schema.Word(words=words):
            return ", ".join(f"`{word}`" for word in words)
        case schema.Reference(kind=kind):
            return f"the id of {_article(kind)}"
        case schema.Number(lowest=lowest, highest=highest):
            return f"a whole number, {lowest} to {highest}"
        case schema.Text(longest=longest) if longest < schema.MAX_TEXT:
            return f"{shape.called}, at most {longest} characters"
        case schema.ListOf(item=item, lone=True):
            return f"{_called(item)}, or a list"
        case schema.TableOf():
            return f"a table: ids of {shape.called}"
    return shape.called


def _article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def diagnostics() -> str:
    """Every diagnostic, with its examples."""
    lines = [
        "# Every diagnostic",
        "",
        "Made by `python -m docs.reference`. `redheat explain RH041` says the same. A test runs the examples.",
    ]
    for item in DEFINITIONS.values():
        lines += ["", f"## {item.code}: {item.message}", ""]
        if item.severity == "warning":
            lines += ["A warning.", ""]
        lines += [item.explanation.strip(), "", item.remedy]
        for heading, example in (("Wrong", item.bad), ("Right", item.good)):
            lines += ["", f"{heading}:", "", "```text" if item.described else "```yaml", example.strip("\n"), "```"]
    return "\n".join(lines) + "\n"


def all_records(record: Any) -> Iterator[Any]:
    """The record, and every one that can stand in it."""
    waiting, seen = [record], set()
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            yield one
            for key in schema.keys_of(one).values():
                waiting += _records_in(key.shape)


def _records_in(shape: schema.Shape | None) -> list[type[Syntax]]:
    match shape:
        case schema.Record(into=into):
            return [into]
        case schema.ByKey(records=records):
            return [each.into for _, each in records]
        case schema.ByKind(scalar=scalar, sequence=sequence, mapping=mapping):
            return [found for each in (scalar, sequence, mapping) for found in _records_in(each)]
        case schema.ListOf(item=item) | schema.TableOf(item=item):
            return _records_in(item)
    return []


FILES = {"reference.md": reference, "diagnostics.md": diagnostics}


def main() -> None:
    """Write both."""
    for name, make in FILES.items():
        write_atomically(FOLDER / name, make())


if __name__ == "__main__":
    main()
