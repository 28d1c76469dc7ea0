/**
 * The one header block that a regular member of our archives can have (POSIX.1-1988 ustar).
 *
 * Mode 0644, owner 0 without a name, mtime 0: an archive says nothing but names, sizes and contents, and the
 * same contents give the same bytes. `tar --format=ustar` of GNU makes the same headers.
 */

import { equal, FormatError, utf8 } from "./bytes.ts";

export const BLOCK = 512;
/** Two blocks of zeros end an archive. */
export const END = 2 * BLOCK;

/** Return the block of 512 bytes for an ASCII name of at most 100 characters and a size below 8^11. */
export function header(name: string, size: number): Uint8Array<ArrayBuffer> {
    const block = new Uint8Array(BLOCK);
    const put = (at: number, field: string): void => block.set(utf8(field), at);
    put(0, name);
    put(100, "0000644\x000000000\x000000000\0");
    put(124, `${octal(size, 11)}\x0000000000000\0`);
    // The checksum is computed with blanks in its own place.
    put(148, "        0");
    put(257, "ustar\x0000");
    put(329, "0000000\x000000000\0");
    const sum = block.reduce((total, byte) => total + byte, 0);
    put(148, `${octal(sum, 6)}\0 `);
    return block;
}

/** Return the size in a block that must be the header of `name`; FormatError if it is another one. */
export function sizeIn(block: Uint8Array, name: string): number {
    const digits = String.fromCharCode(...block.subarray(124, 135));
    const size = /^[0-7]{11}$/.test(digits) ? parseInt(digits, 8) : 0;
    if (!equal(block, header(name, size))) throw new FormatError(`${name}: not its header`);
    return size;
}

/** Return the bytes that a content of this size takes, filled up to whole blocks. */
export function rounded(size: number): number {
    return Math.ceil(size / BLOCK) * BLOCK;
}

function octal(number: number, digits: number): string {
    return number.toString(8).padStart(digits, "0");
}
