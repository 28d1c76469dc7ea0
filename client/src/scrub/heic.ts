/**
 * ISO base media files (ISO/IEC 14496-12): recognised by their brands; what pictures of them tell is named.
 *
 * HEIC, HEIF (ISO/IEC 23008-12) and AVIF are not edited: every item stands at an absolute offset of the file, in
 * one of several nested ways, and a wrong offset is a lost picture.
 */

import * as exif from "./exif.ts";
import { begins, big, find, nameAt } from "./octets.ts";
import { addAll, type Format, type Kind } from "./scrubbed.ts";
import * as xmp from "./xmp.ts";

/** Format and media type. */
export type Known = readonly [Format, string];

/** The first that fits any brand; AVIF is before the others because its files name mif1 besides. */
const PICTURES: readonly (readonly [Format, ReadonlyMap<string, string>])[] = [
    ["", new Map(["avif", "avis"].map((brand) => [brand, "image/avif"]))],
    ["heic", new Map(["heic", "heix", "heim", "heis"].map((brand) => [brand, "image/heic"]))],
    ["heic", new Map(["hevc", "hevx"].map((brand) => [brand, "image/heic-sequence"]))],
    [
        "heic",
        new Map([
            ["mif1", "image/heif"],
            ["mif2", "image/heif"],
            ["msf1", "image/heif-sequence"],
        ]),
    ],
];
const OTHERS: ReadonlyMap<string, string> = new Map([
    ["qt  ", "video/quicktime"],
    ["M4A ", "audio/mp4"],
    ["M4B ", "audio/mp4"],
    ["M4P ", "audio/mp4"],
]);

const EXIF = "Exif\0\0";
const EXIF_LIMIT = 1 << 20;

/** Format ("heic" or empty) and media type by the major and compatible brands; null: no such file. */
export function sniff(head: Uint8Array): Known | null {
    if (head[0] !== 0) return null;
    const box = nameAt(head, 4);
    if (["moov", "mdat", "wide"].includes(box)) return ["", "video/quicktime"];
    if (box !== "ftyp") return null;
    const size = Math.min(big(head, 0, 4), head.length);
    const major = nameAt(head, 8);
    const brands = [major];
    for (let at = 16; at < size - 3; at += 4) brands.push(nameAt(head, at));
    if (major.startsWith("3gp") || major.startsWith("3g2")) return ["", "video/3gpp"];
    const other = OTHERS.get(major);
    if (other) return ["", other];
    for (const [format, types] of PICTURES) {
        const type = brands.map((brand) => types.get(brand)).find((known) => known !== undefined);
        if (type) return [format, type];
    }
    return ["", "video/mp4"];
}

/** What the first EXIF and XMP of the picture tell, where they are found; nothing more is claimed. */
export function kinds(data: Uint8Array): Set<Kind> {
    const found = new Set<Kind>();
    const tiff = findExif(data);
    if (tiff >= 0) addAll(found, exif.kinds(data.subarray(tiff, tiff + EXIF_LIMIT)));
    const packet = find(data, "<x:xmpmeta");
    if (packet >= 0) {
        const end = find(data, "</x:xmpmeta>", packet);
        addAll(found, xmp.kinds(data.subarray(packet, end < 0 ? packet + EXIF_LIMIT : end)));
    }
    return found;
}

/** Where a TIFF begins; an Exif item (ISO/IEC 23008-12, A.2.1) has this signature before it, mostly. */
function findExif(data: Uint8Array): number {
    for (let at = find(data, EXIF); at >= 0; at = find(data, EXIF, at + 1)) {
        const start = at + EXIF.length;
        if (begins(data, "II*\0", start) || begins(data, "MM\0*", start)) return start;
    }
    return -1;
}
