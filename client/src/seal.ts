/**
 * Letters into age files and replies out of them; the twin of `wbs/sealing.py`.
 *
 * The header and its file key are those of npm `age-encryption`, the payload is sealed by `stream.ts`, so that
 * a letter of any size passes through a few MiB of memory.
 */

import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bech32 } from "@scure/base";
import { compare, utf8, WbsError } from "./bytes.ts";
import { type CipherMaker, TAG, cipherMaker, sealStream, streamSize } from "./stream.ts";

/** So many bytes that nobody can foretell. */
export type Random = (n: number) => Uint8Array<ArrayBuffer>;

export const STANZAS = 8;
/** Bytes of a slot of the board. */
export const SLOT = 8192;
/** Bytes in which a sealed letter is handed out and sent. */
export const PART = 4 * 1024 * 1024;

const SEED = 32;
const NONCE = 16;
const TEXT_SIZE = 65_536;
// Nothing but the one stanza of our own kind, in the lengths of that kind: 1,120 and 32 bytes.
const REPLY_HEADER =
    /^age-encryption\.org\/v1\n-> mlkem768x25519 [A-Za-z0-9+/]{1494}\n[A-Za-z0-9+/]{43}\n--- [A-Za-z0-9+/]{43}\n$/;
const REPLY_HEADER_SIZE = sealedSize(0, 1) - NONCE - TAG;

/** The size of the age file with `plain` bytes inside. */
export function sealedSize(plain: number, stanzas: number = STANZAS): number {
    const frame = "age-encryption.org/v1\n--- \n".length + 43;
    const stanza = "-> mlkem768x25519 \n\n".length + 1494 + 43;
    return frame + stanzas * stanza + NONCE + streamSize(plain);
}

/** Every letter without files has this size. */
export const TEXT_SEALED = sealedSize(TEXT_SIZE);

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
    return {
        identity,
        recipient,
        raw: bech32.fromWords(bech32.decode(recipient as `a1${string}`, false).words),
    };
}

/**
 * Seals `size` bytes to 1 to 8 different readers; yields the age file in parts of 4 MiB, the last one shorter.
 *
 * It has 8 stanzas in random order, those that are not readers' go to keys that are thrown away. The parts are
 * the caller's. WbsError "recipients" before the first part; "size", or whatever the pieces throw, in the middle,
 * and then all parts must be thrown away.
 */
export async function* seal(
    pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    size: number,
    recipients: readonly string[],
    random: Random,
    maker?: CipherMaker,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    const { header, fileKey } = await wrap(await filled(recipients, random));
    const nonce = random(NONCE);
    const key = new Uint8Array(hkdf(sha256, fileKey, nonce, utf8("payload"), 32));
    fileKey.fill(0);
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

/**
 * Opens a slot of the board: the tar inside. WbsError "not_for_me", or "damaged" for what is no sealed reply.
 */
export async function openReply(sealed: Uint8Array, identity: string): Promise<Uint8Array> {
    const header = String.fromCharCode(...sealed.subarray(0, REPLY_HEADER_SIZE));
    if (sealed.length !== SLOT || !REPLY_HEADER.test(header)) throw new WbsError("damaged");
    return open(sealed, identity);
}

/** Opens a whole age file in memory: what is inside. WbsError "not_for_me" or "damaged". */
export async function open(sealed: Uint8Array, identity: string): Promise<Uint8Array> {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    try {
        return await decrypter.decrypt(sealed);
    } catch (error) {
        const stranger = error instanceof Error && error.message.startsWith("no identity matched");
        throw new WbsError(stranger ? "not_for_me" : "damaged");
    }
}

/** A header for these recipients with the key of a file that nobody has yet sealed. */
async function wrap(recipients: readonly string[]): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
    let fileKey: Uint8Array | undefined;
    try {
        const encrypter = new Encrypter();
        for (const each of recipients) encrypter.addRecipient(each);
        // A recipient without a stanza, which keeps the file key: the payload is ours to seal.
        encrypter.addRecipient({
            wrapFileKey(key) {
                fileKey = key.slice();
                return [];
            },
        });
        const empty = await encrypter.encrypt(new Uint8Array(0));
        if (!fileKey) throw new WbsError("recipients");
        return { header: empty.subarray(0, empty.length - NONCE - TAG), fileKey };
    } catch {
        throw new WbsError("recipients");
    }
}

/** Eight recipients in random order; whose are throwaway shows nowhere. */
async function filled(recipients: readonly string[], random: Random): Promise<string[]> {
    const known = new Set(recipients);
    if (!recipients.length || recipients.length > STANZAS || known.size !== recipients.length)
        throw new WbsError("recipients");
    // age would also take its other kinds.
    if (!recipients.every((each) => each.startsWith("age1pq1"))) throw new WbsError("recipients");
    const all = [...recipients];
    while (all.length < STANZAS) all.push((await reporterIdentity(random(SEED))).recipient);
    return shuffled(all, random);
}

/** The same in an order that only `random` knows, each order as likely as any other. */
function shuffled<Each>(all: readonly Each[], random: Random): Each[] {
    const keyed = all.map((each) => ({ each, key: random(16) }));
    return keyed.sort((one, other) => compare(one.key, other.key)).map(({ each }) => each);
}
