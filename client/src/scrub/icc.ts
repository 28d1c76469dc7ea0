/**
 * Colour profiles (ICC.1:2022): the usual ones stay, with nothing in them but colours.
 *
 * Usual is what a profile says of colours, not its name: the primaries of a colour space that everyone's
 * pictures have, or grey alone, and a curve of a usual law. What is written are the space's and the law's own
 * numbers, not the file's: those that were measured of one screen, and rounded to a usual profile, tell which
 * it was. A screen's or scanner's profile that is farther off is not usual and is taken out.
 */

import { concat } from "../bytes.ts";
import { begins, big, bigBytes, latin1, nameAt, octets, same } from "./octets.ts";
import type { Kind } from "./scrubbed.ts";

/** A larger profile is not one of the usual ones. */
export const LIMIT = 64 << 10;

type Tags = ReadonlyMap<string, Uint8Array>;
type Triple = readonly [number, number, number];
/** The numbers g, a, b, c, d, e and f of a formula from a number in the file to light, both 0 to 1. */
type Law = readonly [number, number, number, number, number, number, number];

/** Red, green and blue primaries as X, Y, Z in 65536ths, adapted to D50 (ICC.1:2022, annex E). */
const SPACES: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
    sRGB: [
        [28576, 14581, 912],
        [25239, 46983, 6361],
        [9375, 3972, 46787],
    ],
    "Display P3": [
        [33759, 15807, -69],
        [19135, 45367, 2745],
        [10296, 4363, 51385],
    ],
    "Adobe RGB (1998)": [
        [39960, 20389, 1276],
        [13453, 41004, 3989],
        [9777, 4143, 48796],
    ],
    "ProPhoto RGB": [
        [52276, 18877, 0],
        [8860, 46654, 0],
        [2054, 6, 54061],
    ],
    "Rec. 2020": [
        [44137, 18287, -127],
        [10857, 44259, 1965],
        [8195, 2989, 52223],
    ],
};
/** A thousandth. */
const TOLERANCE = 65;

/**
 * sRGB, Rec. 709 and 2020, plain gammas.
 *
 * Each may go with each space: programs for video and for raw pictures write sRGB's colours with all of them.
 */
const LAWS: readonly Law[] = [
    [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045, 0, 0],
    [1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081, 0, 0],
    [1.8, 1, 0, 0, 0, 0, 0],
    [2.2, 1, 0, 0, 0, 0, 0],
    [2.4, 1, 0, 0, 0, 0, 0],
    [1, 1, 0, 0, 0, 0, 0],
];
/**
 * Curves of one law by different makers are nearer to each other than this: in light; in the number, which is
 * nearer to what is seen of dark colours (a picture's own steps are 1/255); in light where all of it is shown.
 */
const CURVE_TOLERANCE = 0.005;
const STEP_TOLERANCE = 0.01;
const WHITE_TOLERANCE = 0.001;

const PRIMARIES = ["rXYZ", "gXYZ", "bXYZ"] as const;
const CURVES = ["rTRC", "gTRC", "bTRC"] as const;
/** What primaries and curves do without. A profile with other tags is not a usual one. */
const IDLE: ReadonlySet<string> = new Set([
    ...["desc", "cprt", "dmnd", "dmdd", "vued", "view", "lumi", "meas", "tech", "bkpt", "chrm"],
    ...["dscm", "aarg", "aagg", "aabg", "chad", "wtpt", "cicp"],
]);
const D50: Triple = [63190, 65536, 54061];
const D65: Triple = [62289, 65536, 71372];
/** From D65 to D50 (annex E), which is told of a space in profiles of version 4 only. */
const ADAPTED: readonly number[] = [68674, 1502, -3291, 1939, 64912, -1119, -606, 988, 49262];
/** Which of a formula's numbers are written, by its type (10.18). */
const FORMULAS: readonly (readonly number[])[] = [
    [0],
    [0, 1, 2],
    [0, 1, 2, 5],
    [0, 1, 2, 3, 4],
    [0, 1, 2, 3, 4, 5, 6],
];
const PLAIN: Law = [1, 1, 0, 0, 0, 0, 0];
/** Larger exponents are of no curve, and their powers of no number. */
const LARGEST_GAMMA = 10;
const NOTHING = new Uint8Array();

/** What may stay of a profile (empty: nothing), the kinds of what goes, its colour space's name. */
export function clean(profile: Uint8Array): { content: Uint8Array; found: Set<Kind>; space: string } {
    const [space, law] = usual(profile, readTags(profile));
    const content = space && law ? build(profile, space, law) : NOTHING;
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

/** The usual colour space that a profile is of, and its curve's law; empty and null: none. */
function usual(profile: Uint8Array, tags: Tags): [string, Law | null] {
    const screen = ["mntr", "spac", "scnr"].includes(nameAt(profile, 12)) && begins(profile, "XYZ ", 20);
    const grey = begins(profile, "GRAY", 16);
    if (!screen || !(grey || begins(profile, "RGB ", 16)) || !xyz(tags, "wtpt").length) return ["", null];
    const curves = grey ? ["kTRC"] : CURVES;
    const known = new Set<string>([...curves, ...(grey ? [] : PRIMARIES)]);
    const [law, ...others] = curves.map((tag) => lawOf(tags.get(tag) ?? NOTHING));
    const only = [...tags.keys()].every((tag) => IDLE.has(tag) || known.has(tag));
    if (!law || !only || others.some((other) => other !== law)) return ["", null];
    return [grey ? "Gray" : spaceOf(PRIMARIES.map((tag) => xyz(tags, tag))), law];
}

function spaceOf(primaries: readonly (readonly number[])[]): string {
    const space = Object.entries(SPACES).find(([, usual]) =>
        primaries.every((primary, place) => isNear(primary, usual[place]!)),
    );
    return space ? space[0] : "";
}

function isNear(primary: readonly number[], usual: Triple): boolean {
    return (
        primary.length === 3 && primary.every((value, place) => Math.abs(value - usual[place]!) <= TOLERANCE)
    );
}

/** Three numbers, or none. */
function xyz(tags: Tags, tag: string): number[] {
    const data = tags.get(tag) ?? NOTHING;
    return data.length === 20 && begins(data, "XYZ ") ? [8, 12, 16].map((at) => signed(data, at)) : [];
}

function signed(data: Uint8Array, at: number): number {
    return big(data, at, 4) | 0;
}

/** The usual law that a curve follows; null: none. */
function lawOf(curve: Uint8Array): Law | null {
    const light = shown(curve);
    return LAWS.find((law) => follows(light, law)) ?? null;
}

/** Whether what is shown of the numbers 0 to 255 (none: no) is what a law shows. */
function follows(shown: readonly number[], law: Law): boolean {
    return (
        Math.abs((shown.at(-1) ?? 0) - 1) <= WHITE_TOLERANCE &&
        shown.every(
            (value, place) =>
                Math.abs(value - light(law, place / 255)) <= CURVE_TOLERANCE &&
                light(law, place / 255 - STEP_TOLERANCE) <= value &&
                value <= light(law, place / 255 + STEP_TOLERANCE),
        )
    );
}

/** The light of the numbers 0 to 255 by a curve (ICC.1:2022, 10.6 and 10.18); empty: it is broken. */
function shown(curve: Uint8Array): number[] {
    if (begins(curve, "curv")) {
        const size = big(curve, 8, 4);
        if (curve.length < 12 + 2 * size) return [];
        if (size > 1) return drawn(curve.subarray(12, 12 + 2 * size));
        return computed([size ? big(curve, 12, 2) / 256 : 1, 1, 0, 0, 0, 0, 0]);
    }
    const places = FORMULAS[big(curve, 8, 2)] ?? [];
    if (!begins(curve, "para") || !places.length || curve.length < 12 + 4 * places.length) return [];
    const law: [...Law] = [...PLAIN];
    places.forEach((place, number) => (law[place] = signed(curve, 12 + 4 * number) / 65536));
    return computed(law);
}

/** Straight lines between the numbers of a table. */
function drawn(table: Uint8Array): number[] {
    const last = table.length / 2 - 1;
    return Array.from({ length: 256 }, (_, place) => {
        const at = (place * last) / 255;
        const whole = Math.floor(at);
        const [low, high] = [big(table, 2 * whole, 2), big(table, 2 * Math.min(whole + 1, last), 2)];
        return (low + (high - low) * (at - whole)) / 0xffff;
    });
}

function computed(law: Law): number[] {
    const [gamma] = law;
    if (gamma <= 0 || gamma > LARGEST_GAMMA) return [];
    return Array.from({ length: 256 }, (_, place) => light(law, place / 255));
}

function light([gamma, a, b, c, d, e, f]: Law, x: number): number {
    return x >= d ? Math.max(a * x + b, 0) ** gamma + e : c * x + f;
}

/** The profile of nothing but its colours: a header without date, maker, model, creator and id. */
function build(profile: Uint8Array, name: string, law: Law): Uint8Array {
    const later = profile[8]! >= 4;
    const space = SPACES[name];
    // Light of D65 is white in all but one of them; grey has no white of its own.
    const adapted = space !== undefined && name !== "ProPhoto RGB";
    const white = adapted && !later ? D65 : D50;
    const parts: [string, Uint8Array][] = [
        ["desc", text(name, later)],
        ["cprt", text("", later)],
        ["wtpt", fixed("XYZ ", white)],
    ];
    if (adapted && later) parts.push(["chad", fixed("sf32", ADAPTED)]);
    space?.forEach((primary, place) => parts.push([PRIMARIES[place]!, fixed("XYZ ", primary)]));
    for (const tag of space ? CURVES : ["kTRC"]) parts.push([tag, curve(law, later)]);
    return pack(later ? "\x04\x30" : "\x02\x10", nameAt(profile, 16), parts);
}

/** A law as most profiles have it: a formula; before version 4 the number of a gamma, or a table. */
function curve(law: Law, later: boolean): Uint8Array {
    const plain = law.slice(1).every((number, place) => number === PLAIN[place + 1]);
    if (later) {
        const kind = plain ? 0 : 3;
        const numbers = FORMULAS[kind]!.map((place) => bigBytes(Math.round(law[place]! * 65536), 4));
        return concat(octets("para\0\0\0\0"), bigBytes(kind, 2), bigBytes(0, 2), ...numbers);
    }
    const table = plain
        ? [Math.round(law[0] * 256)]
        : Array.from({ length: 1024 }, (_, at) => Math.round(light(law, at / 1023) * 0xffff));
    const numbers = table.map((number) => bigBytes(number, 2));
    return concat(octets("curv\0\0\0\0"), bigBytes(table.length, 4), ...numbers);
}

function fixed(kind: string, numbers: readonly number[]): Uint8Array {
    return concat(octets(`${kind}\0\0\0\0`), ...numbers.map((number) => bigBytes(number, 4)));
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
    ];
    for (const [at, field] of fields) header.set(octets(field), at);
    D50.forEach((number, place) => header.set(bigBytes(number, 4), 68 + 4 * place));
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
