/**
 * Receipt codes: ten Indonesian words that hold 88 random bits, and the keys that follow from them.
 *
 * **Words to numbers.** `WORDS` holds 2,048 words, sorted; a word's number is its place, from 0. No two begin
 * with the same four letters.
 *
 * **Code.** Words w0 … w7 are the 88 bits, most significant first, 11 bits a word; w8 and w9 are check words
 * of a shortened Reed-Solomon code over GF(2^11), GF(2)[x] / (x^11 + x^2 + 1), a number's bit k being the
 * coefficient of x^k, a = x (the number 2). Ten numbers are a code if both syndromes are zero:
 *
 *     S0 = w0 + w1 + … + w9                S1 = w0 + a·w1 + a^2·w2 + … + a^9·w9
 *
 * With s0, s1 the sums over w0 … w7: w9 = (s1 + a^8·s0) / (a^8 + a^9), w8 = s0 + w9.
 *
 * How a text is read, what is corrected and what is refused, and why: `crypto/receipt.py`.
 *
 * **Keys.** K is Argon2id (RFC 9106) of the 11 packed bytes; the rest is HKDF-SHA256 of K without salt.
 */

import { argon2idAsync } from "@noble/hashes/argon2.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { concat, utf8, WbsError, type Random } from "./bytes.ts";
import { SigningKey } from "./minisign.ts";
import { WORDS } from "./words.ts";

export const LENGTH = 10;
export const PACKED_BYTES = 11;

const BITS = 11;
const CHECKS = 2;
const POLYNOMIAL = 0b1000_0000_0101;
const ORDER = 2 ** BITS - 1;

const NUMBER = new Map(WORDS.map((word, number) => [word, number]));
const PREFIX = new Map(WORDS.map((word) => [word.slice(0, 4), word]));

// a^0 … a^2046, and the logarithm of each number but 0.
const EXP = [1];
for (let power = 1; power < ORDER; power++) {
    const doubled = EXP[power - 1]! << 1;
    EXP.push(doubled >> BITS ? doubled ^ POLYNOMIAL : doubled);
}
const LOG = new Map(EXP.map((number, log) => [number, log]));

/** Not a receipt code, nor one word away from one: code "code_unreadable". */
export class ReceiptError extends WbsError {
    constructor(message: string, code = "code_unreadable") {
        super(code, message);
    }
}

/** The text holds `count` words, not ten: code "code_count". */
export class WrongLength extends ReceiptError {
    readonly count: number;

    constructor(count: number) {
        super(`a receipt code has ${LENGTH} words, this text has ${count}`, "code_count");
        this.count = count;
    }
}

/** More than one word is not in the list: (position from 0, as typed) of each. Code "code_unreadable". */
export class UnknownWords extends ReceiptError {
    readonly unknown: readonly (readonly [number, string])[];

    constructor(unknown: readonly (readonly [number, string])[]) {
        super(`${unknown.length} words are not in the list`);
        this.unknown = unknown;
    }
}

/**
 * The right words, in the wrong order (or, once in 2,048, several wrong ones): code "code_swapped".
 *
 * `swap` is the first of the two neighbouring positions that give a code when exchanged, if exactly one such
 * pair does. Nothing is exchanged silently: whoever holds the paper decides.
 */
export class WrongOrder extends ReceiptError {
    readonly swap: number | null;

    constructor(swap: number | null) {
        super("the words are not in the right order", "code_swapped");
        this.swap = swap;
    }
}

/** A valid code. Its words are the reporter's whole secret. */
export class Receipt {
    readonly words: readonly string[];

    /** ReceiptError unless these are ten words of the list that are a code. */
    constructor(words: readonly string[]) {
        const numbers = words.map((word) => NUMBER.get(word) ?? -1);
        if (numbers.length !== LENGTH || numbers.includes(-1)) {
            throw new ReceiptError(`a receipt code is ${LENGTH} words of the list`);
        }
        const [s0, s1] = syndromes(numbers);
        if (s0 || s1) throw new ReceiptError("the check words do not fit");
        this.words = [...words];
    }

    /** Make a new code from 11 random bytes. */
    static generate(random: Random): Receipt {
        return Receipt.fromPacked(random(PACKED_BYTES));
    }

    /** Return the code of these 11 bytes; ReceiptError for another length. */
    static fromPacked(packed: Uint8Array): Receipt {
        if (packed.length !== PACKED_BYTES) {
            throw new ReceiptError(`a packed receipt code has ${PACKED_BYTES} bytes`);
        }
        const numbers = numbersIn(packed, LENGTH - CHECKS);
        const [s0, s1] = syndromes(numbers);
        const w9 = divide(s1 ^ timesPower(s0, 8), EXP[8]! ^ EXP[9]!);
        return receiptOf([...numbers, s0 ^ w9, w9]);
    }

    /** The 88 bits of the first eight words, 11 bytes. */
    get packed(): Uint8Array {
        const packed = new Uint8Array(PACKED_BYTES);
        this.words.slice(0, LENGTH - CHECKS).forEach((word, place) => {
            const number = NUMBER.get(word)!;
            for (let bit = 0; bit < BITS; bit++) {
                const at = place * BITS + bit;
                packed[at >> 3]! |= ((number >> (BITS - 1 - bit)) & 1) << (7 - (at & 7));
            }
        });
        return packed;
    }

    /** Return the ten words, one space between. */
    toString(): string {
        return this.words.join(" ");
    }
}

/** The one word that was wrong: its position from 0, the text typed, and the word that belongs there. */
export interface Correction {
    readonly position: number;
    readonly typed: string;
    readonly word: string;
}

/** What a text says; a correction is to be confirmed before the receipt is used. */
export interface Reading {
    readonly receipt: Receipt;
    readonly correction: Correction | null;
}

/**
 * Everything a returning reporter needs, by the names of the protocol.
 *
 * Seeds of the age identity and the Ed25519 key, and `thread` (T): 32 secret bytes each. `case`: 32
 * bytes, `reportId`: 16 bytes.
 */
export interface ReporterKeys {
    readonly identitySeed: Uint8Array;
    readonly signSeed: Uint8Array;
    readonly thread: Uint8Array;
    readonly case: Uint8Array;
    readonly reportId: Uint8Array;
}

/**
 * Read a code as people type it, and correct one wrong word.
 *
 * ReceiptError otherwise: WrongLength, UnknownWords, WrongOrder, or neither ("code_unreadable").
 */
export function read(text: string): Reading {
    const typed = pieces(text);
    if (typed.length !== LENGTH) throw new WrongLength(typed.length);
    const words = typed.map((piece) => PREFIX.get(piece.slice(0, 4)));
    const unknown = typed.flatMap((piece, position) => (words[position] ? [] : [[position, piece] as const]));
    if (unknown.length > 1) throw new UnknownWords(unknown);
    const numbers = words.map((word) => (word ? NUMBER.get(word)! : 0));
    const [s0, s1] = syndromes(numbers);
    let position: number;
    if (unknown.length) {
        position = unknown[0]![0];
        if (s1 !== timesPower(s0, position)) throw new ReceiptError("at least two words are wrong");
    } else if (s0 === 0) {
        if (s1 === 0) return { receipt: receiptOf(numbers), correction: null };
        throw new WrongOrder(onlySwap(numbers, s1));
    } else {
        // Where S1 is 0 no power fits, and the default is beyond the last word.
        position = LOG.get(divide(s1, s0)) ?? LENGTH;
        if (position >= LENGTH) throw new ReceiptError("at least two words are wrong");
    }
    numbers[position]! ^= s0;
    const receipt = receiptOf(numbers);
    return { receipt, correction: { position, typed: typed[position]!, word: receipt.words[position]! } };
}

/**
 * Return K, 32 bytes: Argon2id of the packed code, salted with the instance (its 16 raw bytes).
 *
 * Takes 19 MiB, and from a second to half a minute; `progress` is told the part that is done, 0 to 1, and
 * other work goes on in between. RangeError if either argument has another length.
 */
export async function stretch(
    packed: Uint8Array,
    instance: Uint8Array,
    progress?: (part: number) => void,
): Promise<Uint8Array> {
    if (packed.length !== PACKED_BYTES) throw new RangeError(`a packed code has ${PACKED_BYTES} bytes`);
    if (instance.length !== 16) throw new RangeError("an instance has 16 bytes");
    const salt = sha256(concat(utf8("wbs/receipt/v1"), instance)).slice(0, 16);
    return argon2idAsync(packed, salt, {
        t: 2,
        m: 19456,
        p: 1,
        dkLen: 32,
        version: 0x13,
        asyncTick: 100,
        ...(progress && { onProgress: progress }),
    });
}

/** Return the keys that follow from K. */
export function derive(k: Uint8Array): ReporterKeys {
    const signSeed = labelled(k, "wbs/v1/sign");
    return {
        identitySeed: labelled(k, "wbs/v1/identity"),
        signSeed,
        thread: labelled(k, "wbs/v1/thread"),
        case: sha256(concat(utf8("wbs/v1/case"), new SigningKey(signSeed).public.raw)),
        reportId: labelled(k, "wbs/v1/report").slice(0, 16),
    };
}

/** Return a code's keys at one instance: stretch, then derive. */
export async function reporterKeys(
    packed: Uint8Array,
    instance: Uint8Array,
    progress?: (part: number) => void,
): Promise<ReporterKeys> {
    return derive(await stretch(packed, instance, progress));
}

/**
 * Return a fingerprint as words: the first 11 × count bits of the digest, most significant first.
 *
 * RangeError if the digest is shorter than that.
 */
export function spell(digest: Uint8Array, count = 12): string[] {
    return numbersIn(digest, count).map((number) => WORDS[number]!);
}

function labelled(k: Uint8Array, label: string): Uint8Array {
    return hkdf(sha256, k, undefined, utf8(label), 32);
}

function numbersIn(data: Uint8Array, count: number): number[] {
    if (data.length * 8 < count * BITS)
        throw new RangeError(`${data.length} bytes are too few for ${count} words`);
    const numbers: number[] = [];
    let held = 0;
    let bits = 0;
    for (const byte of data) {
        held = (held << 8) | byte;
        bits += 8;
        if (bits < BITS) continue;
        bits -= BITS;
        numbers.push(held >> bits);
        held &= (1 << bits) - 1;
        if (numbers.length === count) break;
    }
    return numbers;
}

/** Cut a text into words: NFKD without marks (Mn) and invisible characters (Cf), cut where no letter stands. */
function pieces(text: string): string[] {
    const kept = text.normalize("NFKD").replace(/[\p{Mn}\p{Cf}]/gu, "");
    return Array.from(kept.matchAll(/\p{L}+/gu), ([piece]) => piece.toLowerCase());
}

function receiptOf(numbers: readonly number[]): Receipt {
    return new Receipt(numbers.map((number) => WORDS[number]!));
}

/** Return number · a^power. */
function timesPower(number: number, power: number): number {
    return number ? EXP[(LOG.get(number)! + power) % ORDER]! : 0;
}

function divide(number: number, divisor: number): number {
    return timesPower(number, ORDER - LOG.get(divisor)!);
}

function syndromes(numbers: readonly number[]): [number, number] {
    let s0 = 0;
    let s1 = 0;
    numbers.forEach((number, position) => {
        s0 ^= number;
        s1 ^= timesPower(number, position);
    });
    return [s0, s1];
}

/** Return the one position whose exchange with the next makes S1 zero. */
function onlySwap(numbers: readonly number[], s1: number): number | null {
    const fits = numbers.slice(1).flatMap((next, position) => {
        const sum = numbers[position]! ^ next;
        return (timesPower(sum, position) ^ timesPower(sum, position + 1)) === s1 ? [position] : [];
    });
    return fits.length === 1 ? fits[0]! : null;
}
