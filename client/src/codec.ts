/**
 * How one field of a letter stands in JSON and what it may be; a record is an object of such fields.
 *
 * Fields are named in camel case, their members in snake case. An optional field may be absent, and is null
 * then; null never stands for it. Every refusal is a FormatError that begins with the member's name.
 */

import { bech32 } from "@scure/base";

import { FormatError, hex, unhex, WbsError } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Value } from "./canonical.ts";
import { parseDay, parseHalfDay, type Day, type HalfDay } from "./halfday.ts";
import { PublicKey } from "./minisign.ts";

export const RECIPIENT_HRP = "age1pq";
const RECIPIENT_SIZE = 1216;

/** `read` checks a JSON value and returns the field's; `write` goes back and checks nothing. */
export interface Codec<T> {
    read(value: Value): T;
    write(value: T): Value;
    readonly optional?: true;
}

/** What a codec reads and writes. */
export type Of<C> = C extends Codec<infer T> ? T : never;

type Fields = { readonly [name: string]: Codec<any> };
type Constants = { readonly [name: string]: string | number };
type Members<F extends Fields> = { readonly [K in keyof F]: Of<F[K]> };

// What Python's str.strip takes away; that of JavaScript differs in six characters.
const BLANK = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;

/** Tell whether a text says nothing. */
export function blank(text: string): boolean {
    return BLANK.test(text);
}

/** Return a codec of strings that match a regular expression, written with ^ and $. */
export function pattern(expression: RegExp, means: string): Codec<string> {
    return strings((text) => {
        if (!expression.test(text)) throw new FormatError(`not ${means}`);
    });
}

/**
 * Return a codec of free text, at most `limit` bytes as JSON; blank only where `empty`.
 *
 * What a person typed stays as typed: no normalisation, and only NUL is refused.
 */
export function prose(limit: number, empty = false): Codec<string> {
    return strings((text) => {
        if (text.includes("\0")) throw new FormatError("holds a NUL", "unwritable");
        if (!empty && blank(text)) throw new FormatError("blank", "blank");
        if (canonical.dumps(text).length > limit)
            throw new FormatError(`longer than ${limit} bytes`, "too_long");
    });
}

/** Return a codec of one line of 1 to `limit` characters without controls. */
export function line(limit: number): Codec<string> {
    return strings((text) => {
        const length = [...text].length;
        if (length < 1 || length > limit || blank(text)) {
            throw new FormatError(`not a line of 1 to ${limit} characters`);
        }
        if (/\p{Cc}/u.test(text)) throw new FormatError("holds a control character");
    });
}

/** Return a codec of a closed list of strings. */
export function choice<const S extends string>(...options: S[]): Codec<S> {
    return strings((text) => {
        if (!options.some((option) => option === text))
            throw new FormatError(`not one of ${options.join(", ")}`);
    }) as Codec<S>;
}

/** Return a codec of integers in a closed range. */
export function integer(least: number, most: number): Codec<number> {
    return {
        read(value) {
            if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least || value > most) {
                throw new FormatError(`not an integer from ${least} to ${most}`);
            }
            return value;
        },
        write: same,
    };
}

/** Return a codec of exactly `length` bytes, at most 64, as lower-case hex. */
export function hexBytes(length: number): Codec<Uint8Array> {
    return {
        read(value) {
            if (typeof value !== "string" || value.length !== 2 * length) {
                throw new FormatError(`not ${length} bytes as lower-case hex`);
            }
            return unhex(value);
        },
        write: hex,
    };
}

/** Return a codec of an array of `least` to `most` different items. */
export function array<T>(item: Codec<T>, most: number, least = 0): Codec<readonly T[]> {
    return {
        read(value) {
            if (!Array.isArray(value) || value.length < least || value.length > most) {
                throw new FormatError(`not an array of ${least} to ${most}`);
            }
            const items = value.map((each: Value, i) => at(`[${i}]`, item, each));
            const spellings = new Set(items.map((each) => canonical.text(item.write(each))));
            if (spellings.size !== items.length) throw new FormatError("holds something twice");
            return items;
        },
        write: (value) => value.map((each) => item.write(each)),
    };
}

/** Return a field's codec that lets the member be absent, which reads as null. */
export function optional<T>(codec: Codec<T>): Codec<T | null> {
    return {
        read: (value) => codec.read(value),
        write(value) {
            if (value === null) throw new FormatError("absent");
            return codec.write(value);
        },
        optional: true,
    };
}

/** Return a codec of an object with these fields, beside constant members that keep their names. */
export function record<F extends Fields, const C extends Constants>(
    fields: F,
    constants: C,
): Codec<Members<F> & C> {
    const members = Object.entries(fields).map(([name, codec]) => ({ name, member: snake(name), codec }));
    const known = new Set([...Object.keys(constants), ...members.map(({ member }) => member)]);
    return {
        read(value) {
            if (!isObject(value)) throw new FormatError("not an object");
            for (const [name, constant] of Object.entries(constants)) {
                if (member(value, name) !== constant) throw new FormatError(`${name}: not ${constant}`);
            }
            for (const name of Object.keys(value)) {
                if (!known.has(name)) throw new FormatError("a member is unknown");
            }
            const read: Record<string, unknown> = { ...constants };
            for (const { name, member: key, codec } of members) {
                const found = member(value, key);
                if (found === undefined && !codec.optional) throw new FormatError(`${key}: missing`);
                read[name] = found === undefined ? null : at(key, codec, found);
            }
            return read as Members<F> & C;
        },
        write(value) {
            const written: Record<string, Value> = { ...constants };
            for (const { name, member: key, codec } of members) {
                const field: unknown = value[name];
                if (!codec.optional || field !== null) written[key] = codec.write(field);
            }
            return written;
        },
    };
}

/** Return a codec of one of several records, told apart by the constant member `tag`. */
export function tagged<T extends string, M extends { readonly [name: string]: Codec<any> }>(
    tag: T,
    codecs: M,
): Codec<Of<M[keyof M]>> {
    const codecOf = (name: unknown): Codec<any> => {
        const codec = typeof name === "string" && Object.hasOwn(codecs, name) ? codecs[name] : undefined;
        if (!codec) throw new FormatError(`${tag}: not one of ${Object.keys(codecs).join(", ")}`);
        return codec;
    };
    return {
        read: (value) => codecOf(isObject(value) ? member(value, tag) : undefined).read(value),
        write: (value) => codecOf(value[tag]).write(value),
    };
}

/** Return the bytes of a recipient: 1184 of ML-KEM, 32 of X25519; FormatError if the text is none. */
export function recipientBytes(text: string): Uint8Array {
    try {
        // Longer than BIP 173 has it: age sets no limit.
        const { prefix, words } = bech32.decode(text as `${string}1${string}`, false);
        const bytes = bech32.fromWords(words);
        if (prefix === RECIPIENT_HRP && bytes.length === RECIPIENT_SIZE && text === text.toLowerCase())
            return bytes;
    } catch {
        throw new FormatError("not a recipient");
    }
    throw new FormatError("not a recipient of the post-quantum kind");
}

export const DAY: Codec<Day> = strings(parseDay);
export const HALF_DAY: Codec<HalfDay> = strings(parseHalfDay);
export const RECIPIENT: Codec<string> = strings(recipientBytes);
/** A signing key in minisign's base64, its id the first 8 bytes of its SHA-256. */
export const SIGNING_KEY: Codec<string> = strings((text) => {
    let key: PublicKey;
    try {
        key = PublicKey.parse(text);
    } catch (error) {
        if (!(error instanceof WbsError)) throw error;
        throw new FormatError("not a signing key");
    }
    if (String(new PublicKey(key.raw)) !== text) throw new FormatError("a signing key with a foreign key id");
});
export const READER_ID = pattern(/^(?!reporter$)[a-z0-9-]{1,32}$/, "a reader's id");
export const CODE = pattern(/^[a-z0-9][a-z0-9_-]{0,31}$/, "a short code");
export const HASH = hexBytes(32);

function strings(check: (text: string) => unknown): Codec<string> {
    return {
        read(value) {
            if (typeof value !== "string") throw new FormatError("not a string");
            check(value);
            return value;
        },
        write: same,
    };
}

function same<T>(value: T): T {
    return value;
}

function isObject(value: Value): value is { readonly [key: string]: Value } {
    return typeof value === "object" && !Array.isArray(value);
}

function member(value: { readonly [key: string]: Value }, name: string): Value | undefined {
    return Object.hasOwn(value, name) ? value[name] : undefined;
}

function snake(name: string): string {
    return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function at<T>(name: string, codec: Codec<T>, value: Value): T {
    try {
        return codec.read(value);
    } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        throw new FormatError(`${name}: ${error.message}`, error.code);
    }
}
