"""How long a frame of the board takes, against the same rectangles and texts drawn bare with QPainter, in one run.

60 chairs and 200 sessions, all in sight. Three frames are measured: a scroll or zoom step (every quiet layer is painted
again from the cached cards), a step of a drag (one picture and what moves over it), and the bare drawing.
"""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QRegion
from PySide6.QtWidgets import QApplication

from dayhospital.domain.board import BoardDay
from dayhospital.domain.findings import Finding
from dayhospital.domain.hospital import Chair, ChairKind, UnitSettings
from dayhospital.domain.span import Span
from dayhospital.ui.board.carrying import cargo_of
from dayhospital.ui.board.drag import Cause
from dayhospital.ui.board.rules import FreeRange
from dayhospital.ui.board.scene import Scene
from dayhospital.ui.board.view import BoardView
from dayhospital.ui.theme import FontRole, apply_theme, holder, load_theme
from tests.ui.board import fakes, sample

CHAIRS, SESSIONS, FRAMES = 60, 200, 60
WIDTH, HEIGHT = 1440, 1480
LIMIT_MS, LIMIT_RATIO = 4.0, 3.0


class QuietRules:
    """Finds nothing, at once: the rules have a benchmark of their own."""

    def check(self, *_asked: object) -> tuple[Finding, ...]:
        return ()

    def free(self, *_asked: object) -> dict[int, tuple[FreeRange, ...]]:
        return {}

    def nearest(self, *_asked: object) -> None:
        return None


def big_day() -> BoardDay:
    """Return a day of 60 chairs and 200 sessions made from the sample."""
    chairs = tuple(
        Chair(n, f"{'ABCDEF'[n // 10]}{n % 10 + 1}", ChairKind.CHAIR, f"Bay {'ABCDEF'[n // 10]}", n)
        for n in range(CHAIRS)
    )
    pattern = [one for one in sample.board_day().sessions if one.span.minutes >= 75]
    sessions, free = [], [sample.at("07:30")] * CHAIRS
    for number in range(SESSIONS):
        chair = number % CHAIRS
        one = pattern[number % len(pattern)]
        span = Span.lasting(free[chair], min(one.span.minutes, 180))
        free[chair] = span.end + timedelta(minutes=15)
        sessions.append(replace(one, id=number + 1, chair_id=chair, span=span))
    return BoardDay(
        sample.DAY, UnitSettings(), None, chairs, (), (), tuple(sorted(sessions, key=lambda s: s.span.start))
    )


def make_view() -> BoardView:
    plain = fakes.sources()
    strips = plain.load(big_day(), sample.NOW, None, None)
    view = BoardView(replace(plain, rules=QuietRules(), load=lambda *_asked: strips))
    view.resize(WIDTH, HEIGHT)
    view.show_day(big_day(), sample.NOW)
    view.show()
    return view


def median_ms(frame: Callable[[int], None], frames: int = FRAMES) -> float:
    """Return the median time of a frame in milliseconds, after three frames to warm up."""
    times = []
    for number in range(frames + 3):
        started = time.perf_counter()
        frame(number)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[3:])


def bare(painter: QPainter, scene: Scene) -> None:
    """Draw each row, card and text with nothing but QPainter: what anybody would have to draw."""
    theme, geometry = holder().theme, scene.geometry
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bold, plain = holder().font(FontRole.DENSE_STRONG), holder().font(FontRole.CAPTION)
    painter.fillRect(0, 0, WIDTH, HEIGHT, theme.surface)
    line, text, second = QPen(theme.line, 1), QPen(theme.text1), QPen(theme.text2)
    for row, chair in enumerate(scene.board.chairs):
        painter.setPen(line)
        painter.drawLine(0, row * geometry.row_height, WIDTH, row * geometry.row_height)
        painter.setFont(bold)
        painter.setPen(text)
        painter.drawText(QPointF(30, row * geometry.row_height + 17), chair.name)
    for item in scene.items:
        box = QRectF(item.box.x + 116, item.box.y, item.box.width, item.box.height)
        colour: QColor = theme.group(item.card.colour).colour
        painter.setPen(QPen(colour, 1))
        painter.setBrush(theme.mix(colour, 0.12))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        per_minute = box.width() / item.card.minutes
        for piece in item.card.pieces:
            painter.drawRect(
                QRectF(box.x() + piece.start * per_minute, box.bottom() - 4, piece.minutes * per_minute - 1, 3)
            )
        painter.setPen(text)
        painter.setFont(bold)
        painter.drawText(box.adjusted(24, 0, -20, -4), Qt.AlignmentFlag.AlignVCenter, item.card.surname)
        painter.setPen(second)
        painter.setFont(plain)
        painter.drawText(
            box.adjusted(24, 0, -4, -4),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
            item.card.label,
        )


def measure() -> dict[str, float]:
    """Return milliseconds per frame: ``whole`` (scroll), ``drag`` and ``bare``, and the ratio of whole to bare."""
    view = make_view()
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    area = view.viewport().rect()

    def paint(region: QRegion | None = None) -> None:
        painter = QPainter(image)
        if region is not None:
            painter.setClipRegion(region)
        view.canvas.paint(painter, area, None)
        painter.end()

    def whole(_number: int) -> None:
        view.canvas.scrolled()
        paint()

    def anew(_number: int) -> None:
        view.rebuild()
        paint()

    def bare_frame(_number: int) -> None:
        assert view.scene is not None
        painter = QPainter(image)
        bare(painter, view.scene)
        painter.end()

    results = {"whole": median_ms(whole), "bare": median_ms(bare_frame), "anew": median_ms(anew)}
    assert view.scene is not None
    view.carrier.carry(cargo_of(view.scene.items[100].session, Cause.MOVE))
    frame = view.frame()

    def drag(number: int) -> None:
        point = QPointF(frame.left + 300 + number * 7, frame.axis + 200 + number * 5)
        view.carrier.follow(point, Qt.KeyboardModifier.NoModifier)
        assert view.scene is not None
        paint(view.canvas.moving_region(view.scene))

    results["drag"] = median_ms(drag)
    view.carrier.cancel()
    results["ratio"] = results["whole"] / results["bare"]
    view.close()
    return results


def main() -> int:
    """Print the figures; the exit status says whether both limits hold."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, load_theme("light"))
    found = measure()
    print(f"board frame, {CHAIRS} chairs, {SESSIONS} sessions, {WIDTH} x {HEIGHT} px")
    print(f"  whole (scroll, zoom)  {found['whole']:6.2f} ms   limit {LIMIT_MS} ms")
    print(f"  day laid out anew     {found['anew']:6.2f} ms")
    print(f"  drag step             {found['drag']:6.2f} ms")
    print(f"  bare QPainter         {found['bare']:6.2f} ms   ratio {found['ratio']:.2f}, limit {LIMIT_RATIO}")
    return 0 if found["whole"] <= LIMIT_MS and found["ratio"] <= LIMIT_RATIO else 1


if __name__ == "__main__":
    raise SystemExit(main())
