/**
 * Colour profiles (ICC.1:2022): the usual ones stay, with nothing in them but colours.
 *
 * Usual is what a profile says of colours, not its name: the primaries of a colour space that everyone's
 * pictures have, or a plain gamma of grey, and one curve of a usual law for all colours. A screen's or
 * scanner's own profile, measured or made for one device, is not usual and is taken out.
 */

import { concat } from "../bytes.ts";
import { begins, big, bigBytes, latin1, nameAt, octets, same } from "./octets.ts";
import type { Kind } from "./scrubbed.ts";

/** A larger profile is not one of the usual ones. */
export const LIMIT = 64 << 10;

type Tags = ReadonlyMap<string, Uint8Array>;

/** Red, green and blue primaries as X, Y, Z, adapted to D50. */
const SPACES: Readonly<Record<string, readonly (readonly number[])[]>> = {
    sRGB: [
        [0.4361, 0.2225, 0.0139],
        [0.3851, 0.7169, 0.0971],
        [0.1431, 0.0606, 0.7141],
    ],
    "Display P3": [
        [0.5151, 0.2412, -0.0011],
        [0.2919, 0.6922, 0.0419],
        [0.1572, 0.0666, 0.7841],
    ],
    "Adobe RGB (1998)": [
        [0.6097, 0.3111, 0.0195],
        [0.2053, 0.6257, 0.0609],
        [0.1492, 0.0632, 0.7446],
    ],
    "ProPhoto RGB": [
        [0.7977, 0.288, 0.0],
        [0.1352, 0.7119, 0.0],
        [0.0313, 0.0001, 0.8249],
    ],
    "Rec. 2020": [
        [0.6735, 0.279, -0.0019],
        [0.1657, 0.6753, 0.03],
        [0.1251, 0.0456, 0.7969],
    ],
};
const TOLERANCE = 0.001;

/** From a number in the file to light, both 0 to 1: sRGB, Rec. 709 and 2020, plain gammas. */
const LAWS: readonly ((x: number) => number)[] = [
    (x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4),
    (x) => (x < 0.081 ? x / 4.5 : ((x + 0.099) / 1.099) ** (1 / 0.45)),
    (x) => x ** 1.8,
    (x) => x ** 2.2,
    (x) => x ** 2.4,
    (x) => x,
];
/** Tables of one law by different makers are nearer to each other than this. */
const CURVE_TOLERANCE = 0.005;

const PRIMARIES = ["rXYZ", "gXYZ", "bXYZ"] as const;
const CURVES = ["rTRC", "gTRC", "bTRC"] as const;
const COLOURS: ReadonlySet<string> = new Set([...PRIMARIES, ...CURVES]);
const GREYS: ReadonlySet<string> = new Set(["kTRC"]);
/** What primaries and curves do without. A profile with other tags is not a usual one. */
const IDLE: ReadonlySet<string> = new Set([
    ...["desc", "cprt", "dmnd", "dmdd", "vued", "view", "lumi", "meas", "tech", "bkpt", "chrm"],
    ...["dscm", "aarg", "aagg", "aabg", "chad", "wtpt", "cicp"],
]);
const D50 = "\0\0\xf6\xd6\0\x01\0\0\0\0\xd3\x2d";
/** Numbers of a parametric curve, by its type. */
const PARAMETERS: readonly number[] = [1, 3, 4, 5, 7];
const NOTHING = new Uint8Array();

/** What may stay of a profile (empty: nothing), the kinds of what goes, its colour space's name. */
export function clean(profile: Uint8Array): { content: Uint8Array; found: Set<Kind>; space: string } {
    const tags = readTags(profile);
    let space = spaceOf(profile, tags);
    let content = space ? build(profile, tags, space) : NOTHING;
    // Made anew it is larger: it would be none of the usual ones when looked at again.
    if (content.length >= LIMIT) [content, space] = [NOTHING, ""];
    if (space && same(content, profile)) return { content, found: new Set(), space };
    const found = headerKinds(profile);
    if (!content.length) found.add("profile");
    return { content, found: found.size ? found : new Set(["other"]), space };
}

/** Data by signature; empty for what is no profile or is larger than a usual one. */
function readTags(profile: Uint8Array): Tags {
    const tags = new Map<string, Uint8Array>();
    if (profile.length < 132 || profile.length > LIMIT || !begins(profile, "acsp", 36)) return tags;
    const count = big(profile, 128, 4);
    if (132 + 12 * count > profile.length) return tags;
    for (let at = 132; at < 132 + 12 * count; at += 12) {
        const start = big(profile, at + 4, 4);
        tags.set(nameAt(profile, at), profile.subarray(start, start + big(profile, at + 8, 4)));
    }
    return tags;
}

/** The usual colour space that a profile is of; empty: none. */
function spaceOf(profile: Uint8Array, tags: Tags): string {
    const screen = ["mntr", "spac", "scnr"].includes(nameAt(profile, 12)) && begins(profile, "XYZ ", 20);
    if (!screen || !xyz(tags, "wtpt").length) return "";
    const only = (known: ReadonlySet<string>): boolean =>
        [...tags.keys()].every((tag) => IDLE.has(tag) || known.has(tag));
    if (begins(profile, "GRAY", 16)) {
        const gamma = curve(tags, "kTRC");
        return gamma.length >= 12 && gamma.length < 32 && only(GREYS) ? "Gray" : "";
    }
    if (!begins(profile, "RGB ", 16) || !only(COLOURS)) return "";
    const [red, ...others] = CURVES.map((tag) => curve(tags, tag));
    if (!red!.length || !others.every((other) => same(red!, other))) return "";
    const primaries = PRIMARIES.map((tag) => xyz(tags, tag));
    const space = Object.entries(SPACES).find(([, usual]) =>
        primaries.every((primary, place) => isNear(primary, usual[place]!)),
    );
    return space ? space[0] : "";
}

function isNear(primary: readonly number[], usual: readonly number[]): boolean {
    return (
        primary.length === 3 && primary.every((value, place) => Math.abs(value - usual[place]!) <= TOLERANCE)
    );
}

/** Three numbers, or none. */
function xyz(tags: Tags, tag: string): number[] {
    const data = tags.get(tag) ?? NOTHING;
    if (data.length !== 20 || !begins(data, "XYZ ")) return [];
    return [8, 12, 16].map((at) => (big(data, at, 4) | 0) / 65536);
}

/** A curve without bytes behind its end; empty: none. */
function curve(tags: Tags, tag: string): Uint8Array {
    const data = tags.get(tag) ?? NOTHING;
    if (data.length < 12) return NOTHING;
    if (begins(data, "curv")) {
        const size = 12 + 2 * big(data, 8, 4);
        return size <= data.length && isUsual(data.subarray(12, size))
            ? plain(data.subarray(0, size))
            : NOTHING;
    }
    const parameters = begins(data, "para") ? PARAMETERS[big(data, 8, 2)] : undefined;
    const size = 12 + 4 * (parameters ?? 0);
    return parameters && size <= data.length ? plain(data.subarray(0, size)) : NOTHING;
}

/** Whether a curve's table (ICC.1:2022, 10.6) follows one of the usual laws; one number is a gamma. */
function isUsual(table: Uint8Array): boolean {
    const last = table.length / 2 - 1;
    const follows = (law: (x: number) => number): boolean => {
        for (let place = 0; place <= last; place++)
            if (Math.abs(big(table, 2 * place, 2) / 0xffff - law(place / last)) > CURVE_TOLERANCE)
                return false;
        return true;
    };
    return last < 1 || LAWS.some(follows);
}

/** A tag's data with nothing in the four bytes that are not used. */
function plain(data: Uint8Array): Uint8Array {
    const copy = data.slice();
    copy.fill(0, 4, 8);
    return copy;
}

/** The profile of nothing but its colours: a header without date, maker, model, creator and id. */
function build(profile: Uint8Array, tags: Tags, space: string): Uint8Array {
    const later = profile[8]! >= 4;
    const grey = begins(profile, "GRAY", 16);
    const parts: [string, Uint8Array][] = [
        ["desc", text(space, later)],
        ["cprt", text("", later)],
        ["wtpt", plain(tags.get("wtpt")!)],
    ];
    const chad = tags.get("chad") ?? NOTHING;
    if (later && chad.length === 44 && begins(chad, "sf32")) parts.push(["chad", plain(chad)]);
    if (!grey) for (const tag of PRIMARIES) parts.push([tag, plain(tags.get(tag)!)]);
    for (const tag of grey ? GREYS : CURVES) parts.push([tag, curve(tags, tag)]);
    return pack(later ? "\x04\x30" : "\x02\x10", nameAt(profile, 16), parts);
}

function text(text: string, later: boolean): Uint8Array {
    if (later) {
        const body = octets([...text].map((character) => `\0${character}`).join(""));
        const head = [octets("mluc"), ...[0, 1, 12].map((number) => bigBytes(number, 4)), octets("enUS")];
        return concat(...head, bigBytes(body.length, 4), bigBytes(28, 4), body);
    }
    if (!text) return octets("text\0\0\0\0\0");
    return concat(
        octets("desc\0\0\0\0"),
        bigBytes(text.length + 1, 4),
        octets(`${text}\0`),
        new Uint8Array(78),
    );
}

function pack(
    version: string,
    colours: string,
    parts: readonly (readonly [string, Uint8Array])[],
): Uint8Array {
    let end = 132 + 12 * parts.length;
    const [table, bodies]: [Uint8Array[], Uint8Array[]] = [[], []];
    const places = new Map<string, number>();
    for (const [tag, data] of parts) {
        const key = latin1(data);
        let place = places.get(key);
        if (place === undefined) {
            places.set(key, (place = end));
            bodies.push(data, new Uint8Array(-data.length & 3));
            end += data.length + (-data.length & 3);
        }
        table.push(octets(tag), bigBytes(place, 4), bigBytes(data.length, 4));
    }
    const header = new Uint8Array(128);
    const fields: [number, string][] = [
        [8, version],
        [12, "mntr"],
        [16, colours],
        [20, "XYZ "],
        [36, "acsp"],
        [68, D50],
    ];
    for (const [at, field] of fields) header.set(octets(field), at);
    header.set(bigBytes(end, 4));
    return concat(header, bigBytes(parts.length, 4), ...table, ...bodies);
}

/** What the header of a profile tells (ICC.1:2022, 7.2). */
function headerKinds(profile: Uint8Array): Set<Kind> {
    const found = new Set<Kind>();
    const any = (start: number, end: number): boolean =>
        profile.subarray(start, end).some((byte) => byte !== 0);
    const name = (at: number): string => nameAt(profile, at).replace(/^[\0 ]+|[\0 ]+$/g, "");
    if (any(24, 36)) found.add("dates");
    // The standard's own sRGB names the standard's body as its maker.
    if (!["IEC", "none", ""].includes(name(48)) || !["sRGB", ""].includes(name(52))) found.add("device");
    if (any(4, 8) || any(40, 44) || any(80, 84)) found.add("software");
    if (any(84, 100)) found.add("identifiers");
    return found;
}
