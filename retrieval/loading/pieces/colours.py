"""Colours of ink and paper: whether letters stand out from what is behind them."""

from __future__ import annotations

Colour = tuple[float, float, float]  # red, green and blue from 0 to 1

WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)
_ALIKE = 0.1  # of a channel's range; #e8e8e8 on white has a contrast of 1.2 to 1, which nobody reads


def look_alike(one: Colour, other: Colour) -> bool:
    """Whether letters of one colour cannot be read on a ground of the other."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < _ALIKE


def blend(front: Colour, back: Colour, opacity: float) -> Colour:
    """The colour that is seen when `front` with an opacity from 0 to 1 lies on `back`."""
    red, green, blue = (f * opacity + b * (1 - opacity) for f, b in zip(front, back, strict=True))
    return red, green, blue


def from_cmyk(cyan: float, magenta: float, yellow: float, black: float) -> Colour:
    """The colour of four inks from 0 to 1, by the simple rule without a profile."""
    return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)
