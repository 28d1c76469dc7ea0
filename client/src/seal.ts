/**
 * Letters into age files and replies out of them; the twin of `wbs/sealing.py`.
 *
 * Stanzas and headers are those of npm `age-encryption`, the payload is sealed by `stream.ts`, so that a letter of
 * any size passes through a few MiB of memory.
 */

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { base64nopad, bech32 } from "@scure/base";
// By its parts: the whole brings kinds of recipients that letters must not have, at a third of the client's size.
import { encodeHeader, encodeHeaderNoMAC, Stanza } from "age-encryption/format.js";
import { HybridIdentity, HybridRecipient, identityToRecipient } from "age-encryption/recipients.js";
import { SLOT } from "./board.ts";
import { breathe } from "./breathe.ts";
import { compare, equal, type Random, utf8, WbsError } from "./bytes.ts";
import { recipientBytes } from "./codec.ts";
import { CHUNK, chunkNonce, type CipherMaker, cipherMaker, sealStream, streamSize, TAG } from "./stream.ts";
import { REPLY_SIZE } from "./tarball.ts";

export const STANZAS = 8;
/** Bytes in which a sealed letter is handed out and sent. */
export const PART = 4 * 1024 * 1024;

const SEED = 32;
const FILE_KEY = 16;
const NONCE = 16;
// Nothing but stanzas of our own kind, in the lengths of that kind: 1,120 and 32 bytes.
const HEADER =
    /^age-encryption\.org\/v1\n((?:-> mlkem768x25519 [A-Za-z0-9+/]{1494}\n[A-Za-z0-9+/]{43}\n){1,8})--- ([A-Za-z0-9+/]{43})\n/;

/** The size of the age file with `plain` bytes inside. */
export function sealedSize(plain: number, stanzas: number = STANZAS): number {
    const frame = "age-encryption.org/v1\n--- \n".length + 43;
    const stanza = "-> mlkem768x25519 \n\n".length + 1494 + 43;
    return frame + stanzas * stanza + NONCE + streamSize(plain);
}

/** What opens a reporter's replies: the identity as age writes it, and the recipient as text and as 1,216 bytes. */
export interface ReporterIdentity {
    identity: string;
    recipient: string;
    raw: Uint8Array;
}

/** The identity of a 32-byte seed. */
export async function reporterIdentity(seed: Uint8Array): Promise<ReporterIdentity> {
    if (seed.length !== SEED) throw new WbsError("seed");
    const identity = bech32.encodeFromBytes("AGE-SECRET-KEY-PQ-", seed).toUpperCase();
    const recipient = await identityToRecipient(identity);
    return { identity, recipient, raw: recipientBytes(recipient) };
}

/** A file key and its eight stanzas; whoever takes it overwrites the key. */
export interface Wrapped {
    fileKey: Uint8Array;
    stanzas: Stanza[];
}

/**
 * File keys and their stanzas, as far as they can be made before a letter is written: they take longer than all the
 * rest of it.
 *
 * Each goes into one letter only, and a stanza to somebody who is not to read that letter goes into none. Whoever
 * can read this memory before a letter is sent can open that letter: see docs/adr/0030. What a stanza to a key that
 * was thrown away wraps is chance as well; nobody can tell it from a file key.
 */
export class Ahead {
    readonly #random: Random;
    readonly #fillers: Stanza[] = [];
    #fileKey: Uint8Array;
    #made = new Map<string, Stanza>();

    constructor(random: Random) {
        this.#random = random;
        this.#fileKey = random(FILE_KEY);
    }

    /**
     * Makes what the next letter can need, should these be its readers; gives way to messages before each stanza.
     *
     * WbsError "recipients" if one of them is no recipient.
     */
    async prepare(recipients: readonly string[]): Promise<void> {
        for (const each of recipients) {
            await breathe();
            this.#stanzaFor(each);
        }
        while (this.#fillers.length < STANZAS - 1) {
            await breathe();
            this.#fillers.push(await this.#filler());
        }
    }

    /** For 1 to 8 different recipients, and never again; WbsError "recipients", and nothing is taken. */
    async take(recipients: readonly string[]): Promise<Wrapped> {
        if (
            !recipients.length ||
            recipients.length > STANZAS ||
            new Set(recipients).size !== recipients.length
        )
            throw new WbsError("recipients");
        const stanzas = recipients.map((each) => this.#stanzaFor(each));
        const fileKey = this.#fileKey;
        this.#renew();
        stanzas.push(...this.#fillers.splice(0, STANZAS - stanzas.length));
        try {
            while (stanzas.length < STANZAS) stanzas.push(await this.#filler());
        } catch (error) {
            fileKey.fill(0);
            throw error;
        }
        return { fileKey, stanzas };
    }

    /** Overwrites the file key that no letter has had yet. */
    forget(): void {
        this.#fileKey.fill(0);
        this.#renew();
    }

    #renew(): void {
        this.#fileKey = this.#random(FILE_KEY);
        this.#made = new Map();
    }

    #stanzaFor(recipient: string): Stanza {
        let stanza = this.#made.get(recipient);
        if (!stanza) this.#made.set(recipient, (stanza = wrap(recipient, this.#fileKey)));
        return stanza;
    }

    async #filler(): Promise<Stanza> {
        const { recipient } = await reporterIdentity(this.#random(SEED));
        return wrap(recipient, this.#random(FILE_KEY));
    }
}

/**
 * Seals `size` bytes to 1 to 8 different readers; yields the age file in parts of 4 MiB, the last one shorter.
 *
 * It has 8 stanzas in random order, those that are not readers' go to keys that are thrown away. What was made
 * `ahead` is not made again. The parts are the caller's. WbsError "recipients" before the first part; "size", or
 * whatever the pieces throw, in the middle, and then all parts must be thrown away.
 */
export async function* seal(
    pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    size: number,
    recipients: readonly string[],
    random: Random,
    ahead: Ahead = new Ahead(random),
    maker?: CipherMaker,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const { fileKey, stanzas } = await ahead.take(recipients);
    let header: Uint8Array, nonce: Uint8Array, key: Uint8Array<ArrayBuffer>;
    try {
        header = headerOf(shuffled(stanzas, random), fileKey);
        nonce = random(NONCE);
        key = payloadKey(fileKey, nonce);
    } finally {
        fileKey.fill(0);
    }
    let left = header.length + NONCE + streamSize(size);
    let part = new Uint8Array(Math.min(PART, left));
    part.set(header);
    part.set(nonce, header.length);
    let held = header.length + NONCE;
    try {
        for await (let run of sealStream(pieces, size, key, maker ?? (await cipherMaker()))) {
            while (run.length) {
                const room = Math.min(run.length, part.length - held);
                part.set(run.subarray(0, room), held);
                held += room;
                run = run.subarray(room);
                if (held === part.length && (left -= held) > 0) {
                    yield part;
                    part = new Uint8Array(Math.min(PART, left));
                    held = 0;
                }
            }
        }
    } finally {
        key.fill(0);
    }
    yield part;
}

/** Opens a slot of the board: the tar inside. WbsError "not_for_me", or "damaged" for what is no sealed reply. */
export function openReply(sealed: Uint8Array, identity: string): Uint8Array {
    if (sealed.length !== SLOT) throw new WbsError("damaged");
    const tar = open(sealed, identity);
    // More than one stanza would leave less.
    if (tar.length !== REPLY_SIZE) throw new WbsError("damaged");
    return tar;
}

/**
 * Opens an age file of at most one chunk, 64 KiB, and of letters' own stanzas. WbsError "not_for_me" or "damaged".
 */
export function open(sealed: Uint8Array, identity: string): Uint8Array {
    try {
        const { stanzas, mac, size } = parse(sealed.subarray(0, sealedSize(0)));
        const fileKey = new HybridIdentity(identity).unwrapFileKey(stanzas);
        if (!fileKey) throw new WbsError("not_for_me");
        if (!equal(mac, macOf(fileKey, stanzas))) throw new WbsError("damaged");
        const payload = sealed.subarray(size + NONCE);
        if (payload.length > CHUNK + TAG) throw new WbsError("damaged");
        const key = payloadKey(fileKey, sealed.subarray(size, size + NONCE));
        return chacha20poly1305(key, chunkNonce(0, true)).decrypt(payload);
    } catch (error) {
        throw error instanceof WbsError ? error : new WbsError("damaged");
    }
}

/** Reads a header, which must be the very one that its stanzas make. */
function parse(start: Uint8Array): { stanzas: Stanza[]; mac: Uint8Array; size: number } {
    const match = HEADER.exec(Array.from(start, (byte) => String.fromCharCode(byte)).join(""));
    if (!match) throw new WbsError("damaged");
    const [{ length: size }, lines, mac] = match as unknown as [string, string, string];
    const stanzas = lines
        .split("-> ")
        .slice(1)
        .map((each) => {
            const [args, body] = each.split("\n") as [string, string];
            return new Stanza(args.split(" "), base64nopad.decode(body));
        });
    const read = { stanzas, mac: base64nopad.decode(mac), size };
    if (!equal(encodeHeader(stanzas, read.mac), start.subarray(0, size))) throw new WbsError("damaged");
    return read;
}

function wrap(recipient: string, fileKey: Uint8Array): Stanza {
    try {
        return new HybridRecipient(recipient).wrapFileKey(fileKey)[0]!;
    } catch {
        throw new WbsError("recipients");
    }
}

function headerOf(stanzas: Stanza[], fileKey: Uint8Array): Uint8Array {
    return encodeHeader(stanzas, macOf(fileKey, stanzas));
}

function macOf(fileKey: Uint8Array, stanzas: Stanza[]): Uint8Array {
    return hmac(sha256, hkdf(sha256, fileKey, undefined, utf8("header"), 32), encodeHeaderNoMAC(stanzas));
}

function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array<ArrayBuffer> {
    return new Uint8Array(hkdf(sha256, fileKey, nonce, utf8("payload"), 32));
}

/** The same in an order that only `random` knows, each order as likely as any other. */
function shuffled<Each>(all: readonly Each[], random: Random): Each[] {
    const keyed = all.map((each) => ({ each, key: random(16) }));
    return keyed.sort((one, other) => compare(one.key, other.key)).map(({ each }) => each);
}
