/**
 * Bytes and their spellings, and the root of every error of the client.
 *
 * Each spelling has one form only: what decodes is what `encode` would have written.
 */

/** Any refusal: `code` is for programs, the message for developers; neither holds what a person typed. */
export class WbsError extends Error {
    readonly code: string;

    constructor(code: string, message: string = code) {
        super(message);
        this.name = new.target.name;
        this.code = code;
    }
}

/**
 * The bytes, or the values to be written, are not the format; the message says what and where.
 *
 * `code` is "format", or of what people write: "blank", "too_long", "unwritable" (NUL, or half of a surrogate
 * pair), "file_changed" (a file is not the one that was listed).
 */
export class FormatError extends WbsError {
    constructor(message: string, code = "format") {
        super(code, message);
    }
}

/** The signature does not fit: code "unproven". */
export class Unproven extends WbsError {
    constructor(message: string) {
        super("unproven", message);
    }
}

/** A source of that many random bytes. */
export type Random = (size: number) => Uint8Array;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Join pieces into a new array. */
export function concat(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
        whole.set(piece, at);
        at += piece.length;
    }
    return whole;
}

/** Tell whether both hold the same bytes; the time depends on the lengths alone. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
    let difference = a.length ^ b.length;
    for (let i = 0; i < Math.min(a.length, b.length); i++) difference |= a[i]! ^ b[i]!;
    return difference === 0;
}

/** Order by the first byte that differs, then by length; as Python orders bytes. */
export function compare(a: Uint8Array, b: Uint8Array): number {
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
        if (a[i] !== b[i]) return a[i]! - b[i]!;
    }
    return a.length - b.length;
}

/** Write lower-case hex. */
export function hex(data: Uint8Array): string {
    return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Read lower-case hex; FormatError for anything else. */
export function unhex(text: string): Uint8Array<ArrayBuffer> {
    if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new FormatError("not lower-case hex");
    return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Write padded base64. */
export function base64(data: Uint8Array): string {
    return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
}

/** Read padded base64 in its one spelling; FormatError for anything else. */
export function unbase64(text: string): Uint8Array<ArrayBuffer> {
    const refusal = new FormatError("not canonical base64");
    // What atob takes besides (blanks, no padding, spare bits) is written back otherwise.
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) throw refusal;
    const data = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    if (base64(data) !== text) throw refusal;
    return data;
}

/** Return the text; FormatError "unwritable" if it holds half of a surrogate pair, which has no UTF-8. */
export function wellFormed(text: string): string {
    if (/\p{Surrogate}/u.test(text)) throw new FormatError("half of a surrogate pair", "unwritable");
    return text;
}

/** Write UTF-8; FormatError as in `wellFormed`, where the platform would write a replacement. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
    return new TextEncoder().encode(wellFormed(text));
}

/** Read UTF-8, a byte order mark being a character like others; FormatError if it is none. */
export function unutf8(data: Uint8Array): string {
    try {
        return UTF8.decode(data);
    } catch {
        throw new FormatError("not UTF-8");
    }
}
