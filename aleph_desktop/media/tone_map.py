"""Light of wide range and colour brought down to what SDR video can show, as a 3D table.

Sources: SMPTE ST 2084 (PQ), ITU-R BT.2100 (HLG and its display), BT.2390 (the curve that rolls
highlights off), BT.2408 (a white page lies at 203 nits), BT.1886 (how an SDR screen answers).
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

PQ, HLG = 16, 18  # FFmpeg's AVColorTransferCharacteristic
BT2020, P3 = 9, 12  # FFmpeg's AVColorPrimaries

POINTS = 33  # a side of the table: steps between them are below what an eye tells
WHITE = 203.0  # nits of HDR that are SDR's full white
PEAK = 1000.0  # nits that HDR is mastered for, mostly; brighter is cut off
GAMMA = 2.4  # of an SDR screen

Rgb = tuple[float, float, float]
_Matrix = tuple[Rgb, Rgb, Rgb]
_TO_BT709: dict[int, _Matrix] = {
    BT2020: (
        (1.660491, -0.587641, -0.072850),
        (-0.124550, 1.132900, -0.008349),
        (-0.018151, -0.100579, 1.118730),
    ),
    P3: (
        (1.224940, -0.224940, 0.0),
        (-0.042057, 1.042057, 0.0),
        (-0.019638, -0.078636, 1.098274),
    ),
}
_UNCHANGED: _Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def is_mapped(transfer: int, primaries: int) -> bool:
    """Whether frames with these tags need the table."""
    return transfer in (PQ, HLG) or primaries in _TO_BT709


@lru_cache(maxsize=4)
def cube(transfer: int, primaries: int) -> str:
    """The table as a .cube file, from R′G′B′ with these tags to BT.709's."""
    to_light = {PQ: _pq_light, HLG: _hlg_light}.get(transfer, _sdr_light)
    matrix = _TO_BT709.get(primaries, _UNCHANGED)
    lines = (" ".join(f"{value:.5f}" for value in rgb) for rgb in _table(to_light, matrix))
    return f"LUT_3D_SIZE {POINTS}\n" + "\n".join(lines) + "\n"


def _table(to_light: Callable[[float], float], matrix: _Matrix) -> Iterator[Rgb]:
    """Red changes fastest, as the format has it."""
    axis = [to_light(point / (POINTS - 1)) for point in range(POINTS)]
    is_hlg, is_hdr = to_light is _hlg_light, to_light is not _sdr_light
    for blue in axis:
        for green in axis:
            for red in axis:
                rgb = _hlg_display(red, green, blue) if is_hlg else (red, green, blue)
                brightest = max(rgb)
                gain = _rolled_off(brightest) / brightest if is_hdr and brightest > 0 else 1.0
                shown = _in_gamut(_times(matrix, rgb), gain)
                yield (shown[0] ** (1 / GAMMA), shown[1] ** (1 / GAMMA), shown[2] ** (1 / GAMMA))


def _pq_light(value: float) -> float:
    """ST 2084: light of a code value, 1.0 for SDR's white."""
    root = value ** (1 / 78.84375)
    light = max(0.0, root - 0.8359375) / (18.8515625 - 18.6875 * root)
    return float(10000.0 * light ** (1 / 0.1593017578125)) / WHITE


def _pq_value(light: float) -> float:
    """The code value of a light."""
    part = (light * WHITE / 10000.0) ** 0.1593017578125
    return float(((0.8359375 + 18.8515625 * part) / (1 + 18.6875 * part)) ** 78.84375)


def _hlg_light(value: float) -> float:
    """BT.2100: light of the scene, 1.0 for the brightest."""
    if value <= 0.5:
        return value * value / 3
    return float((2.718281828459045 ** ((value - 0.55991073) / 0.17883277) + 0.28466892) / 12)


def _hlg_display(red: float, green: float, blue: float) -> Rgb:
    """BT.2100: light of a screen of 1000 nits, from that of the scene."""
    scene = 0.2627 * red + 0.6780 * green + 0.0593 * blue
    gain = PEAK / WHITE * float(scene**0.2)
    return red * gain, green * gain, blue * gain


def _sdr_light(value: float) -> float:
    return float(value**GAMMA)


def _rolled_off(light: float) -> float:
    """BT.2390's curve: as it is below the knee, then a spline up to SDR's white for the peak."""
    top = _pq_value(PEAK / WHITE)
    most = _pq_value(1.0) / top
    knee = 1.5 * most - 0.5
    value = min(1.0, _pq_value(light) / top)
    if value > knee:
        t = (value - knee) / (1 - knee)
        value = (
            (2 * t**3 - 3 * t**2 + 1) * knee
            + (t**3 - 2 * t**2 + t) * (1 - knee)
            + (3 * t**2 - 2 * t**3) * most
        )
    return _pq_light(value * top)


def _times(matrix: _Matrix, rgb: Rgb) -> Rgb:
    red, green, blue = (row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2] for row in matrix)
    return red, green, blue


def _in_gamut(rgb: Rgb, gain: float) -> Rgb:
    """A colour that BT.709 has: as far towards grey of the same brightness as is needed."""
    red, green, blue = (value * gain for value in rgb)
    grey = min(1.0, max(0.0, 0.2126 * red + 0.7152 * green + 0.0722 * blue))
    low, high = min(red, green, blue), max(red, green, blue)
    keep = 1.0
    if low < 0:
        keep = grey / (grey - low)
    if high > 1:
        keep = min(keep, (1 - grey) / (high - grey))
    red, green, blue = (
        min(1.0, max(0.0, grey + keep * (value - grey))) for value in (red, green, blue)
    )
    return red, green, blue
