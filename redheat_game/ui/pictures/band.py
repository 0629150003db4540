"""The widget that shows a picture across the window and keeps it alive while somebody looks."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from redheat_game.story.picture import Picture
from redheat_game.ui.pictures.painter import FRAMES_PER_SECOND, Pixels, painter_for
from redheat_game.ui.pictures.strips import NIGHT_STEPS, ColourMode, shade_steps, to_strip


class PictureBand(Widget):
    """A band of pixels as wide and high as its place in the layout; 0 rows high, it costs nothing.

    `show` changes the picture (a cut), `motion` switches the movement. Frames are counted only while the band is seen:
    a hidden band, one on a covered screen, or one in a terminal that lost the focus stands still.
    """

    DEFAULT_CSS = """
    PictureBand { height: 11; width: 1fr; }
    """
    can_focus = False

    def __init__(
        self,
        picture: Picture | None = None,
        *,
        motion: bool = True,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's own name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._picture = picture
        self._motion = motion
        self._frame = 0
        self._pixels: Pixels = []
        self._strips: list[Strip] = []
        self._mode = ColourMode.TRUE
        self._steps = NIGHT_STEPS
        self._timer: Timer | None = None
        self._is_hidden = False
        self._is_running = False

    @property
    def picture(self) -> Picture | None:
        """What is shown."""
        return self._picture

    @property
    def motion(self) -> bool:
        """Whether the picture moves."""
        return self._motion

    @motion.setter
    def motion(self, moves: bool) -> None:
        self._motion = moves
        if not moves:
            self._frame = 0
        self._repaint()

    @property
    def is_running(self) -> bool:
        """Whether frames are being painted at this moment."""
        return self._is_running

    def show(self, picture: Picture | None) -> None:
        """Cut to a picture, from its first frame; None leaves the band empty. The same picture goes on as it was."""
        if picture == self._picture:
            return
        self._picture = picture
        self._frame = 0
        self._repaint()

    def on_mount(self) -> None:
        self._timer = self.set_interval(1 / FRAMES_PER_SECOND, self._advance, pause=True)
        self.watch(self.app, "app_focus", self._start_or_stop, init=False)
        self.watch(self.app, "theme", self._repaint, init=False)
        self._repaint()

    def on_resize(self) -> None:
        self._repaint()

    def on_show(self, _: events.Show) -> None:
        self._is_hidden = False
        self._start_or_stop()

    def on_hide(self, _: events.Hide) -> None:
        self._is_hidden = True
        self._start_or_stop()

    def render_line(self, y: int) -> Strip:
        """The line `y` (cells from the band's top) as last painted."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.rich_style)

    def _colour_mode(self) -> ColourMode:
        if self.app.no_color:
            return ColourMode.NONE
        if self.app.native_ansi_color or "ansi" in self.app.theme:
            return ColourMode.SIXTEEN
        return ColourMode.TRUE

    def _start_or_stop(self) -> None:
        if self._timer is None:
            return
        size = self.size
        self._is_running = (
            self._motion
            and self._picture is not None
            and not self._is_hidden
            and size.height > 0
            and size.width > 0
            and self.app.app_focus
            and painter_for(self._picture, size.width, size.height).moves
        )
        if self._is_running:
            self._timer.resume()
        else:
            self._timer.pause()

    def _repaint(self) -> None:
        """Paint every line anew: the picture, the size or the colours changed."""
        self._pixels = []
        self._strips = []
        if self.is_mounted:
            self._mode = self._colour_mode()
            self._paint()
            self.refresh()
            self._start_or_stop()

    def _advance(self) -> None:
        if not self.screen.is_current:
            return
        self._frame += 1
        self._paint()

    def _paint(self) -> None:
        """Paint the current frame, and ask for those lines to be drawn that differ from the last one."""
        width, height = self.size
        if self._picture is None or not width or not height:
            self._strips = []
            return
        pixels = painter_for(self._picture, width, height).pixels(self._frame)
        is_new = len(self._pixels) != len(pixels)
        if is_new and self._mode is ColourMode.NONE:
            self._steps = shade_steps(pixels)
        changed = []
        strips = [] if is_new else self._strips
        for row in range(height):
            upper, lower = pixels[2 * row], pixels[2 * row + 1]
            if is_new:
                strips.append(to_strip(upper, lower, self._mode, self._steps))
            elif self._pixels[2 * row] != upper or self._pixels[2 * row + 1] != lower:
                strips[row] = to_strip(upper, lower, self._mode, self._steps)
                changed.append(Region(0, row, width, 1))
        self._pixels, self._strips = pixels, strips
        if changed and not is_new:
            self.refresh(*changed)
