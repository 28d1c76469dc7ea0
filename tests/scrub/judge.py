"""exiftool, which is not ours, says what a picture gives away."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

# What every decoder needs, sees anyway, or counts itself. Everything else gives something away.
_STRUCTURE = re.compile(
    r"SourceFile|ExifTool:ExifToolVersion|System:\w+|Composite:(ImageSize|Megapixels)"
    r"|File:(FileType|FileTypeExtension|MIMEType|ExifByteOrder|ImageWidth|ImageHeight|EncodingProcess|BitsPerSample"
    r"|ColorComponents|YCbCrSubSampling|BMPVersion|Lossless\w*)"
    r"|JFIF:(JFIFVersion|ResolutionUnit|XResolution|YResolution)"
    r"|Adobe:(DCTEncodeVersion|APP14Flags[01]|ColorTransform)"
    r"|IFD0:Orientation"
    r"|ICC-header:(ProfileVersion|ProfileClass|ColorSpaceData|ProfileConnectionSpace|ProfileFileSignature|CMMFlags"
    r"|DeviceAttributes|RenderingIntent|ConnectionSpaceIlluminant)"
    r"|ICC_Profile:(ProfileDescription|MediaWhitePoint|ChromaticAdaptation|(Red|Green|Blue)(MatrixColumn|TRC)"
    r"|GrayTRC)"
    r"|PNG:(ImageWidth|ImageHeight|BitDepth|ColorType|Compression|Filter|Interlace|Palette|Transparency|Gamma"
    r"|SignificantBits|BackgroundColor|AnimationFrames|AnimationPlays|ProfileName|SRGBRendering|PaletteHistogram)"
    r"|PNG-(pHYs|cHRM|cICP):\w+"
    r"|RIFF:(VP8Version|ImageWidth|ImageHeight|HorizontalScale|VerticalScale|WebP_Flags|AlphaIsUsed"
    r"|BackgroundColor|AnimationLoopCount|FrameCount|Duration|Alpha\w+)"
)
_COPY = re.compile(r":Copy\d+")
# Of a profile's header, only as long as nobody and no date is named.
_ZERO = re.compile(
    r"ICC-header:(ProfileCMMType|PrimaryPlatform|DeviceManufacturer|DeviceModel|ProfileCreator|ProfileID"
    r"|ProfileDateTime)|ICC_Profile:ProfileCopyright"
)
_NOTHING = ("", "0", "Unknown ()", "0000:00:00 00:00:00")


def read(files: Mapping[str, bytes], folder: Path) -> dict[str, dict[str, str]]:
    """Every tag as ``group:name``, unknown ones and embedded files' too, of each file by its name."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = ["exiftool", "-j", "-a", "-G1:4", "-ee3", "-u", "-U", "--", *files]
    answer = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return {
        entry["SourceFile"]: {_COPY.sub("", tag): str(value) for tag, value in entry.items()}
        for entry in json.loads(answer.stdout)
    }


def left(tags: Mapping[str, str]) -> dict[str, str]:
    """What of a picture's tags gives something away."""
    return {
        tag: value
        for tag, value in tags.items()
        if not _STRUCTURE.fullmatch(tag) and not (_ZERO.fullmatch(tag) and value.strip("\0 ") in _NOTHING)
    }


def write(content: bytes, name: str, folder: Path, *arguments: str) -> bytes:
    """The picture with tags that exiftool wrote into it."""
    (folder / name).write_bytes(content)
    command = ["exiftool", "-q", "-overwrite_original", *arguments, "--", name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return (folder / name).read_bytes()
