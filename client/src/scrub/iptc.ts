/** Photoshop's image resources and the IPTC records (IIM 4.2) among them: what they tell. */

import { begins, big, isBlank } from "./octets.ts";
import { addAll, type Kind } from "./scrubbed.ts";
import * as xmp from "./xmp.ts";

/** Record 2, by data set. */
const KINDS: ReadonlyMap<number, Kind> = new Map(
    (
        [
            ["description", [5, 7, 15, 20, 25, 40, 45, 103, 105, 120]],
            ["place", [26, 27, 90, 92, 95, 100, 101]],
            ["author", [80, 85, 110, 115, 116, 118, 122]],
            ["dates", [30, 35, 37, 38, 47, 50, 55, 60, 62, 63]],
            ["software", [65, 70]],
            ["identifiers", [22, 184, 185, 186, 187, 188]],
            ["thumbnail", [200, 201, 202]],
        ] as const
    ).flatMap(([kind, sets]) => sets.map((set): [number, Kind] => [set, kind])),
);
/** Version, coded character set: said of the record, not of the picture. Record and data set as one number. */
const PLAIN: ReadonlySet<number> = new Set([0x0100, 0x015a, 0x0200]);
const MOST = 4096;

const RESOURCES: ReadonlyMap<number, Kind> = new Map([
    [0x03e8, "other"],
    [0x0409, "thumbnail"],
    [0x040c, "thumbnail"],
    [0x040a, "author"],
    [0x040b, "description"],
    [0x040f, "profile"],
    [0x0414, "identifiers"],
    [0x0419, "other"],
    [0x041e, "description"],
    [0x0421, "software"],
    [0x0422, "other"],
    [0x0425, "identifiers"],
    [0x0435, "other"],
    [0x043b, "other"],
]);

/** Kinds of an IPTC record; "other" for data sets that are not known, or if there are none. */
export function kinds(data: Uint8Array): Set<Kind> {
    const found = new Set<Kind>();
    let at = 0;
    for (let left = MOST; left && data[at] === 0x1c && at + 5 <= data.length; left--) {
        const dataSet = big(data, at + 1, 2);
        let size = big(data, at + 3, 2);
        // An extended size says how many bytes the size itself has; it is used for pictures.
        const extended = size & 0x8000 ? size & 0x7fff : 0;
        at += 5 + extended;
        if (extended) size = long(data.subarray(at - extended, at));
        if (!isBlank(data.subarray(at, at + size)) && !PLAIN.has(dataSet))
            found.add(dataSet >> 8 === 2 ? (KINDS.get(dataSet & 0xff) ?? "other") : "other");
        at += size;
    }
    return found.size ? found : new Set(["other"]);
}

/** A number of any size; of one beyond every file some other one beyond them. */
function long(bytes: Uint8Array): number {
    let number = 0;
    for (const byte of bytes) number = Math.min(number * 256 + byte, 2 ** 40);
    return number;
}

/** Kinds of a row of Photoshop's image resource blocks. */
export function resourceKinds(data: Uint8Array): Set<Kind> {
    const found = new Set<Kind>();
    let at = 0;
    for (let left = MOST; left && begins(data, "8BIM", at) && at + 6 <= data.length; left--) {
        const number = big(data, at + 4, 2);
        // A name with its length before it, then the size; both padded to even.
        const name = data[at + 6];
        const start = name === undefined ? data.length : at + 6 + (name | 1) + 1;
        const size = big(data, start, 4);
        const body = data.subarray(start + 4, start + 4 + size);
        if (number === 0x0404) addAll(found, kinds(body));
        else if (number === 0x0424) addAll(found, xmp.kinds(body));
        else found.add(RESOURCES.get(number) ?? "other");
        at = start + 4 + size + (size % 2);
    }
    return found.size ? found : new Set(["other"]);
}
