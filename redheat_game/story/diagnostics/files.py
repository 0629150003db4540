"""Mistakes about files and YAML itself: RH001 to RH019."""

from __future__ import annotations

from redheat_game.story.diagnostics.core import Definition

NOT_UTF8 = Definition(
    code="RH001",
    message="this file is not UTF-8 text (byte 0x{byte:02X})",
    remedy="Save it as UTF-8.",
    explanation="",
    bad="",
    good="",
)

FILE_TOO_LARGE = Definition(
    code="RH002",
    message="this file is larger than {limit} bytes",
    remedy="Split it into several files.",
    explanation="",
    bad="",
    good="",
)

YAML_SYNTAX = Definition(
    code="RH003",
    message="this is not YAML: {problem}",
    remedy="Put the text in quotes or in a block (`text: |`), and check the indentation.",
    explanation="",
    bad="",
    good="",
)

TOO_DEEP = Definition(
    code="RH004",
    message="values are nested more than {limit} deep",
    remedy="Write it flatter; no part of a story needs such depth.",
    explanation="",
    bad="",
    good="",
)

TOO_MANY_VALUES = Definition(
    code="RH005",
    message="this document stands for more than {limit} values",
    remedy="Write less with aliases, or split the document.",
    explanation="",
    bad="",
    good="",
)

CONTROL_CHARACTER = Definition(
    code="RH006",
    message="the control character {character} is not allowed in a story",
    remedy="Delete it.",
    explanation="",
    bad="",
    good="",
)

TAG = Definition(
    code="RH007",
    message="YAML tags such as `!!python` mean nothing here",
    remedy="Delete the tag.",
    explanation="",
    bad="",
    good="",
)

DUPLICATE_KEY = Definition(
    code="RH008",
    message="the key `{key}` stands twice; first in line {line}",
    remedy="Keep one of the two.",
    explanation="",
    bad="",
    good="",
)

NOT_A_MAPPING = Definition(
    code="RH009",
    message="a document is made of keys and values",
    remedy="Begin it with a key such as `scene:`.",
    explanation="",
    bad="",
    good="",
)

KEY_NOT_TEXT = Definition(
    code="RH010",
    message="a key is a word",
    remedy="Write the key as a word, without brackets.",
    explanation="",
    bad="",
    good="",
)

NO_FOLDER = Definition(
    code="RH011",
    message="there is no folder `{path}`",
    remedy="Check the path.",
    explanation="",
    bad="",
    good="",
)

NO_YAML = Definition(
    code="RH012",
    message="the folder `{path}` holds no YAML file",
    remedy="Put a file whose name ends in `.yaml` into it.",
    explanation="",
    bad="",
    good="",
)

UNREADABLE = Definition(
    code="RH013",
    message="this file cannot be read: {problem}",
    remedy="Check its permissions.",
    explanation="",
    bad="",
    good="",
)

LEADS_OUT = Definition(
    code="RH014",
    message="this is a link that leads out of its folder, or no regular file",
    remedy="Put the file itself into the folder.",
    explanation="",
    bad="",
    good="",
)

TOO_MUCH = Definition(
    code="RH015",
    message="a pack may hold {files} files and {bytes} bytes in all",
    remedy="Split the pack.",
    explanation="",
    bad="",
    good="",
)
