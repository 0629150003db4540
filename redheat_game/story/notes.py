"""The notebook, lowered: prose under conditions, read at any time, which changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from redheat_game.story import script
from redheat_game.story.collection import Collection, plain
from redheat_game.story.note_syntax import NoteLine
from redheat_game.story.prose_parser import parse_prose, warn_of_speakers
from redheat_game.story.references import References
from redheat_game.story.scopes import Scopes
from redheat_game.story.source import Scalar


def lower_notes(found: Collection, scopes: Scopes, references: References) -> script.Notebook:
    """The notebook of a collection; what is wrong goes to its report.

    It has to be lowered after the scenes: what they count of entries it need not have counted again.
    """
    scope = scopes.note_names()
    cast = [plain(member.name) for member in found.cast.values()]
    lines: dict[str, list[NoteLine]] = {}
    for line in found.note_lines:
        name = references.find("note", found.notes, line.note)
        if name is not None:
            lines.setdefault(name, []).append(line)

    def part(text: Scalar, when: Scalar | None) -> script.NotePart:
        warn_of_speakers(text, cast, scope)
        return script.NotePart(scopes.condition(when, scope), parse_prose(text, scope, None), text.span)

    def notes() -> Iterator[script.Note]:
        for name, note in found.notes.items():
            heading = references.find("heading", found.headings, note.under)
            parts = (part(note.text, None), *(part(line.text, line.when) for line in lines.get(name, ())))
            yield script.Note(name, plain(note.title), heading or "", scopes.condition(note.when, scope), parts)

    order = list(found.headings)
    placed = sorted(notes(), key=lambda note: order.index(note.heading) if note.heading in order else 0)
    headings = {name: plain(title) for name, title in found.headings.items()}
    return script.Notebook(plain(found.notebook) or script.Notebook.title, headings, tuple(placed))
