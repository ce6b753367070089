"""Frame shapes, in plain arithmetic. Sizes are (width, height) in pixels."""

from fractions import Fraction

Size = tuple[int, int]


def shown_size(width: int, height: int, sample_aspect: Fraction | None, rotation: int) -> Size:
    """The size at which a stored frame is shown: pixels made square, then turned.

    `sample_aspect` is one pixel's width to its height, None or 0 where the file doesn't say.
    """
    if sample_aspect:
        width = max(1, round(width * sample_aspect))
    return (height, width) if rotation % 180 else (width, height)


def fitted(size: Size, box: Size) -> Size:
    """The largest size of the same shape inside `box`, at least 1 × 1; also larger than `size`."""
    width, height = size
    scale = min(Fraction(box[0], width), Fraction(box[1], height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def even(size: Size) -> Size:
    """The nearest size with even sides, as 4:2:0 colour needs it; never larger than `size`."""
    return max(2, size[0] // 2 * 2), max(2, size[1] // 2 * 2)


def within_long_side(size: Size, limit: int) -> Size:
    """`size`, or the largest of its shape whose long side is `limit`; with even sides."""
    return even(size if max(size) <= limit else fitted(size, (limit, limit)))


def within_pixels(size: Size, limit: int) -> Size:
    """`size`, or the largest of its shape that has at most `limit` pixels; with even sides."""
    width, height = size
    if width * height > limit:
        scale = (limit / (width * height)) ** 0.5
        width, height = int(width * scale), int(height * scale)
    return even((width, height))
