"""What is drawn rather than written: signatures and codes, as vectors."""

from typing import Any

from field_app.domain.signature import Point, Signature, decode

INK = (0x1A,) * 3


def signature(file: Any, signed: Signature, x: float, y: float, width: float, height: float) -> None:
    """The strokes in this box, as large as they fit; nothing where they can't be read."""
    with file.local_context(draw_color=INK, line_width=0.35, stroke_cap_style="round", stroke_join_style="round"):
        for stroke in _fitted(signed, x, y, width, height):
            file.polyline(stroke)


def code(file: Any, address: str, x: float, y: float, side: float) -> None:
    """The address as a QR code of little squares, each run of dark ones a rectangle (P6.1)."""
    import segno

    rows = [list(row) for row in segno.make_qr(address, error="m", boost_error=False).matrix]
    cell = side / len(rows)
    file.set_fill_color(*INK)
    for down, row in enumerate(rows):
        for start, length in _runs(row):
            file.rect(x + start * cell, y + down * cell, length * cell, cell, style="F")


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """Where dark cells begin, and how many follow."""
    edges = [0, *row, 0]
    starts = [n for n in range(len(row)) if edges[n + 1] and not edges[n]]
    ends = [n + 1 for n in range(len(row)) if edges[n + 1] and not edges[n + 2]]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]


def _fitted(signature: Signature, x: float, y: float, width: float, height: float) -> list[list[tuple[float, float]]]:
    """The strokes as lines in millimetres; a single touch becomes a dot."""
    strokes = _strokes(signature)
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return []
    left, top = min(p[0] for p in points), min(p[1] for p in points)
    wide, tall = max(p[0] for p in points) - left, max(p[1] for p in points) - top
    scale = min(width / max(wide, 1), height / max(tall, 1))
    placed = [[(x + (p[0] - left) * scale, y + (p[1] - top) * scale) for p in stroke] for stroke in strokes if stroke]
    return [stroke if len(stroke) > 1 else [stroke[0], (stroke[0][0] + 0.2, stroke[0][1])] for stroke in placed]


def _strokes(signature: Signature) -> tuple[tuple[Point, ...], ...]:
    try:
        return decode(signature.strokes)
    except ValueError:
        return ()
