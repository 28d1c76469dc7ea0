/** What an XMP packet (ISO 16684-1) tells, by the names of its properties; its values are not looked at. */

import { latin1 } from "./octets.ts";
import type { Kind } from "./scrubbed.ts";

/** Names of elements and attributes; their prefixes are those that the standards ask for. */
const NAME = /[< \t\n\r\f\v]([A-Za-z][\w.-]{0,40}):([A-Za-z][\w.-]{0,80})(?=[ \t\n\r\f\v=/>])/g;

/** Where reading ends; a packet of 64 KiB is a large one. */
const READ = 1 << 20;
const MOST_NAMES = 1 << 14;

/** Prefixes of the packet's own grammar. */
const FRAME: ReadonlySet<string> = new Set(["x", "rdf", "xml", "xmlns", "stDim"]);

const PROPERTIES: readonly (readonly [Kind, RegExp])[] = [
    [
        "place",
        whole(
            String.raw`exif:GPS(?!TimeStamp|DateStamp|VersionID)\w*|photoshop:(City|State|Country)|lr:.*[Ll]ocation.*`,
            String.raw`|Iptc4xmpCore:(Location|CountryCode)|Iptc4xmpExt:(Location\w*|City|Country\w*|ProvinceState`,
            String.raw`|Sublocation|WorldRegion)|exif:(Gps\w+)|drone-dji:(Gps|Absolute|Relative)\w*`,
        ),
    ],
    [
        "device",
        whole(
            String.raw`tiff:(Make|Model|HostComputer)|aux:.*|exifEX:(Body|Lens|CameraOwner).*|GCamera:.*|GDepth:.*`,
            String.raw`|GPano:.*|GImage:.*|Device:.*|Camera:.*|drone-dji:.*|crs:.*|exif:(Exposure\w*|Fired|Return|Mode`,
            String.raw`|Function|RedEyeMode|SubjectDistance\w*|FNumber|FocalLength\w*|Flash\w*|ISOSpeed\w*|\w*Value`,
            String.raw`|MeteringMode|LightSource|SubjectArea|Sensing\w*|FileSource|SceneType|Scene\w*|CustomRendered`,
            String.raw`|WhiteBalance|DigitalZoomRatio|GainControl|Contrast|Saturation|Sharpness|MakerNote)`,
            String.raw`|hdrgm:.*|apdi:.*|HDRGainMap:.*|Container:.*|Item:.*|samsung:.*|xmpMM:RenditionClass`,
        ),
    ],
    [
        "author",
        whole(
            String.raw`dc:(creator|contributor|publisher|rights)|tiff:(Artist|Copyright)|photoshop:(AuthorsPosition`,
            String.raw`|Credit|CaptionWriter|Source)|xmpRights:.*|Iptc4xmpCore:Creator\w*|Iptc4xmpCore:Ci\w+`,
            String.raw`|exifEX:CameraOwnerName|plus:.*|pdf:Author|Iptc4xmpExt:Person\w*|mwg-rs:.*|MP(Ri|Reg)?:.*`,
            String.raw`|xmpDM:artist|cc:.*`,
        ),
    ],
    [
        "dates",
        whole(
            String.raw`xmp:(CreateDate|ModifyDate|MetadataDate)|photoshop:DateCreated|exif:(DateTime\w*|GPSTimeStamp`,
            String.raw`|SubSec\w*|GPSDateStamp)|tiff:DateTime|dc:date|stEvt:when|stRef:lastModifyDate|xap:\w*Date`,
            String.raw`|exifEX:OffsetTime\w*`,
        ),
    ],
    [
        "software",
        whole(
            String.raw`xmp:CreatorTool|tiff:Software|stEvt:softwareAgent|pdf:Producer|x:xmptk|xap:CreatorTool`,
            String.raw`|xmp:BaseURL|photoshop:History|GettyImagesGIFT:.*|MicrosoftPhoto:.*|digiKam:.*|darktable:.*|lr:.*`,
            String.raw`|illustrator:.*`,
        ),
    ],
    [
        "description",
        whole(
            String.raw`dc:(title|description|subject|relation|coverage|type)|tiff:ImageDescription`,
            String.raw`|photoshop:(Headline|Category|SupplementalCategories|Instructions|TransmissionReference)`,
            String.raw`|pdf:Keywords|xmp:(Label|Rating|Nickname)|Iptc4xmpCore:(Scene|SubjectCode|IntellectualGenre`,
            String.raw`|AltText\w*|ExtDescr\w*)|Iptc4xmpExt:(Event|Org\w*)`,
        ),
    ],
    [
        "identifiers",
        whole(
            String.raw`xmpMM:.*ID|xmpMM:(DerivedFrom|Ingredients|Pantry|VersionID|RenditionOf)|stRef:.*`,
            String.raw`|stEvt:instanceID|dc:(identifier|source)|xmp:Identifier|exif:ImageUniqueID|exifEX:\w*SerialNumber`,
            String.raw`|aux:\w*SerialNumber|xmpNote:HasExtendedXMP|photoshop:DocumentAncestors`,
            String.raw`|Iptc4xmpExt:DigImageGUID|xapMM:.*|dcterms:provenance`,
        ),
    ],
    ["comments", whole(String.raw`exif:UserComment|xmpDM:logComment|pdfaid:.*Comment`)],
    ["revisions", whole(String.raw`xmpMM:(History|Versions)|stEvt:(action|changed|parameters)|stVer:.*`)],
    ["thumbnail", whole(String.raw`xmp:Thumbnails|xmpGImg:.*|xap:Thumbnails`)],
];

/** Describe the picture's encoding, as every decoder sees it anyway. */
const PLAIN = whole(
    String.raw`tiff:(Orientation|[XY]Resolution|ResolutionUnit|Image(Width|Length)|BitsPerSample|Compression`,
    String.raw`|Native\w+|PhotometricInterpretation|SamplesPerPixel|PlanarConfiguration|YCbCr\w+)|dc:format`,
    String.raw`|xmp:\w*Format|exif:(ColorSpace|Pixel[XY]Dimension|ExifVersion|FlashpixVersion`,
    String.raw`|ComponentsConfiguration|NativeDigest|GPSVersionID|CompressedBitsPerPixel)`,
    String.raw`|photoshop:(ColorMode|ICCProfile)`,
);

function whole(...pattern: string[]): RegExp {
    return new RegExp(`^(?:${pattern.join("")})$`);
}

/** Kinds; "other" for properties that are not known, and where nothing at all can be named. */
export function kinds(packet: Uint8Array): Set<Kind> {
    // A packet in UTF-16 or UTF-32 has only zeros besides the names' ASCII.
    const text = latin1(packet.subarray(0, READ).filter((byte) => byte !== 0));
    const names = new Set<string>();
    let left = MOST_NAMES;
    for (const [, prefix, name] of text.matchAll(NAME)) {
        if (!left--) break;
        const full = `${prefix}:${name}`;
        if (full === "x:xmptk" || !(FRAME.has(prefix!) || PLAIN.test(full))) names.add(full);
    }
    const found = new Set<Kind>();
    for (const full of names) {
        const told = PROPERTIES.filter(([, pattern]) => pattern.test(full));
        for (const [kind] of told) found.add(kind);
        if (!told.length) found.add("other");
    }
    return found.size ? found : new Set(["other"]);
}
