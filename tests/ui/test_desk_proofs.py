"""What the desk proves by itself, and when."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from redheat_game.authoring.proving import BackgroundProof
from redheat_game.authoring.ways import Ways
from tests.ui.desk import PATIENCE, SCENES, desk_on
from tests.ui.window import LARGE, SMALL


async def test_what_is_proved_comes_by_itself(pack: Path) -> None:
    (pack / "scenes.yaml").write_text(SCENES.replace("when: coins >= 2 and lamp", "when: coins > 4 and coins < 2"))
    async with desk_on(pack, seconds=20) as desk:
        await desk.see("proving ..")
        await desk.see("RH200", "hatch")


class SlowProof:
    """A proof that is in the midst of it until it is stopped, and then has found nothing out."""

    def __init__(self, _packs: Sequence[Path], _max_seconds: float) -> None:
        self._stopped = threading.Event()

    def wait(self, tell: Callable[[str], None]) -> None:
        tell("scenes: 2 of 4")
        self._stopped.wait(PATIENCE)

    def stop(self) -> None:
        self._stopped.set()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_it_is_shown_how_far_a_proof_is(
    pack: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr("redheat_game.ui.desk.app.BackgroundProof", SlowProof)
    async with desk_on(pack, size, seconds=20) as desk:
        await desk.see("The yard is cold.")
        if size == SMALL:
            await desk.press("l")
        await desk.see("PROOF", "proving .. scenes: 2 of 4")
        # another edition is proved from its beginning
        desk.edit("The yard is cold.", "The yard is dark.")
        await desk.see("CHANGED", "proving ..")
        await desk.see("proving .. scenes: 2 of 4")


async def test_with_a_mistake_nothing_is_proved_and_what_was_stays(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []

    class Noted(BackgroundProof):
        def __init__(self, packs: Sequence[Path], max_seconds: float) -> None:
            begun.append((pack / "scenes.yaml").read_text())
            super().__init__(packs, max_seconds)

    monkeypatch.setattr("redheat_game.ui.desk.app.BackgroundProof", Noted)
    async with desk_on(pack, seconds=20) as desk:
        await desk.see("all decided")
        desk.edit("The yard is cold.", "The yard is dark.")
        await desk.see("The yard is dark.", "proving ..")
        desk.edit("scene: out", "scen: out")
        await desk.see("RH020", "this was before:", "all decided")
        await desk.until(lambda: not desk.app.state.is_proving, "given up")
        await desk.see("this was before:", "all decided")
        assert not any("scen: out" in text for text in begun)
        desk.edit("scen: out", "scene: out")
        await desk.see("no mistake")
        await desk.until(lambda: len(begun) > 1 and not desk.app.state.is_proving, "proved")
        assert "this was before:" not in desk.text


def test_a_proof_tells_how_far_it_is(pack: Path) -> None:
    told: list[str] = []
    proof = BackgroundProof([pack], 20.0).wait(told.append)
    assert proof is not None
    assert told
    for line in told:
        assert re.fullmatch(r"\S.*: \d+ of \d+", line)


async def test_a_jump_goes_by_what_was_proved(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_search(_: Ways, scenes: object) -> None:
        raise AssertionError(f"looked for a way to {scenes}")

    monkeypatch.setattr(Ways, "to", no_search)
    async with desk_on(pack, seconds=20) as desk:
        await desk.see("all decided")
        proof = desk.app.state.proof
        assert proof is not None
        await desk.press("j", "h", "a", "t", "enter")
        await desk.see("A hatch.")
        assert desk.choices == proof.witnesses["hatch"]
