"""Values of CSS properties: colours and lengths, as far as they decide whether text can be seen."""

from __future__ import annotations

import colorsys
import re

from retrieval.load_colours import Colour

ROOT_SIZE = 16.0  # pixels of 1rem, and of text that nothing is said about
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_LENGTH = re.compile(rf"(?:calc\(\s*)?({_NUMBER})\s*([a-z%]*)\s*\)?")
_PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945}
_WINDOW = {"vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8}  # pixels of a hundredth of a usual window
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0}
_CALL = re.compile(r"([a-z]+)\(([^()]*)\)")
_PART = re.compile(rf"({_NUMBER})(%|deg|turn|rad)?|none")
_COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|(?:rgba?|hsla?|hwb|color|lab|lch|oklab|oklch)\([^()]*\)|(?<![\w-])[a-z]+(?![\w(-])"
)
_NAMES: dict[str, str] = dict(
    re.findall(
        r"(\w+):(\w+)",
        "aliceblue:f0f8ff antiquewhite:faebd7 aqua:00ffff aquamarine:7fffd4 azure:f0ffff beige:f5f5dc bisque:ffe4c4 "
        "black:000000 blanchedalmond:ffebcd blue:0000ff blueviolet:8a2be2 brown:a52a2a burlywood:deb887 "
        "cadetblue:5f9ea0 canvas:ffffff canvastext:000000 chartreuse:7fff00 chocolate:d2691e coral:ff7f50 "
        "cornflowerblue:6495ed cornsilk:fff8dc crimson:dc143c cyan:00ffff darkblue:00008b darkcyan:008b8b "
        "darkgoldenrod:b8860b darkgray:a9a9a9 darkgreen:006400 darkgrey:a9a9a9 darkkhaki:bdb76b darkmagenta:8b008b "
        "darkolivegreen:556b2f darkorange:ff8c00 darkorchid:9932cc darkred:8b0000 darksalmon:e9967a "
        "darkseagreen:8fbc8f darkslateblue:483d8b darkslategray:2f4f4f darkslategrey:2f4f4f darkturquoise:00ced1 "
        "darkviolet:9400d3 deeppink:ff1493 deepskyblue:00bfff dimgray:696969 dimgrey:696969 dodgerblue:1e90ff "
        "firebrick:b22222 floralwhite:fffaf0 forestgreen:228b22 fuchsia:ff00ff gainsboro:dcdcdc ghostwhite:f8f8ff "
        "gold:ffd700 goldenrod:daa520 gray:808080 green:008000 greenyellow:adff2f grey:808080 honeydew:f0fff0 "
        "hotpink:ff69b4 indianred:cd5c5c indigo:4b0082 ivory:fffff0 khaki:f0e68c lavender:e6e6fa "
        "lavenderblush:fff0f5 lawngreen:7cfc00 lemonchiffon:fffacd lightblue:add8e6 lightcoral:f08080 "
        "lightcyan:e0ffff lightgoldenrodyellow:fafad2 lightgray:d3d3d3 lightgreen:90ee90 lightgrey:d3d3d3 "
        "lightpink:ffb6c1 lightsalmon:ffa07a lightseagreen:20b2aa lightskyblue:87cefa lightslategray:778899 "
        "lightslategrey:778899 lightsteelblue:b0c4de lightyellow:ffffe0 lime:00ff00 limegreen:32cd32 linen:faf0e6 "
        "magenta:ff00ff maroon:800000 mediumaquamarine:66cdaa mediumblue:0000cd mediumorchid:ba55d3 "
        "mediumpurple:9370db mediumseagreen:3cb371 mediumslateblue:7b68ee mediumspringgreen:00fa9a "
        "mediumturquoise:48d1cc mediumvioletred:c71585 midnightblue:191970 mintcream:f5fffa mistyrose:ffe4e1 "
        "moccasin:ffe4b5 navajowhite:ffdead navy:000080 oldlace:fdf5e6 olive:808000 olivedrab:6b8e23 orange:ffa500 "
        "orangered:ff4500 orchid:da70d6 palegoldenrod:eee8aa palegreen:98fb98 paleturquoise:afeeee "
        "palevioletred:db7093 papayawhip:ffefd5 peachpuff:ffdab9 peru:cd853f pink:ffc0cb plum:dda0dd "
        "powderblue:b0e0e6 purple:800080 rebeccapurple:663399 red:ff0000 rosybrown:bc8f8f royalblue:4169e1 "
        "saddlebrown:8b4513 salmon:fa8072 sandybrown:f4a460 seagreen:2e8b57 seashell:fff5ee sienna:a0522d "
        "silver:c0c0c0 skyblue:87ceeb slateblue:6a5acd slategray:708090 slategrey:708090 snow:fffafa "
        "springgreen:00ff7f steelblue:4682b4 tan:d2b48c teal:008080 thistle:d8bfd8 tomato:ff6347 transparent:00000000 "
        "turquoise:40e0d0 violet:ee82ee wheat:f5deb3 white:ffffff whitesmoke:f5f5f5 yellow:ffff00 yellowgreen:9acd32",
    )
)


def colours(value: str) -> list[tuple[Colour, float]]:
    """Every colour that stands in a value, in lower case, with its opacity from 0 to 1."""
    found = (_colour(match[0]) for match in _COLOUR.finditer(value))
    return [each for each in found if each]


def length(value: str, em: float, percent: float) -> float | None:
    """Pixels of a length; `em` and `percent` are the pixels of 1em and of 100%. None for what is not one length."""
    match = _LENGTH.fullmatch(value.strip())
    if not match:
        return None
    number, unit = float(match[1]), match[2]
    sizes = {**_PIXELS, **_WINDOW, "em": em, "ex": em / 2, "ch": em / 2, "rem": ROOT_SIZE, "%": percent / 100}
    return number * sizes[unit] if unit in sizes else None


def font_size(value: str, inherited: float) -> float:
    """Pixels of a `font-size`; `inherited` where the value is none that is understood."""
    value = value.strip()
    if value in _SIZES:
        return _SIZES[value]
    size = length(value, inherited, inherited)
    return inherited if size is None or size < 0 else size


def _colour(text: str) -> tuple[Colour, float] | None:
    if text.startswith("#"):
        return _from_hex(text[1:])
    if match := _CALL.fullmatch(text):
        return _from_call(match[1], match[2])
    return _from_hex(_NAMES[text]) if text in _NAMES else None


def _from_hex(code: str) -> tuple[Colour, float] | None:
    if len(code) in {3, 4}:
        code = "".join(2 * digit for digit in code)
    if len(code) not in {6, 8}:
        return None
    red, green, blue, opacity = (int(f"{code}ff"[i : i + 2], 16) / 255 for i in (0, 2, 4, 6))
    return (red, green, blue), opacity


def _from_call(name: str, inside: str) -> tuple[Colour, float] | None:
    parts = [(float(match[1] or 0), match[2]) for match in _PART.finditer(inside.removeprefix("srgb"))]
    if len(parts) < 3:
        return None
    opacity = _share(parts[3], 1) if len(parts) > 3 else 1.0
    if name.startswith("rgb"):
        red, green, blue = (_share(part, 255) for part in parts[:3])
    elif name == "color":
        red, green, blue = (_share(part, 1) for part in parts[:3])
    elif name.startswith("hsl"):
        red, green, blue = colorsys.hls_to_rgb(_turn(parts[0]), _share(parts[2], 100), _share(parts[1], 100))
    elif name == "hwb":
        white, black = _share(parts[1], 100), _share(parts[2], 100)
        pure = colorsys.hls_to_rgb(_turn(parts[0]), 0.5, 1)
        red, green, blue = (white + each * max(1 - white - black, 0) for each in pure)
    else:  # lab, lch, oklab, oklch: only white and black are told without their matrices
        light = _share(parts[0], 1 if name.startswith("ok") else 100)
        if 0.03 < light < 0.97:
            return None
        red = green = blue = round(light)
    return (red, green, blue), opacity


def _share(part: tuple[float, str | None], whole: float) -> float:
    number, unit = part
    return min(max(number / (100 if unit == "%" else whole), 0.0), 1.0)


def _turn(part: tuple[float, str | None]) -> float:
    number, unit = part
    return number / {"turn": 1.0, "rad": 6.283185}.get(unit or "", 360.0) % 1
