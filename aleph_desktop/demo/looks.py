"""Which words of a prompt bring which plain filters: data.

A step is a libavfilter filter and its arguments. In the arguments, `{lo..hi}` is a number that the
seed draws (a whole one when both ends are), `{seed}` a seed for the filter's own noise, and `{w}`
and `{h}` are the picture's size. An overlay begins on black and is screened onto the picture.
"""

from dataclasses import dataclass

Step = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """Words, and what they do to the picture."""

    words: tuple[str, ...]  # lower case, hyphens as spaces
    picture: tuple[Step, ...] = ()
    overlay: tuple[Step, ...] = ()


# Every take gets this first, so that two seeds never look alike.
TAKE: tuple[Step, ...] = (("hue", "h={-12..12}:s={0.85..1.15}"),)

# For a prompt without a known word: something must still be seen to change.
SURPRISE = Look(
    (),
    (("hue", "h={60..300}"), ("curves", "all=0/0 0.3/{0.15..0.25} 0.7/{0.75..0.85} 1/1")),
)

BLACK: Step = ("lutyuv", "y=0:u=128:v=128")

LOOKS: tuple[Look, ...] = (
    Look(
        ("night", "nighttime", "midnight", "moonlit", "moonlight", "moon", "dark"),
        (
            ("curves", "all=0/0 0.5/{0.22..0.34} 1/{0.6..0.75}"),
            ("colorbalance", "rs=-0.2:bs=0.2:rm=-0.15:bm={0.15..0.3}"),
            ("vignette", "PI/{4.0..5.0}"),
        ),
    ),
    Look(
        ("dusk", "dawn", "twilight", "evening", "blue hour"),
        (
            ("curves", "all=0/0 0.5/{0.35..0.45} 1/{0.8..0.9}"),
            ("colorbalance", "rs=0.1:bs=0.2:rm={0.05..0.15}:bm=0.15:rh=0.15"),
        ),
    ),
    Look(
        ("sunset", "sunrise", "golden hour", "golden", "warm", "warmer"),
        (("colortemperature", "temperature={3000..4200}"), ("hue", "s={1.1..1.35}")),
    ),
    Look(
        ("cold", "colder", "winter", "wintry", "icy", "frozen", "frost"),
        (("colortemperature", "temperature={10500..15000}"), ("hue", "s={0.5..0.75}")),
    ),
    Look(
        ("autumn", "autumnal"),
        (("colorbalance", "rm={0.25..0.4}:gm=-0.05:bm=-0.3:rs=0.1"), ("hue", "s=1.15")),
    ),
    Look(
        ("sunny", "sunshine", "daylight", "bright", "brighter", "summer"),
        (("curves", "all=0/0 0.5/{0.58..0.68} 1/1"), ("hue", "s={1.15..1.4}")),
    ),
    Look(
        ("underwater", "ocean", "sea"),
        (
            ("colorbalance", "rm=-0.4:rs=-0.3:gm=0.05:bm={0.2..0.4}:rh=-0.3"),
            ("gblur", "sigma={1.0..2.0}"),
        ),
    ),
    Look(
        ("rain", "rainy", "raining", "storm", "stormy"),
        (("curves", "all=0/0 0.5/{0.36..0.44} 1/0.85"), ("hue", "s={0.55..0.75}")),
        (
            BLACK,
            ("noise", "c0_strength=100:c0_flags=u:c0_seed={seed}"),
            ("lutyuv", "y=if(gt(val\\,{45..47})\\,255\\,0)"),
            ("scroll", "v=-{0.07..0.1}:h=-0.005"),
            ("dblur", "angle={96..104}:radius={20..28}"),
            ("lutyuv", "y=min(val*6\\,200)"),
        ),
    ),
    Look(
        ("snow", "snowy", "snowing", "snowfall", "blizzard"),
        (("hue", "s={0.6..0.8}"), ("curves", "all=0/0.05 0.5/0.58 1/1")),
        (
            ("scale", "trunc(iw/8)*2:trunc(ih/8)*2"),
            BLACK,
            ("noise", "c0_strength=100:c0_flags=u:c0_seed={seed}"),
            ("lutyuv", "y=if(gt(val\\,{47..48})\\,255\\,0)"),
            ("gblur", "sigma={0.6..0.9}"),
            ("lutyuv", "y=min(val*4\\,255)"),
            ("scale", "{w}:{h}"),
            ("scroll", "v=-{0.008..0.014}:h=-{0.001..0.004}"),
        ),
    ),
    Look(
        ("fog", "foggy", "mist", "misty", "haze", "hazy", "smoke"),
        (
            ("curves", "all=0/{0.35..0.5} 1/{0.85..0.95}"),
            ("hue", "s={0.4..0.6}"),
            ("gblur", "sigma={0.8..1.6}"),
        ),
    ),
    Look(
        ("cartoon", "comic", "anime", "cel shaded"),
        (
            ("bilateral", "sigmaS={3.0..5.0}:sigmaR=0.12"),
            ("lutyuv", "y=trunc(val/{32..40})*{36..40}+10"),
            ("hue", "s={1.5..1.8}"),
            ("unsharp", "5:5:1.2"),
        ),
    ),
    Look(
        ("watercolour", "watercolor", "painting", "painted", "painterly", "oil", "impressionist"),
        (("median", "radius={5..8}"), ("hue", "s={1.15..1.4}"), ("unsharp", "5:5:{0.8..1.4}")),
    ),
    Look(
        ("sketch", "pencil", "drawing", "line art"),
        (
            ("edgedetect", "low={0.04..0.07}:high={0.12..0.18}"),
            ("hue", "s=0"),
            ("negate", "components=y"),
        ),
    ),
    Look(
        ("neon", "cyberpunk", "synthwave"),
        (
            ("curves", "all=0/0 0.5/0.35 1/1"),
            ("hue", "h={-60..60}:s={2.2..3.0}"),
            ("rgbashift", "rh=-{3..6}:bh={3..6}"),
        ),
    ),
    Look(
        ("thermal", "heat map", "infrared"),
        (("pseudocolor", "preset=inferno"), ("hue", "h={-15..15}")),
    ),
    Look(
        ("vintage", "retro", "old film", "old fashioned", "8mm", "super 8", "1970s"),
        (
            ("curves", "preset=vintage"),
            ("noise", "c0_strength={14..26}:c0_flags=t:c0_seed={seed}"),
            ("vignette", "PI/{3.8..4.6}"),
        ),
    ),
    Look(
        ("sepia",),
        (
            (
                "colorchannelmixer",
                ".393:.769:.189:0:.349:.686:.168:0:.272:.534:.131",
            ),
            ("curves", "all=0/0 0.5/{0.42..0.56} 1/1"),
        ),
    ),
    Look(
        ("black and white", "b&w", "monochrome", "greyscale", "grayscale", "noir"),
        (("hue", "s=0"), ("curves", "all=0/0 0.25/{0.1..0.24} 0.75/{0.76..0.9} 1/1")),
    ),
    Look(("blur", "blurry", "blurred", "soft focus", "dreamy"), (("gblur", "sigma={4.0..9.0}"),)),
    Look(
        ("pixelate", "pixelated", "pixel art", "mosaic", "8 bit", "lego"),
        (("pixelize", "w={12..24}:h={12..24}"),),
    ),
    Look(
        ("glitch", "glitchy", "vhs"),
        (
            ("rgbashift", "rh=-{6..14}:bh={6..14}"),
            ("noise", "alls={10..20}:allf=t:all_seed={seed}"),
        ),
    ),
    Look(
        ("film grain", "grain", "grainy", "noise", "noisy"),
        (("noise", "c0_strength={24..40}:c0_flags=t:c0_seed={seed}"),),
    ),
    Look(("negative", "invert", "inverted"), (("negate", ""),)),
    Look(("mirror", "mirrored", "flip", "flipped"), (("hflip", ""),)),
    Look(("upside down",), (("vflip", ""),)),
)
