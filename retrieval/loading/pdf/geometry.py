"""Boxes and matrices of a page, as ISO 32000-2, 8.3, counts them: points, from the left and from below."""

from __future__ import annotations

import ctypes
from typing import Any

Box = tuple[float, float, float, float]  # left, bottom, right, top
Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def matrix_of(handle: Any) -> Matrix:
    """The matrix of one object of PDFium."""
    import pypdfium2.raw as raw

    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, found):
        return UPRIGHT
    return found.a, found.b, found.c, found.d, found.e, found.f


def multiplied(m: Matrix, n: Matrix) -> Matrix:
    """The matrix that does `m` first and then `n` (ISO 32000-2, 8.3.4)."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def moved(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return x * m[0] + y * m[2] + m[4], x * m[1] + y * m[3] + m[5]


def placed(box: Box, matrix: Matrix) -> Box:
    """The box round a box that a matrix moves."""
    left, bottom, right, top = box
    corners = [moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def bounds(handle: Any, matrix: Matrix) -> Box:
    """The box of one object of PDFium, where `matrix` places it."""
    import pypdfium2.raw as raw

    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(handle, *edges):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = (edge.value for edge in edges)
    return placed((left, bottom, right, top), matrix)


def area(box: Box, paper: Box) -> float:
    """Square points of a box on the paper."""
    width = min(box[2], paper[2]) - max(box[0], paper[0])
    height = min(box[3], paper[3]) - max(box[1], paper[1])
    return max(width, 0.0) * max(height, 0.0)
