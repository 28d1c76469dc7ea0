/**
 * A file that is read twice, once for its hash and once into the letter, and must be the same both times.
 *
 * The browser hashes natively but only what is held whole; so blocks are remembered by their own hashes, which
 * cost next to nothing to check, and only files too large to be held are hashed in JavaScript.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { equal, FormatError } from "./bytes.ts";
import type { Source } from "./tarball.ts";

/** Bytes that are read, and checked, at once: what `tarball.pack` asks for. */
const BLOCK = 1 << 20;

/** Files up to this size are hashed by the browser. */
const WHOLE = 64 << 20;

/** A file whose hash is known; reading it again gives the same bytes or fails. */
export class HashedFile implements Source {
    readonly size: number;

    private constructor(
        private readonly file: Blob,
        private readonly blocks: readonly Uint8Array[],
        readonly sha256: Uint8Array,
    ) {
        this.size = file.size;
    }

    /** Reads a file once; `progress` is told of bytes. FormatError "file_changed" if it cannot be read. */
    static async read(
        file: Blob,
        progress: (bytes: number) => void = () => undefined,
        whole: number = WHOLE,
    ): Promise<HashedFile> {
        const blocks: Uint8Array[] = [];
        const held = file.size <= whole ? new Uint8Array(file.size) : null;
        const hash = sha256.create();
        for (let start = 0; start < file.size; start += BLOCK) {
            const block = await read(file, start, Math.min(start + BLOCK, file.size));
            blocks.push(await digest(block));
            if (held) held.set(block, start);
            else hash.update(block);
            progress(block.length);
        }
        return new HashedFile(file, blocks, held ? await digest(held) : hash.digest());
    }

    /** The bytes of one block, as `tarball.pack` asks for them. */
    slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> } {
        return { arrayBuffer: () => this.#block(start, end) };
    }

    async #block(start: number, end: number): Promise<ArrayBuffer> {
        if (start % BLOCK || end !== Math.min(start + BLOCK, this.size))
            throw new RangeError("not one block");
        const block = await read(this.file, start, end);
        if (!equal(await digest(block), this.blocks[start / BLOCK]!)) throw changed();
        return block.buffer;
    }
}

async function read(file: Blob, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    let block: Uint8Array<ArrayBuffer>;
    try {
        block = new Uint8Array(await file.slice(start, end).arrayBuffer());
    } catch {
        throw changed();
    }
    if (block.length !== end - start) throw changed();
    return block;
}

async function digest(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

function changed(): FormatError {
    return new FormatError("a file cannot be read, or is not what it was", "file_changed");
}
