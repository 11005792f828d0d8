"""Colours of PDF colour spaces (ISO 32000-2, 8.6) in red, green and blue, without profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from retrieval.load_colours import BLACK, WHITE, Colour, from_cmyk

_COMPONENTS = {"/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3, "/DeviceCMYK": 4}
_NO_INK = 0.1  # of a tint, below which a spot colour leaves the paper white
_NEUTRAL = 10.0  # of Lab's a and b, up to which a colour is a grey


def device_colour(parts: Sequence[float]) -> Colour | None:
    """The colour of one (grey), three (red, green, blue) or four (inks) numbers from 0 to 1; None for other counts."""
    parts = [min(max(float(part), 0.0), 1.0) for part in parts]
    if len(parts) == 1:
        return parts[0], parts[0], parts[0]
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    return from_cmyk(*parts) if len(parts) == 4 else None


def colour_in(space: Any, parts: Sequence[float]) -> Colour | None:
    """The colour that `parts` are in a colour space (a name or an array); None when it is not known (patterns)."""
    family, array = _family(space)
    if family in _COMPONENTS:
        return device_colour(parts)
    if family == "/ICCBased":
        return device_colour(parts)
    if family == "/Lab":
        light, a, b = parts
        return device_colour([light / 100]) if max(abs(a), abs(b)) <= _NEUTRAL else None
    if family in {"/Indexed", "/I"}:
        return _looked_up(array, int(parts[0]))
    if family in {"/Separation", "/DeviceN"}:
        return _tinted(array, parts)
    return None


def first_colour(space: Any) -> Colour | None:
    """The colour that holds from the choice of a space until one is chosen in it."""
    family, _ = _family(space)
    if family in _COMPONENTS or family in {"/ICCBased", "/Lab"}:
        return BLACK
    return colour_in(space, [0]) if family in {"/Indexed", "/I"} else None


def _family(space: Any) -> tuple[str, Any]:
    space = space.get_object()
    return (str(space), ()) if isinstance(space, str) else (str(space[0].get_object()), space)


def _count(space: Any) -> int:
    family, array = _family(space)
    return int(array[1].get_object()["/N"]) if family == "/ICCBased" else _COMPONENTS.get(family, 0)


def _looked_up(array: Any, index: int) -> Colour | None:
    base, table = array[1], array[3].get_object()
    data = table.get_data() if hasattr(table, "get_data") else getattr(table, "original_bytes", table)
    count = _count(base)
    return colour_in(base, [byte / 255 for byte in data[index * count : (index + 1) * count]]) if count else None


def _tinted(array: Any, parts: Sequence[float]) -> Colour | None:
    """The colour of spot inks: by an exponential tint function, else white where there is next to no ink."""
    function = array[3].get_object()
    if function.get("/FunctionType") == 2 and len(parts) == 1:
        none, full = function.get("/C0", [0.0]), function.get("/C1", [1.0])
        share = float(parts[0]) ** float(function["/N"])
        return colour_in(array[2], [float(a) + share * (float(b) - float(a)) for a, b in zip(none, full, strict=True)])
    return WHITE if max(parts) < _NO_INK else None
