import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import "./setup.ts";
import { FormatError } from "../src/bytes.ts";
import { HashedFile } from "../src/source.ts";

const BLOCK = 1 << 20;
const CONTENT = new Uint8Array(2 * BLOCK + 5).map((_, at) => at * 31 + (at >> 8));

/** A file that becomes another one, or cannot be read any more, when the test says so. */
class Changing {
    content = CONTENT;
    gone = false;

    get size(): number {
        return CONTENT.length;
    }

    slice(start: number, end: number): Blob {
        if (this.gone)
            return { arrayBuffer: () => Promise.reject(new Error("NotReadableError")) } as unknown as Blob;
        return new Blob([this.content.slice(start, end)]);
    }

    get blob(): Blob {
        return this as unknown as Blob;
    }
}

async function content(file: HashedFile): Promise<Buffer> {
    const blocks: Uint8Array[] = [];
    for (let start = 0; start < file.size; start += BLOCK)
        blocks.push(
            new Uint8Array(await file.slice(start, Math.min(start + BLOCK, file.size)).arrayBuffer()),
        );
    return Buffer.concat(blocks);
}

for (const size of [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, CONTENT.length]) {
    test(`both ways of hashing give the hash of ${size} bytes, and reading again gives the bytes`, async () => {
        const data = CONTENT.slice(0, size);
        const hash = createHash("sha256").update(data).digest();
        for (const whole of [undefined, 0]) {
            let told = 0;
            const file = await HashedFile.read(new Blob([data]), (bytes) => (told += bytes), whole);
            assert.ok(hash.equals(file.sha256));
            assert.equal(told, size);
            assert.ok((await content(file)).equals(data));
        }
    });
}

test("a file that is another one, shorter or gone when it is read again is refused", async () => {
    const changed = CONTENT.slice();
    changed[BLOCK + 7]! ^= 1;
    for (const wrong of [changed, CONTENT.slice(0, -1), CONTENT.slice(0, BLOCK), null]) {
        const file = new Changing();
        const hashed = await HashedFile.read(file.blob);
        if (wrong) file.content = wrong;
        else file.gone = true;
        await assert.rejects(content(hashed), isChanged);
    }
});

test("a file that cannot be read at all is refused", async () => {
    const file = new Changing();
    file.gone = true;
    await assert.rejects(HashedFile.read(file.blob), isChanged);
});

test("only whole blocks are read again", async () => {
    const file = await HashedFile.read(new Blob([CONTENT]));
    for (const [start, end] of [
        [0, 5],
        [1, BLOCK],
        [0, 2 * BLOCK],
    ] as const)
        await assert.rejects(file.slice(start, end).arrayBuffer(), RangeError);
});

function isChanged(error: unknown): boolean {
    return error instanceof FormatError && error.code === "file_changed";
}
