/** WebP (RFC 9649): the chunks that a decoder needs stay as they are, the others go, within frames too. */

import { Damaged, type Edit } from "./edit.ts";
import { concat } from "../bytes.ts";
import * as exif from "./exif.ts";
import * as icc from "./icc.ts";
import { joined, little, littleBytes, nameAt, octets, same, without } from "./octets.ts";
import { addAll, type Kind } from "./scrubbed.ts";
import * as xmp from "./xmp.ts";

const PICTURE: ReadonlySet<string> = new Set(["VP8X", "ICCP", "ANIM", "ALPH", "VP8 ", "VP8L", "EXIF"]);
const FRAME: ReadonlySet<string> = new Set(["ALPH", "VP8 ", "VP8L"]);
/** The chunks of which one still picture is made, in the picture itself or in a frame of it. */
const STILLS: readonly (readonly string[])[] = [["VP8 "], ["VP8L"], ["ALPH", "VP8 "]];
const ANIMATION = ["ANIM", "ANMF"] as const;
const SIZES: ReadonlyMap<string, number> = new Map([
    ["VP8X", 10],
    ["ANIM", 6],
]);
/** Flags of VP8X; a flag that says what is not there is a fault. */
const [FLAG_ICC, FLAG_ALPHA, FLAG_EXIF, FLAG_ANIMATION] = [0x20, 0x10, 0x08, 0x02];

const MOST_CHUNKS = 1 << 16;
const MOST_IN_FRAME = 16;
/** How many chunks that go are looked into to name their kinds. */
const MOST_NAMED = 64;

interface Chunk {
    readonly name: string;
    readonly body: Uint8Array;
}

/** What stays of a chunk's body, and the kinds of what goes. */
interface Edited {
    readonly body: Uint8Array;
    readonly kinds: Iterable<Kind>;
}

const NOTHING = new Uint8Array();

/** Throws Damaged. What stands behind the picture's end goes. */
export function clean(data: Uint8Array): Edit {
    const size = little(data, 4, 4);
    const end = 8 + size + (size % 2);
    // Some writers leave the last padding byte out.
    if (8 + size > data.length || size < 12) throw new Damaged();
    const found = new Set<Kind>(end < data.length ? ["trailer"] : []);
    const chunks = walk(data.subarray(12, 8 + size), MOST_CHUNKS);
    const there = new Set(chunks.map((chunk) => chunk.name));
    const moving = ANIMATION.filter((name) => there.has(name));
    const still = [...FRAME].filter((name) => there.has(name));
    if (moving.length ? moving.length < 2 || still.length : !isStill(still)) throw new Damaged();
    const kept: Chunk[] = [];
    const names = new Set<string>();
    let looked = 0;
    for (const chunk of chunks) {
        let edited: Edited;
        if (chunk.name === "ANMF") edited = frame(chunk.body);
        else if (names.has(chunk.name) || !PICTURE.has(chunk.name))
            edited = { body: NOTHING, kinds: ++looked <= MOST_NAMED ? kinds(chunk) : ["other"] };
        else edited = edit(chunk);
        addAll(found, edited.kinds);
        if (!edited.body.length) continue;
        kept.push({ name: chunk.name, body: edited.body });
        names.add(chunk.name);
    }
    if (!found.size) return { content: data, found, whole: true };
    const parts = kept.map(({ name, body }) => pack(name, name === "VP8X" ? flags(body, names) : body));
    const body = joined([octets("WEBP"), ...parts.flat()]);
    return { content: concat(octets("RIFF"), littleBytes(body.length, 4), body), found, whole: true };
}

function walk(data: Uint8Array, most: number): Chunk[] {
    const chunks: Chunk[] = [];
    for (let at = 0; at < data.length; ) {
        const size = little(data, at + 4, 4);
        const start = at + 8;
        if (start + size > data.length || chunks.length === most) throw new Damaged();
        chunks.push({ name: nameAt(data, at), body: data.subarray(start, start + size) });
        at = start + size + (size % 2);
    }
    return chunks;
}

/** Whether these chunks of FRAME, in its order, make one picture. */
function isStill(names: readonly string[]): boolean {
    return STILLS.some((still) => still.join() === names.join());
}

function pack(name: string, body: Uint8Array): Uint8Array[] {
    return [octets(name), littleBytes(body.length, 4), body, new Uint8Array(body.length % 2)];
}

/** Of the first chunk of its name. */
function edit(chunk: Chunk): Edited {
    if (chunk.name === "EXIF") {
        const tiff = exif.keep(without(chunk.body, "Exif\0\0"));
        return { body: tiff, kinds: same(tiff, chunk.body) ? [] : kinds(chunk) };
    }
    if (chunk.name === "ICCP") {
        const { content, found } = icc.clean(chunk.body);
        return { body: content, kinds: found };
    }
    if (chunk.body.length !== (SIZES.get(chunk.name) ?? chunk.body.length)) throw new Damaged();
    return { body: chunk.body, kinds: [] };
}

/** A frame of an animation: 16 bytes of its own, then chunks. */
function frame(body: Uint8Array): Edited {
    if (body.length < 16) throw new Damaged();
    const chunks = walk(body.subarray(16), MOST_IN_FRAME);
    const kept = chunks.filter((chunk) => FRAME.has(chunk.name));
    const there = [...FRAME].filter((name) => kept.some((chunk) => chunk.name === name));
    if (!isStill(there) || there.length !== kept.length) throw new Damaged();
    if (kept.length === chunks.length) return { body, kinds: [] };
    const gone = chunks.filter((chunk) => !FRAME.has(chunk.name));
    return {
        body: concat(body.subarray(0, 16), ...kept.flatMap((chunk) => pack(chunk.name, chunk.body))),
        kinds: gone.flatMap((chunk) => [...kinds(chunk)]),
    };
}

function flags(body: Uint8Array, names: ReadonlySet<string>): Uint8Array {
    const told = (names.has("ICCP") ? FLAG_ICC : 0) | (names.has("EXIF") ? FLAG_EXIF : 0);
    const flag = (body[0]! & (FLAG_ALPHA | FLAG_ANIMATION)) | told;
    return concat(Uint8Array.of(flag, 0, 0, 0), body.subarray(4, 10));
}

/** Kinds of a chunk that goes wholly. */
function kinds(chunk: Chunk): Iterable<Kind> {
    if (chunk.name === "EXIF") return exif.kinds(without(chunk.body, "Exif\0\0"));
    if (chunk.name === "XMP ") return xmp.kinds(chunk.body);
    return [chunk.name === "ICCP" ? "profile" : chunk.name === "C2PA" ? "identifiers" : "other"];
}
