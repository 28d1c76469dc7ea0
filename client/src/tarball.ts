/**
 * One letter as a deterministic ustar archive: one letter has one tar, byte for byte.
 *
 * letter.json, letter.json.minisig, then the attachments in the order in which letter.json lists them; mode
 * 0644, owner 0 without a name, mtime 0. Zeros, at least two blocks of them, end it and fill it up to
 * 64 KiB · 2^n (a reply: 6,533 bytes). Everything else is refused.
 */

import { sha256 } from "@noble/hashes/sha2.js";

import { concat, equal, FormatError, utf8 } from "./bytes.ts";
import { JSON_LIMIT, peekUnverified, type Attachment, type Letter } from "./letter.ts";
import { SIGNATURE_LIMIT, type Signed } from "./signed.ts";
import { BLOCK, END, header, rounded, sizeIn } from "./ustar.ts";

export const TEXT_SIZE = 65_536;
export const REPLY_SIZE = 6_533;

const JSON_NAME = "letter.json";
const SIGNATURE_NAME = "letter.json.minisig";

// Bytes read of a file at once: each reading costs a browser more than its bytes.
const CHUNK = 1 << 20;

/**
 * Where an attachment's bytes come from, read like a Blob's.
 *
 * Nobody hashes them again on their way into the archive: reading must fail unless it gives the bytes that were
 * hashed for the list.
 */
export interface Source {
    readonly size: number;
    slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** A letter's attachment with its bytes. */
export interface Attached {
    readonly attachment: Attachment;
    readonly source: Source;
}

/** Return the least 64 KiB · 2^n that holds `content` bytes, the end mark among them. */
function paddedSize(content: number): number {
    let size = TEXT_SIZE;
    while (size < content) size *= 2;
    return size;
}

/**
 * Return the size of the archive and its pieces, each at most 1 MiB; nothing else is held in memory.
 *
 * FormatError: not a letter, or not the attachments it lists. From `pieces`, after some were yielded, so that
 * these must be thrown away: "file_changed", a source is not as long as listed, or cannot be read.
 */
export function pack(
    signed: Signed,
    attached: readonly Attached[] = [],
): { size: number; pieces: AsyncGenerator<Uint8Array, void> } {
    const letter = peekUnverified(signed);
    const signature = signed.signature;
    if (!/^[\0-\x7f]+$/.test(signature) || signature.length > SIGNATURE_LIMIT) {
        throw new FormatError(`${SIGNATURE_NAME}: empty, not ASCII, or longer than ${SIGNATURE_LIMIT} bytes`);
    }
    const listed = attachmentsOf(letter);
    if (listed.length !== attached.length || !listed.every((one, i) => same(one, attached[i]!.attachment))) {
        throw new FormatError("the attachments are not those that letter.json lists");
    }
    const content = contentSize(letter, signed);
    const size = sizeOf(letter, content);
    return { size, pieces: pieces(signed, attached, size - content) };
}

/**
 * Read an archive that is held whole; the attachments are checked and left where they are.
 *
 * FormatError names the member. The signature is not verified.
 */
export function unpack(tar: Uint8Array): Signed {
    let at = 0;
    const take = (size: number): Uint8Array => {
        if (size > tar.length - at) throw new FormatError("the letter is cut short");
        at += size;
        return tar.subarray(at - size, at);
    };
    const member = (name: string, size: number): Uint8Array => {
        const data = take(rounded(size));
        checkZeros(data.subarray(size), name);
        return data.subarray(0, size);
    };
    const small = (name: string, limit: number): Uint8Array => {
        const size = sizeIn(take(BLOCK), name);
        if (!size || size > limit) throw new FormatError(`${name}: empty, or longer than ${limit} bytes`);
        return member(name, size).slice();
    };
    const json = small(JSON_NAME, JSON_LIMIT);
    const signature = String.fromCharCode(...small(SIGNATURE_NAME, SIGNATURE_LIMIT));
    if (!/^[\0-\x7f]*$/.test(signature)) throw new FormatError(`${SIGNATURE_NAME}: not ASCII`);
    const signed = { json, signature };
    const letter = peekUnverified(signed);
    for (const { path, size, sha256: hash } of attachmentsOf(letter)) {
        if (sizeIn(take(BLOCK), path) !== size) throw new FormatError(`${path}: not its header`);
        if (!equal(sha256(member(path, size)), hash)) throw notListed(path);
    }
    if (tar.length !== sizeOf(letter, at)) throw new FormatError("the letter is not filled up to its size");
    checkZeros(tar.subarray(at), "the end");
    return signed;
}

function attachmentsOf(letter: Letter): readonly Attachment[] {
    return letter.kind === "message" ? letter.attachments : [];
}

function same(one: Attachment, other: Attachment): boolean {
    return one.path === other.path && one.size === other.size && equal(one.sha256, other.sha256);
}

/** Return the bytes before the zeros that end the archive. */
function contentSize(letter: Letter, signed: Signed): number {
    const members = [
        signed.json.length,
        signed.signature.length,
        ...attachmentsOf(letter).map(({ size }) => size),
    ];
    return members.reduce((sum, size) => sum + BLOCK + rounded(size), 0);
}

/** Return the size of the archive with so many bytes before its end. */
function sizeOf(letter: Letter, content: number): number {
    // A reply of the largest letter.json and signature leaves more than the end mark.
    return letter.kind === "reply" ? REPLY_SIZE : paddedSize(content + END);
}

async function* pieces(
    signed: Signed,
    attached: readonly Attached[],
    zeros: number,
): AsyncGenerator<Uint8Array, void> {
    for (const [name, data] of [
        [JSON_NAME, signed.json],
        [SIGNATURE_NAME, utf8(signed.signature)],
    ] as const) {
        yield concat(header(name, data.length), data, filling(data.length));
    }
    for (const { attachment, source } of attached) {
        const { path, size } = attachment;
        if (source.size !== size) throw notListed(path);
        yield header(path, size);
        yield* contentOf(source, size);
        yield filling(size);
    }
    for (let left = zeros; left; left -= Math.min(CHUNK, left)) yield new Uint8Array(Math.min(CHUNK, left));
}

async function* contentOf(source: Source, size: number): AsyncGenerator<Uint8Array, void> {
    for (let start = 0; start < size; start += CHUNK) {
        const end = Math.min(start + CHUNK, size);
        let piece: Uint8Array;
        try {
            piece = new Uint8Array(await source.slice(start, end).arrayBuffer());
        } catch {
            throw new FormatError("a file cannot be read any more", "file_changed");
        }
        if (piece.length !== end - start)
            throw new FormatError("a file is shorter than it was", "file_changed");
        yield piece;
    }
}

function notListed(path: string): FormatError {
    return new FormatError(`${path}: not the bytes that letter.json lists`, "file_changed");
}

function filling(size: number): Uint8Array {
    return new Uint8Array(rounded(size) - size);
}

function checkZeros(data: Uint8Array, where: string): void {
    if (data.some((byte) => byte !== 0))
        throw new FormatError(`${where}: filled with something else than zeros`);
}
