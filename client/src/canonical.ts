/**
 * Canonical JSON: the subset of RFC 8785 that every signed file uses.
 *
 * Strings, integers with an absolute value below 2^53, arrays, objects; no true, false, null or fraction.
 * UTF-8 without a final newline, no spaces, keys sorted by UTF-16 code units. One value has one spelling, so
 * equal bytes and equal values are the same thing.
 */

import { equal, FormatError, unutf8, utf8, wellFormed } from "./bytes.ts";

export type Value = string | number | readonly Value[] | { readonly [key: string]: Value };

/** Bytes read without a limit of the caller's own. */
export const LIMIT = 1 << 20;
export const DEPTH = 16;

/** Write the one spelling of a value; FormatError if it is outside the subset. */
export function dumps(value: Value): Uint8Array<ArrayBuffer> {
    return utf8(text(value));
}

/** Write a value as `dumps` does, before it is UTF-8. */
export function text(value: Value): string {
    return spelled(value, DEPTH);
}

/** Read a value; FormatError unless it serialises to the same bytes again. */
export function loads(data: Uint8Array, limit = LIMIT): Value {
    if (data.length > limit) throw new FormatError(`the JSON has more than ${limit} bytes`, "too_long");
    const json = unutf8(data);
    let value: Value;
    try {
        value = JSON.parse(json) as Value;
    } catch {
        throw new FormatError("not JSON");
    }
    // Whatever JSON.parse rounds, merges or takes besides (null, 1.0, -0, keys twice) is not written back.
    if (!equal(dumps(value), data)) throw new FormatError("the JSON is not canonical");
    return value;
}

function spelled(value: unknown, depth: number): string {
    if (typeof value === "string") return JSON.stringify(wellFormed(value));
    if (typeof value === "number") {
        if (!Number.isSafeInteger(value)) throw new FormatError("not an integer of 53 bits");
        return String(value);
    }
    if (typeof value !== "object" || value === null)
        throw new FormatError("canonical JSON has no such value");
    if (depth === 0) throw new FormatError(`values nest deeper than ${DEPTH}`);
    if (Array.isArray(value)) return `[${value.map((item) => spelled(item, depth - 1)).join(",")}]`;
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, item]) => `${spelled(key, 0)}:${spelled(item, depth - 1)}`).join(",")}}`;
}
