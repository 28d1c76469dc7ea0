"""What an XMP packet (ISO 16684-1) tells, by the names of its properties; its values are not looked at."""

import re
from itertools import islice
from typing import Final

# Names of elements and attributes; their prefixes are those that the standards ask for.
_NAME = re.compile(rb"[<\s]([A-Za-z][\w.-]{0,40}):([A-Za-z][\w.-]{0,80})(?=[\s=/>])")

# Where reading ends; a packet of 64 KiB is a large one.
_READ = 1 << 20
_MOST_NAMES = 1 << 14

_FRAME: Final = frozenset((b"x", b"rdf", b"xml", b"xmlns", b"stDim"))
"""Prefixes of the packet's own grammar."""

_PROPERTIES: Final = (
    (
        "place",
        r"exif:GPS(?!TimeStamp|DateStamp|VersionID)\w*|photoshop:(City|State|Country)|lr:.*[Ll]ocation.*"
        r"|Iptc4xmpCore:(Location|CountryCode)|Iptc4xmpExt:(Location\w*|City|Country\w*|ProvinceState|Sublocation"
        r"|WorldRegion)|exif:(Gps\w+)|drone-dji:(Gps|Absolute|Relative)\w*",
    ),
    (
        "device",
        r"tiff:(Make|Model|HostComputer)|aux:.*|exifEX:(Body|Lens|CameraOwner).*|GCamera:.*|GDepth:.*|GPano:.*"
        r"|GImage:.*|Device:.*|Camera:.*|drone-dji:.*|crs:.*|exif:(Exposure\w*|Fired|Return|Mode|Function|RedEyeMode|SubjectDistance\w*|FNumber|FocalLength\w*|Flash\w*"
        r"|ISOSpeed\w*|\w*Value|MeteringMode|LightSource|SubjectArea|Sensing\w*|FileSource|SceneType|Scene\w*"
        r"|CustomRendered|WhiteBalance|DigitalZoomRatio|GainControl|Contrast|Saturation|Sharpness|MakerNote)"
        r"|hdrgm:.*|apdi:.*|HDRGainMap:.*|Container:.*|Item:.*|samsung:.*|xmpMM:RenditionClass",
    ),
    (
        "author",
        r"dc:(creator|contributor|publisher|rights)|tiff:(Artist|Copyright)|photoshop:(AuthorsPosition|Credit"
        r"|CaptionWriter|Source)|xmpRights:.*|Iptc4xmpCore:Creator\w*|Iptc4xmpCore:Ci\w+|exifEX:CameraOwnerName"
        r"|plus:.*|pdf:Author|Iptc4xmpExt:Person\w*|mwg-rs:.*|MP(Ri|Reg)?:.*|xmpDM:artist|cc:.*",
    ),
    (
        "dates",
        r"xmp:(CreateDate|ModifyDate|MetadataDate)|photoshop:DateCreated|exif:(DateTime\w*|GPSTimeStamp|SubSec\w*"
        r"|GPSDateStamp)|tiff:DateTime|dc:date|stEvt:when|stRef:lastModifyDate|xap:\w*Date|exifEX:OffsetTime\w*",
    ),
    (
        "software",
        r"xmp:CreatorTool|tiff:Software|stEvt:softwareAgent|pdf:Producer|x:xmptk|xap:CreatorTool|xmp:BaseURL"
        r"|photoshop:History|GettyImagesGIFT:.*|MicrosoftPhoto:.*|digiKam:.*|darktable:.*|lr:.*|illustrator:.*",
    ),
    (
        "description",
        r"dc:(title|description|subject|relation|coverage|type)|tiff:ImageDescription|photoshop:(Headline|Category"
        r"|SupplementalCategories|Instructions|TransmissionReference)|pdf:Keywords|xmp:(Label|Rating|Nickname)"
        r"|Iptc4xmpCore:(Scene|SubjectCode|IntellectualGenre|AltText\w*|ExtDescr\w*)|Iptc4xmpExt:(Event|Org\w*)",
    ),
    (
        "identifiers",
        r"xmpMM:.*ID|xmpMM:(DerivedFrom|Ingredients|Pantry|VersionID|RenditionOf)|stRef:.*|stEvt:instanceID"
        r"|dc:(identifier|source)|xmp:Identifier|exif:ImageUniqueID|exifEX:\w*SerialNumber|aux:\w*SerialNumber"
        r"|xmpNote:HasExtendedXMP|photoshop:DocumentAncestors|Iptc4xmpExt:DigImageGUID|xapMM:.*|dcterms:provenance",
    ),
    ("comments", r"exif:UserComment|xmpDM:logComment|pdfaid:.*Comment"),
    ("revisions", r"xmpMM:(History|Versions)|stEvt:(action|changed|parameters)|stVer:.*"),
    ("thumbnail", r"xmp:Thumbnails|xmpGImg:.*|xap:Thumbnails"),
)
_KINDS = [(kind, re.compile(pattern)) for kind, pattern in _PROPERTIES]

# Describe the picture's encoding, as every decoder sees it anyway.
_PLAIN = re.compile(
    r"tiff:(Orientation|[XY]Resolution|ResolutionUnit|Image(Width|Length)|BitsPerSample|Compression|Native\w+"
    r"|PhotometricInterpretation|SamplesPerPixel|PlanarConfiguration|YCbCr\w+)|dc:format|xmp:\w*Format"
    r"|exif:(ColorSpace|Pixel[XY]Dimension|ExifVersion|FlashpixVersion|ComponentsConfiguration|NativeDigest"
    r"|GPSVersionID|CompressedBitsPerPixel)|photoshop:(ColorMode|ICCProfile)|aux:$"
)


def kinds(packet: bytes) -> frozenset[str]:
    """Codes of KINDS; ``other`` for properties that are not known, and where nothing at all can be named."""
    # A packet in UTF-16 or UTF-32 has only zeros besides the names' ASCII.
    text = packet[:_READ].replace(b"\0", b"")
    names = {match.groups() for match in islice(_NAME.finditer(text), _MOST_NAMES)}
    found: set[str] = set()
    for prefix, name in names:
        full = f"{prefix.decode()}:{name.decode()}"
        if full != "x:xmptk" and (prefix in _FRAME or _PLAIN.fullmatch(full)):
            continue
        found |= {kind for kind, pattern in _KINDS if pattern.fullmatch(full)} or {"other"}
    return frozenset(found or {"other"})
