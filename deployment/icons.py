"""`python -m deployment.icons`: draw the skill's icons, a spine that bends and is at ease with it.

Sizes are the store's: 108 and 512 pixels square.
"""

import struct
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from deployment.target import ROOT

SIZES = (108, 512)
FOLDER = ROOT / "interaction_model/assets/images"
_FINER = 4
"""Each pixel is the mean of so many squared."""
_DEEP = (14, 84, 92)
_LIGHT = (38, 140, 128)
_BONE = (250, 246, 236)
_WARM = (255, 190, 105)
_VERTEBRAE = 7

Plane = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]


def draw(size: int) -> Pixels:
    """The icon as rows of red, green and blue."""
    side = size * _FINER
    y, x = np.mgrid[0:side, 0:side] / side
    image = _mixed(np.full((side, side, 3), _DEEP, float), _LIGHT, y)
    image = _mixed(image, _WARM, _arc(x, y) * 1.0)
    for number in range(_VERTEBRAE):
        down = 0.18 + number * 0.107
        across, lean = _curve(down)
        image = _mixed(image, _BONE, _capsule(x - across, y - down, 0.075 + 0.009 * number, lean))
    fine = image.reshape(size, _FINER, size, _FINER, 3).mean(axis=(1, 3))
    return np.asarray(np.rint(fine), dtype=np.uint8)


def png(pixels: Pixels) -> bytes:
    """The image as a PNG file (W3C, "Portable Network Graphics Specification")."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def path(size: int) -> Path:
    """Where the icon of a size is kept."""
    return FOLDER / f"icon-{size}.png"


def _chunk(chunk: tuple[bytes, bytes]) -> bytes:
    name, data = chunk
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _mixed(image: Plane, colour: tuple[int, int, int], share: Plane) -> Plane:
    share = np.clip(share, 0.0, 1.0)[..., None]
    return image * (1 - share) + np.array(colour, float) * share


def _curve(down: float) -> tuple[float, float]:
    """How far across the spine is at a height, and how much it leans there."""
    phase = (down - 0.18) / 0.64 * 2 * np.pi
    return 0.44 + 0.05 * float(np.sin(phase)), 0.2 * float(np.cos(phase))


def _capsule(x: Plane, y: Plane, half: float, lean: float) -> Plane:
    """A rounded bar around the origin, `half` as long to either side."""
    length = float(np.hypot(1.0, lean))
    along = (x - y * lean) / length
    beside = (x * lean + y) / length
    outside = np.maximum(np.abs(along) - half, 0.0)
    return np.asarray(np.hypot(outside, beside) < 0.036, dtype=float)


def _arc(x: Plane, y: Plane) -> Plane:
    """A bow beside the spine: there is room to move."""
    far = np.hypot(x - 0.40, y - 0.5)
    turn = np.arctan2(y - 0.5, x - 0.40)
    bow = (np.abs(far - 0.43) < 0.022) & (np.abs(turn) < 0.75)
    ends = sum(np.hypot(x - 0.40 - 0.43 * np.cos(a), y - 0.5 - 0.43 * np.sin(a)) < 0.022 for a in (-0.75, 0.75))
    return np.asarray(bow | (ends > 0), dtype=float)


def main() -> None:
    """Draw them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        path(size).write_bytes(png(draw(size)))
        print(path(size).relative_to(ROOT))


if __name__ == "__main__":
    main()
