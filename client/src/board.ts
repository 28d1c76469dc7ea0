/**
 * The reply board: one public file with every reply in it, which says of none whose it is.
 *
 *     wbs/v1 board <instance as 32 hex digits> 0 <N>\n
 *     N × (r[16] ‖ tag[16])      sorted by r, each r once
 *     N × sealed[8192]           in the same order
 *
 * r is random; tag is HMAC-SHA256(T, "wbs/v1/reply" ‖ r)[:16] under the thread key T of the reporter whose reply
 * the slot holds. A reader of the board takes the whole file and tests every entry, so that where it looks tells
 * nothing. The twin of wbs/letters/board.py, which also writes boards.
 */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { compare, FormatError, hex, utf8 } from "./bytes.ts";

export const SLOT = 8192;

const R = 16;
const TAG = 16;
const ENTRY = R + TAG;
const HEADER = /^wbs\/v1 board ([0-9a-f]{32}) 0 (0|[1-9][0-9]{0,6})\n/;
const HEADER_LIMIT = 64;

/** Read a board of this instance, checked as a whole; FormatError for anything else. */
export function read(data: Uint8Array, instance: Uint8Array): Board {
    const header = HEADER.exec(String.fromCharCode(...data.subarray(0, HEADER_LIMIT)));
    if (!header) throw new FormatError("not a reply board");
    const [{ length: start }, named, count] = header as unknown as [string, string, string];
    if (named !== hex(instance)) throw new FormatError("the reply board of another portal");
    const index = start + Number(count) * ENTRY;
    if (data.length !== index + Number(count) * SLOT) {
        throw new FormatError("the reply board does not have the size that its first line says");
    }
    for (let at = start + ENTRY; at < index; at += ENTRY) {
        if (compare(data.subarray(at - ENTRY, at - TAG), data.subarray(at, at + R)) >= 0) {
            throw new FormatError("the slots are not sorted by r, each r once");
        }
    }
    return new Board(data, start, Number(count));
}

/** A board as read: `length` slots, found by the thread key or by position. */
export class Board {
    readonly #data: Uint8Array;
    readonly #start: number;

    /** Hold the data, whose index begins at `start`; made by `read`. */
    constructor(
        data: Uint8Array,
        start: number,
        readonly length: number,
    ) {
        this.#data = data;
        this.#start = start;
    }

    /** Return the sealed reply at a position from 0; RangeError outside the board. */
    slot(position: number): Uint8Array {
        if (!(position >= 0 && position < this.length))
            throw new RangeError("the reply board has no such slot");
        const at = this.#start + this.length * ENTRY + position * SLOT;
        return this.#data.subarray(at, at + SLOT);
    }

    /**
     * Return the positions that belong to the thread key.
     *
     * Every entry is tested, each without a branch on what is compared, so the work depends on the board alone.
     */
    matches(thread: Uint8Array): number[] {
        // The key is hashed in once; each entry goes on from a copy of that state, always in the same place.
        const keyed = hmac.create(sha256, thread).update(utf8("wbs/v1/reply"));
        const state = keyed.clone();
        const tag = new Uint8Array(sha256.outputLen);
        const differences = new Uint8Array(this.length);
        for (let position = 0; position < this.length; position++) {
            const entry = this.#data.subarray(this.#start + position * ENTRY).subarray(0, ENTRY);
            keyed._cloneInto(state).update(entry.subarray(0, R)).digestInto(tag);
            let difference = 0;
            for (let at = 0; at < TAG; at++) difference |= tag[at]! ^ entry[R + at]!;
            differences[position] = difference;
        }
        keyed.destroy();
        return [...differences.keys()].filter((position) => differences[position] === 0);
    }
}
