"""Folders, layers and names."""

from __future__ import annotations

from pathlib import Path

import pytest

from redheat_game.story.loader import Loaded, Rereading, game_scenes, load_story, load_texts
from redheat_game.story.script import ClockTime, Story

from .building import codes, scene_of, script_of

STORIES = Path(__file__).parent.parent / "stories"
GAME = STORIES / "left_luggage"


def write(folder: Path, **files: str) -> Path:
    """A folder with these files; `__` in a name stands for a slash."""
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def load(*packs: Path) -> Loaded:
    return load_story(packs, game=GAME)


def fine(*packs: Path) -> Story:
    found = load(*packs)
    assert [(item.code, item.message) for item in found.diagnostics] == []
    assert found.story
    return found.story


def choices(made: Story, scene: str) -> list[str]:
    return [choice.id for choice in scene_of(made, scene).choices]


def test_a_folder_is_read_in_the_order_of_its_paths() -> None:
    made = fine()
    assert [scene.id for scene in made.machine.scenes] == ["hall", "form", "back_of_form", "street", "out", "shown_out"]
    assert made.title == "Left Luggage"
    assert made.clock == (21 * 60 + 40) * 60


def test_what_a_story_declares_is_there() -> None:
    made = fine()
    assert [(act.id, act.theme, act.number) for act in made.acts.values()] == [
        ("station", "moscow", 1),
        ("street", "chicago", 2),
    ]
    assert made.places["counter"].picture == "lockers"
    assert made.pictures["lockers"].layers[0].art == ("xxx", "xox")
    assert made.endings["shown_out"].kind == "defeat"
    assert [(split.scene, split.condition is not None, split.ending) for split in made.categories["any"].splits] == [
        ("form", False, None),
        (None, True, None),
        (None, False, "out"),
    ]
    assert script_of(made, "street").within == 6
    assert script_of(made, "street").clock == ClockTime(23 * 3600)


def test_the_act_comes_from_the_folder_or_from_the_scene(tmp_path: Path) -> None:
    made = fine()
    assert [script.act for script in made.scenes] == ["station", None, None] + ["street"] * 3, (
        "a sub-scene has its caller's"
    )
    pack = write(
        tmp_path,
        street__a="scene: a\nfrom: {scene: hall, say: a}\ntext: A.\ngo: hall\n",
        other__b="scene: b\nfrom: {scene: hall, say: b}\ntext: B.\ngo: hall\n",
        other__c="scene: c\nact: street\nfrom: {scene: hall, say: c}\ntext: C.\ngo: hall\n",
    )
    made = fine(pack)
    assert [script_of(made, name).act for name in "abc"] == ["street", None, "street"]


def test_titles_are_those_of_the_scene_its_place_or_its_id() -> None:
    made = fine()
    assert script_of(made, "hall").title == "Track Eleven, After Hours"
    assert script_of(made, "form").title == "Left Luggage"
    assert script_of(made, "back_of_form").title == "Back of form"


# layers


def test_a_pack_is_laid_over_the_game_without_touching_it() -> None:
    made = fine(STORIES / "bench_pack")
    assert choices(made, "hall") == ["ring", "hall", "form", "weather", "leave", "bench"]
    assert choices(made, "street") == ["give", "refuse", "kerb", "timeout"]


def test_attached_choices_come_in_the_order_of_the_packs(tmp_path: Path) -> None:
    text = "scene: {0}\nfrom: {{scene: hall, say: '{0}'}}\ntext: T.\ngo: hall\n"
    one = write(tmp_path / "one", z=text.format("one_z"), a=text.format("one_a"))
    two = write(tmp_path / "two", b=text.format("two_b"))
    assert choices(fine(one, two), "hall")[-3:] == ["one_a", "one_z", "two_b"]
    assert choices(fine(two, one), "hall")[-3:] == ["two_b", "one_a", "one_z"]


STREET = "scene: street\ntext: Another street.\ngo: out\n"


def test_a_duplicate_across_layers_has_to_be_meant(tmp_path: Path) -> None:
    found = load(write(tmp_path, a=STREET))
    assert codes(found) == ["RH040"]
    assert "street.yaml:1" in found.diagnostics[0].message
    assert found.diagnostics[0].span
    assert found.diagnostics[0].span.file.name.endswith("a.yaml")


def test_a_later_layer_replaces_and_keeps_the_place(tmp_path: Path) -> None:
    made = fine(write(tmp_path, a=STREET + "replace: true\n"))
    assert [scene.id for scene in made.machine.scenes] == [scene.id for scene in fine().machine.scenes]
    assert choices(made, "street") == ["out"]


def test_within_one_layer_nothing_replaces(tmp_path: Path) -> None:
    pack = write(tmp_path, a=STREET + "replace: true\n", b=STREET + "replace: true\n")
    assert codes(load(pack)) == ["RH040"]


def test_a_third_layer_replaces_the_second(tmp_path: Path) -> None:
    one = write(tmp_path / "one", a=STREET + "replace: true\n")
    two = write(tmp_path / "two", a=STREET.replace("go: out", "go: hall") + "replace: true\n")
    made = load(one, two).story
    assert made
    assert choices(made, "street") == ["hall"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("scene: attic\ntext: A.\ngo: hall\nfrom: {scene: hall, say: a}\nreplace: true\n", ["RH053"]),
        ("group: talk\nchoices: []\nreplace: true\n", ["RH053"]),
        ("endings: {lost: {title: L, kind: death, line: L., replace: true}}\n", ["RH053"]),
        ("variables: {patience: {is: range 0..9, start: 3, clamp: true, replace: true}}\n", []),
        ("variables: {patience: flag}\n", ["RH040"]),
        ("cast: {clerk: {name: A Clerk, replace: true}}\n", []),
        ("places: {counter: {name: C}}\n", ["RH040"]),
        ("places: {counter: {name: C, replace: true}}\n", []),
        ("endings: {out: {title: O, kind: joke, line: O., replace: true}}\n", []),
        ("acts: [{id: station, title: S}]\n", ["RH040"]),
        ("beats: [bench]\n", []),
        ("beats: [counter]\n", ["RH040"]),
        ("group: small_talk\nchoices: [{say: a, go: hall, id: weather}]\nreplace: true\n", []),
        ("picture: lockers\nalt: L.\nreplace: true\n", []),
        ("story: Another\n---\nvariables: {patience: flag}\n", ["RH056"]),
    ],
)
def test_what_layers_may_replace(tmp_path: Path, text: str, found: list[str]) -> None:
    assert codes(load(write(tmp_path, a=text))) == found


def test_a_pack_with_a_story_stands_alone(tmp_path: Path) -> None:
    alone = write(
        tmp_path / "alone",
        a="story: Alone\nstart: a\nendings: {e: {title: E, kind: joke, line: E.}}\n---\nscene: a\ntext: A.\n"
        "choices: [{say: a, go: b}]\n---\nscene: b\ntext: B.\nending: e\n",
    )
    over = write(tmp_path / "over", a="scene: c\nfrom: {scene: a, say: c}\ntext: C.\ngo: b\n")
    made = fine(alone)
    assert (made.title, len(made.scenes)) == ("Alone", 2)
    assert choices(fine(alone, over), "a") == ["b", "c"]
    assert codes(load(alone, GAME)) == ["RH055"]


def test_a_pack_may_start_elsewhere(tmp_path: Path) -> None:
    made = load(write(tmp_path, a="start: street\n")).story
    assert made
    assert made.machine.scenes[made.machine.start].id == "street"


def test_a_mistake_in_the_game_is_told_with_the_packs(tmp_path: Path) -> None:
    found = load_story([write(tmp_path / "pack", a="scene: x\ntext: X.\ngo: nowhere\n")], game=tmp_path / "none")
    assert sorted(codes(found)) == ["RH011", "RH041"]


# former ids


def test_former_ids() -> None:
    former = fine().former
    assert former.scenes == {"counter_hall": "hall"}
    assert former.choices == {"hall": {"ding": "ring"}}
    assert former.variables == {"money": "dollars"}
    assert former.achievements == {"small_change": "exact_change"}


def test_former_ids_of_choices_of_every_kind(tmp_path: Path) -> None:
    pack = write(
        tmp_path,
        a="scene: bench\nfrom: {scene: hall, say: Sit., was: [seat, pew]}\ntext: B.\n"
        "choices:\n  - {say: a, go: hall, was: back}\n  - include: stand\n---\n"
        "group: stand\nchoices: [{say: b, id: up, go: hall, was: rise}]\n",
    )
    assert fine(pack).former.choices == {
        "hall": {"ding": "ring", "seat": "bench", "pew": "bench"},
        "bench": {"back": "hall", "rise": "up"},
    }


@pytest.mark.parametrize(
    "text",
    [
        "scene: bench\nwas: street\nfrom: {scene: hall, say: a}\ntext: B.\ngo: hall\n",
        "variables: {money: flag}\n",
        "variables: {cash: {is: flag, was: dollars}}\n",
        "achievements: {a: {title: A, riddle: A., hint: A., told: A., was: form_nine}}\n",
        "scene: bench\nfrom: {scene: hall, say: a, was: ring}\ntext: B.\ngo: hall\n",
        "scene: bench\nfrom: {scene: hall, say: a, id: ding}\ntext: B.\ngo: hall\n",
    ],
)
def test_a_former_id_that_something_bears(tmp_path: Path, text: str) -> None:
    assert codes(load(write(tmp_path, a=text))) == ["RH054"]


# files


def test_names_of_files_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.yaml").write_text("scene: 1\n")
    (found,) = load(tmp_path).diagnostics[:1]
    assert found.span
    assert found.span.file.name.endswith("a?[31m.yaml")


def test_names_of_files_that_are_no_text(tmp_path: Path) -> None:
    try:
        Path(str(tmp_path) + "/caf\udce9.yaml").write_text("scene: 1\n")
    except (OSError, UnicodeError):
        pytest.skip("this file system has only names that are text")
    (found,) = load(tmp_path).diagnostics[:1]
    assert found.span
    assert found.span.file.name.encode()


def test_paths_are_told_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, packs__mine__a="scene: Bench\n")
    monkeypatch.chdir(tmp_path)
    for given in (Path("packs/mine"), tmp_path / "packs" / "mine", Path("packs/../packs/mine")):
        found = load(given).diagnostics[0]
        assert found.span
        assert found.span.file.name == "packs/mine/a.yaml"


def test_a_story_of_texts() -> None:
    texts: dict[str, str | bytes] = {
        str(path.relative_to(GAME)): path.read_text(encoding="utf-8") for path in sorted(GAME.rglob("*.yaml"))
    }
    texts = dict(sorted(texts.items()))
    found = load_texts(texts)
    assert found.diagnostics == ()
    assert found.story
    assert [script.act for script in found.story.scenes] == [script.act for script in fine().scenes]


def test_the_game_itself_is_where_it_is_looked_for() -> None:
    assert (game_scenes() / "story.yaml").is_file()


def test_the_hero_heads_the_panel_and_is_you_where_nobody_says() -> None:
    hall = "start: hall\n---\nscene: hall\ntext: A hall.\ngo: out\n---\nscene: out\ntext: Out.\nending: out\n"
    ends = "endings: {out: {title: Out, kind: victory, line: Out.}}\n"
    named = load_texts({"story.yaml": f"story: Alone\nhero: Vera\n{ends}{hall}"}).story
    nameless = load_texts({"story.yaml": f"story: Alone\n{ends}{hall}"}).story
    assert named is not None
    assert nameless is not None
    assert (named.hero, nameless.hero) == ("Vera", "You")
    assert (named.rules_digest, named.text_digest) == (nameless.rules_digest, nameless.text_digest)


def test_reading_again_reads_what_changed_and_finds_the_same(tmp_path: Path) -> None:
    pack = write(
        tmp_path,
        good="scene: bench\nfrom: {scene: hall, say: Sit.}\ntext: A bench.\ngo: hall\n",
        bad="scene: stool\nteks: A stool.\n---\nscene: [",
    )
    again = Rereading()
    first = load_story([pack], game=GAME, again=again)
    assert first == load(pack)
    assert load_story([pack], game=GAME, again=again) == first
    write(tmp_path, good="scene: bench\nfrom: {scene: hal, say: Sit.}\ntext: A bench.\ngo: hall\n")
    assert load_story([pack], game=GAME, again=again) == load(pack) != first
    (tmp_path / "bad.yaml").unlink()
    write(tmp_path, good="scene: bench\nfrom: {scene: hall, say: Sit.}\ntext: A bench.\ngo: hall\n")
    story = load_story([pack], game=GAME, again=again).story
    assert story is not None
    assert "bench" in story.machine.scene_numbers


def test_a_pack_adds_to_the_note_on_what_the_game_contains(tmp_path: Path) -> None:
    game = write(tmp_path / "game", story=MINIMAL.format(more="content_note: Somebody is shot."))
    silent = write(tmp_path / "silent", more="variables: {x: flag}")
    pack = write(tmp_path / "pack", more="content_note: A dog is sad.")
    for packs, note in (([], "Somebody is shot."), ([silent, pack], "Somebody is shot.\n\nA dog is sad.")):
        loaded = load_story(packs, game=game)
        assert loaded.story is not None
        assert loaded.story.content_note == note
    alone = load_texts({"story.yaml": MINIMAL.format(more="")}).story
    assert alone is not None
    assert alone.content_note == ""


def test_where_the_document_that_stands_alone_cannot_be_read_nothing_else_is_said(tmp_path: Path) -> None:
    pack = write(
        tmp_path / "pack",
        story="story: Lost\nstart: here\nvariables: {oil: {is: flag, pocket: a: b}}\n",
        scenes="scene: here\ntext: |\n  Pell: {oil: Light.|}\ngo: elsewhere\n",
    )
    assert [item.code for item in load(pack).diagnostics] == ["RH003"]


def test_what_breaks_an_id_stands_before_what_follows_from_it() -> None:
    found = load_texts(
        {
            "story.yaml": MINIMAL.format(more="") + "---\nscene: Dawn\ntext: It is.\ngo: gate\n",
            "a.yaml": "scene: first\ntext: One.\ngo: dawn\n",
        }
    ).diagnostics
    assert found[0].code == "RH028"


@pytest.mark.parametrize(
    ("declared", "code", "said"),
    [
        ("variables: {oil: range 0-4}", "RH031", "did you mean `range 0..4`?"),
        ("variables: {coat: {is: 'one_of [on, off]', pocket: {on: an oilskin, new}}}", "RH039", "`new` has no value"),
    ],
)
def test_what_was_meant_is_named(declared: str, code: str, said: str) -> None:
    found = load_texts({"story.yaml": MINIMAL.format(more=declared)}).diagnostics
    assert [(item.code, said in item.message) for item in found] == [(code, True)]


def test_prose_that_begins_with_a_brace_wants_quotes() -> None:
    story = MINIMAL.format(more="").replace("text: A hall.", "text: {A hall.|The hall.}")
    (found,) = load_texts({"story.yaml": story}).diagnostics
    assert (found.code, "in quotes" in found.remedy) == ("RH022", True)


def test_a_variable_is_not_taken_for_a_scene_that_is_missing() -> None:
    story = MINIMAL.format(more="variables: {wound: flag}").replace("A hall.", '"{seen(wound): A red hall.}"')
    (found,) = load_texts({"story.yaml": story}).diagnostics
    assert (found.code, found.message) == ("RH066", "`seen` takes the id of a scene, which `wound` is not")


def test_an_effect_with_its_signs_turned_round_is_understood() -> None:
    story = MINIMAL.format(more="variables: {oil: range 0..4}").replace("go: gate", "on_enter: oil =+ 3\ngo: gate")
    (found,) = load_texts({"story.yaml": story}).diagnostics
    assert "`+=`" in found.message


MINIMAL = """\
story: Small
start: hall
{more}
endings: {{out: {{title: Out, kind: victory, line: Out it is.}}}}
---
scene: hall
text: A hall.
go: gate
---
scene: gate
text: A gate.
ending: out
"""
