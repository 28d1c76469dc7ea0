/**
 * age's payload (C2SP age, STREAM): chunks of 64 KiB under ChaCha20-Poly1305, numbered, the last one marked.
 *
 * A key seals one stream only; the file key and the nonce before the payload see to that.
 */

import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { breathe } from "./breathe.ts";
import { WbsError } from "./bytes.ts";

export const CHUNK = 65_536;
export const TAG = 16;
const NONCE = 12;

/** Chunks sealed side by side; a browser's own cipher has threads for them. */
const ABREAST = 16;

type Bytes = Uint8Array<ArrayBuffer>;

/** Seals one chunk: key-bound, 12 bytes of nonce, at most 64 KiB, into a buffer 16 bytes longer. */
export type Cipher = (nonce: Bytes, plain: Bytes, sealed: Bytes) => Promise<void> | void;

/** Makes a cipher for a 32-byte key. */
export type CipherMaker = (key: Bytes) => Promise<Cipher>;

/** The payload's size with `plain` bytes inside. */
export function streamSize(plain: number): number {
    return plain + TAG * Math.max(1, Math.ceil(plain / CHUNK));
}

/** ChaCha20-Poly1305 in JavaScript. */
export function inScript(key: Bytes): Promise<Cipher> {
    return Promise.resolve((nonce, plain, sealed) => {
        chacha20poly1305(key, nonce).encrypt(plain, sealed);
    });
}

/** ChaCha20-Poly1305 of the browser, where it has one; rejects with whatever the browser throws otherwise. */
export async function inBrowser(key: Bytes): Promise<Cipher> {
    // The name and the format are younger than the type declarations.
    const format = "raw-secret" as "raw";
    const held = await crypto.subtle.importKey(format, key, "ChaCha20-Poly1305", false, ["encrypt"]);
    return async (iv, plain, sealed) => {
        const algorithm = { name: "ChaCha20-Poly1305", iv, tagLength: 128 };
        sealed.set(new Uint8Array(await crypto.subtle.encrypt(algorithm, held, plain)));
    };
}

let chosen: Promise<CipherMaker> | undefined;

/** The browser's own cipher if it gives the same bytes as ours, otherwise ours; tried once. */
export function cipherMaker(): Promise<CipherMaker> {
    return (chosen ??= sameBytes().then((same) => (same ? inBrowser : inScript)));
}

async function sameBytes(): Promise<boolean> {
    const [key, nonce, plain] = [
        new Uint8Array(32).fill(1),
        new Uint8Array(NONCE).fill(2),
        new Uint8Array(100),
    ];
    const [ours, theirs] = [new Uint8Array(plain.length + TAG), new Uint8Array(plain.length + TAG)];
    try {
        await (
            await inScript(key)
        )(nonce, plain, ours);
        await (
            await inBrowser(key)
        )(nonce, plain, theirs);
    } catch {
        return false;
    }
    return ours.every((byte, at) => byte === theirs[at]);
}

/**
 * Seals a stream of known size; yields runs of sealed chunks, at most 1 MiB and 256 bytes each.
 *
 * What is yielded is overwritten with the next run. WbsError "size" if the pieces have another size: what was
 * yielded until then must be thrown away.
 */
export async function* sealStream(
    pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    size: number,
    key: Bytes,
    maker: CipherMaker,
): AsyncGenerator<Bytes> {
    const cipher = await maker(key);
    const plain = new Uint8Array(ABREAST * CHUNK);
    const sealed = new Uint8Array(ABREAST * (CHUNK + TAG));
    let chunk = 0;
    let held = 0;
    let left = size;

    const run = async (): Promise<Bytes> => {
        const count = Math.max(1, Math.ceil(held / CHUNK));
        const last = left === 0 ? count - 1 : count;
        const made: (Promise<void> | void)[] = [];
        for (let each = 0; each < count; each++) {
            const start = each * CHUNK;
            const end = Math.min(held, start + CHUNK);
            made.push(
                cipher(
                    chunkNonce(chunk++, each === last),
                    plain.subarray(start, end),
                    sealed.subarray(start + each * TAG, end + (each + 1) * TAG),
                ),
            );
        }
        await Promise.all(made);
        await breathe();
        const done = sealed.subarray(0, held + count * TAG);
        held = 0;
        return done;
    };

    for await (let piece of pieces) {
        if (piece.length > left) throw new WbsError("size");
        while (piece.length) {
            // Only when more follows: the last chunk must be known as such.
            if (held === plain.length) yield await run();
            const room = Math.min(piece.length, plain.length - held);
            plain.set(piece.subarray(0, room), held);
            held += room;
            left -= room;
            piece = piece.subarray(room);
        }
    }
    if (left) throw new WbsError("size");
    yield await run();
    plain.fill(0);
}

/** A chunk's nonce: eleven bytes count from 0, the twelfth marks the last. */
export function chunkNonce(chunk: number, last: boolean): Bytes {
    const nonce = new Uint8Array(NONCE);
    new DataView(nonce.buffer).setUint32(NONCE - 5, chunk);
    nonce[NONCE - 1] = last ? 1 : 0;
    return nonce;
}
