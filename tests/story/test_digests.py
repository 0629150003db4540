"""Digests are the same wherever and however a story is loaded, and differ where it differs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

import redheat_game
from redheat_game.story.digests import digest
from redheat_game.story.loader import load_texts
from redheat_game.story.script import Story

ROOT = Path(redheat_game.__file__).parent.parent
FOLDER = Path(__file__).parent.parent / "stories" / "left_luggage"
TEXTS = {
    path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.yaml"))
}


def story(texts: dict[str, str]) -> Story:
    found = load_texts({**texts})
    assert found.story, [(item.code, item.message) for item in found.diagnostics]
    return found.story


def changed(old: str, new: str) -> Story:
    """The story with one passage of its files changed."""
    assert sum(text.count(old) for text in TEXTS.values()) == 1
    return story({name: text.replace(old, new) for name, text in TEXTS.items()})


ORIGINAL = story(TEXTS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The bell is chained down.", "The bell is chained to the counter."),
        ("*He loved that.*", "He loved that."),
        ("|Go on.}", "|Go on.|You know you want to.}"),
        ("{&A train leaves.|No train leaves.}", "{&One leaves.|None leaves.|A bus leaves.}"),
        ("{has_ticket: The ticket says", "{has_ticket and seen(form): The ticket says"),
        ("say: Ring the bell.", "say: Ring it."),
        ("You have no ticket.", "You have none."),
        ("continue: Turn it over.", "continue: Turn it round."),
    ],
)
def test_another_wording_changes_the_text_and_voids_no_record(old: str, new: str) -> None:
    other = changed(old, new)
    assert other.rules_digest == ORIGINAL.rules_digest
    assert other.text_digest != ORIGINAL.text_digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# A small story", "# Another remark"),
        ("title: The Station", "title: Central Station"),
        ("about: a sergeant", "about: a detective sergeant"),
        ("meter: Patience, better: more", "meter: Patience"),
        ("riddle: Nobody gives it.", "riddle: Keep it."),
        ("title: Any%", "title: Any Percent"),
        ("{title: The form, scene: form}", "{title: Form 9, scene: form}"),
        ("was: ding", "was: [ding, dong]"),
        ('o: "#c8102e"', 'o: "#c8102f"'),
        ('clock: "23:00"', 'clock: "23:01"'),
    ],
)
def test_what_is_shown_beside_changes_neither(old: str, new: str) -> None:
    other = changed(old, new)
    assert (other.rules_digest, other.text_digest) == (ORIGINAL.rules_digest, ORIGINAL.text_digest)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("when: dollars >= 2 and", "when: dollars > 2 and"),
        ("do: [dollars -= 2, bag", "do: [dollars -= 1, bag"),
        ("do: [dollars -= 2, bag = claimed]", "do: [bag = claimed, dollars -= 2]"),
        ("unlock: exact_change", "unlock: [exact_change, form_nine]"),
        ("id: ring", "id: ring_it"),
        ("id: weather, once: true", "id: weather"),
        ("    fallback: true\n", ""),
        ("takes: 12m", "takes: 13m"),
        ("start: 3, clamp: true", "start: 2, clamp: true"),
        ("range 0..5, start: 3, clamp: true", "range 0..5, start: 3"),
        ("range 0..9", "range 0..8"),
        ("[left, claimed, searched]", "[left, claimed, searched, lost]"),
        ("- {when: patience == 0, go", "- {when: patience < 1, go"),
        ("patience > 3, to: hall", "patience > 3, to: out"),
        ("when: seen(form)}", "when: seen(hall)}"),
        ("when: bag != left", "when: bag == claimed"),
        ("      - {title: The form, scene: form}\n", ""),
        ("endings: out\n", "endings: [out, shown_out]\n"),
        ("start: hall", "start: street"),
        ("{say: No., id: refuse, go: out}", "{say: No., id: refuse, go: shown_out}"),
    ],
)
def test_another_rule_changes_the_rules(old: str, new: str) -> None:
    assert changed(old, new).rules_digest != ORIGINAL.rules_digest


def test_the_order_of_files_does_not_show() -> None:
    backwards = story(dict(reversed(TEXTS.items())))
    assert (backwards.rules_digest, backwards.text_digest) == (ORIGINAL.rules_digest, ORIGINAL.text_digest)


def test_the_order_of_documents_and_keys_does_not_show() -> None:
    documents = {}
    for name, text in TEXTS.items():
        for number, part in enumerate(text.split("---\n")):
            documents[f"{name.rpartition('/')[0]}/{9 - number}.yaml"] = part
    other = story(dict(sorted(documents.items())))
    assert (other.rules_digest, other.text_digest) == (ORIGINAL.rules_digest, ORIGINAL.text_digest)


def test_letters_are_the_same_however_they_are_composed() -> None:
    composed = changed("Form 9 asks", unicodedata.normalize("NFC", "Caf\u00e9 asks"))
    apart = changed("Form 9 asks", unicodedata.normalize("NFD", "Caf\u00e9 asks"))
    assert composed.text_digest == apart.text_digest


DIGESTS = """
import json, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from redheat_game.story.loader import load_story
story = load_story(game=Path(sys.argv[2])).story
print(json.dumps([story.rules_digest, story.text_digest]))
"""


def digests_of(python: str, **environment: str) -> tuple[str, str]:
    command = [python, "-c", DIGESTS, str(ROOT), str(FOLDER)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **environment})
    rules, text = json.loads(run.stdout)
    return rules, text


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_hash_seeds_do_not_show(seed: str) -> None:
    found = digests_of(sys.executable, PYTHONHASHSEED=seed, LC_ALL="C", TZ="Asia/Magadan")
    assert found == (ORIGINAL.rules_digest, ORIGINAL.text_digest)


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_versions_of_python_do_not_show(version: str) -> None:
    python = shutil.which(f"python{version}")
    has_yaml = [python or "", "-c", "import sys, yaml; sys.exit(not yaml.__with_libyaml__)"]
    if python is None or subprocess.run(has_yaml, capture_output=True, check=False).returncode:
        pytest.skip(f"no Python {version} with PyYAML here")
    assert digests_of(python) == (ORIGINAL.rules_digest, ORIGINAL.text_digest)


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"x", object(), [1, [2.0]], {"a": {"b": 0.1}}])
def test_nothing_inexact_enters_a_digest(value: object) -> None:
    with pytest.raises(TypeError):
        digest(value)


def test_a_digest_is_pinned_for_ever() -> None:
    """Records are bound to digests: if this one changes, every record is void. Raise the semantics version instead."""
    assert digest({"b": [1, None, "\u00e9"], "a": {}}) == (
        "b80c78f4a4c83a120e8dc17483bba7bee56621a49fec85bccc636b2d357567fe"
    )
