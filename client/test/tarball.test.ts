import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import "./setup.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, FormatError, unhex, utf8 } from "../src/bytes.ts";
import { peekUnverified, signLetter, type Message } from "../src/letter.ts";
import { SigningKey } from "../src/minisign.ts";
import type { Signed } from "../src/signed.ts";
import { pack, REPLY_SIZE, TEXT_SIZE, unpack, type Attached, type Source } from "../src/tarball.ts";
import { header, sizeIn } from "../src/ustar.ts";
import { filesOf, vectors, type LettersVectors, type LetterVector } from "./vectors.ts";

const VECTORS = vectors<LettersVectors>("letters");
const LETTERS = VECTORS.letters.filter(({ kind }) => kind !== "note");
const KEY = new SigningKey(unhex(VECTORS.keys.reporter!.seed));

function named(name: string): LetterVector {
    return LETTERS.find((letter) => letter.name === name)!;
}

function signedOf(vector: LetterVector): Signed {
    return { json: utf8(vector.json), signature: vector.signature };
}

function attachedTo(vector: LetterVector): Attached[] {
    const letter = peekUnverified(signedOf(vector));
    const files = filesOf(vector);
    return letter.kind === "message"
        ? letter.attachments.map((attachment, i) => ({ attachment, source: files[i]! }))
        : [];
}

async function whole(packed: ReturnType<typeof pack>): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of packed.pieces) pieces.push(piece);
    assert.ok(pieces.every(({ length }) => length <= 1 << 20));
    const tar = concat(...pieces);
    assert.equal(tar.length, packed.size);
    return tar;
}

function tarOf(vector: LetterVector): Promise<Uint8Array> {
    return whole(pack(signedOf(vector), attachedTo(vector)));
}

async function fails(packed: ReturnType<typeof pack>, code: string): Promise<void> {
    await assert.rejects(whole(packed), (error) => error instanceof FormatError && error.code === code);
}

describe("archives", () => {
    // Notes are between readers: the client neither packs nor opens them.
    for (const vector of LETTERS) {
        it(`are the same to the byte: ${vector.name}`, async () => {
            const tar = await tarOf(vector);
            assert.equal(tar.length, vector.tar_size);
            assert.equal(createHash("sha256").update(tar).digest("hex"), vector.tar_sha256);
            assert.deepEqual(unpack(tar), signedOf(vector));
        });
    }
    for (const vector of VECTORS.refused_tars) {
        it(`are refused: ${vector.name}`, async () => {
            const tar = await tarOf(named(vector.of));
            const wrong = concat(tar.subarray(0, vector.cut), new Uint8Array(vector.zeros ?? 0));
            for (const [at, field] of vector.patch ?? []) wrong.set(unhex(field), at);
            assert.notDeepEqual(wrong, tar);
            assert.throws(() => unpack(wrong), FormatError);
        });
    }
    it("hold a reply and nothing else, whatever byte is changed or cut", async () => {
        const vector = named("reply");
        const signed = signedOf(vector);
        const tar = await tarOf(vector);
        for (let at = 0; at < tar.length; at++) {
            const wrong = tar.slice();
            wrong[at]! ^= 1 << at % 8;
            let read: Signed;
            try {
                read = unpack(wrong);
            } catch (error) {
                assert.ok(error instanceof FormatError);
                continue;
            }
            // What still reads differs where the signature looks.
            assert.notDeepEqual(read, signed);
        }
        for (let size = 0; size < tar.length; size += 7) {
            assert.throws(() => unpack(tar.subarray(0, size)), FormatError);
        }
        assert.equal(tar.length, REPLY_SIZE);
    });
});

describe("attachments", () => {
    const message = peekUnverified(signedOf(named("message 2"))) as Message;
    const sized = (size: number, byte = 1): Blob => new Blob([new Uint8Array(size).fill(byte)]);

    async function letterOf(...files: Blob[]): Promise<{ signed: Signed; attached: Attached[] }> {
        const attached = await Promise.all(
            files.map(async (source, i) => ({
                source,
                attachment: {
                    path: `attachments/${String(i + 1).padStart(2, "0")}.bin`,
                    name: `${i}`,
                    type: "application/octet-stream",
                    size: source.size,
                    sha256: sha256(new Uint8Array(await source.arrayBuffer())),
                    removed: [],
                },
            })),
        );
        return {
            signed: signLetter({ ...message, attachments: attached.map((each) => each.attachment) }, KEY),
            attached,
        };
    }

    it("come in every size, and fill up to a power of two", async () => {
        for (const size of [0, 1, 511, 512, 513, 61_000, 65_536, (1 << 20) - 1, 1 << 20, (1 << 20) + 1]) {
            const { signed, attached } = await letterOf(sized(size), sized(3, 2));
            const tar = await whole(pack(signed, attached));
            assert.equal(Math.log2(tar.length / TEXT_SIZE) % 1, 0);
            assert.ok(tar.length === TEXT_SIZE || tar.length / 2 < size + 5 * 512 + 3072);
            assert.deepEqual(unpack(tar), signed);
        }
    });
    it("must be those that were listed", async () => {
        const { signed, attached } = await letterOf(sized(700));
        const [{ attachment }] = attached as [Attached];
        const instead = (source: Source): ReturnType<typeof pack> => pack(signed, [{ attachment, source }]);
        await fails(instead(sized(701)), "file_changed");
        await fails(instead(sized(699)), "file_changed");
        const broken = {
            size: 700,
            slice: () => ({ arrayBuffer: () => Promise.reject(new Error("NotReadableError")) }),
        };
        await fails(instead(broken), "file_changed");
        const short = { size: 700, slice: () => sized(1) };
        await fails(instead(short), "file_changed");
        assert.throws(() => pack(signed), FormatError);
        assert.throws(() => pack(signed, [...attached, ...attached]), FormatError);
        const renamed = { ...attachment, path: "attachments/01.txt" };
        assert.throws(() => pack(signed, [{ attachment: renamed, source: sized(700) }]), FormatError);
    });
    it("are checked when read back", async () => {
        const { signed, attached } = await letterOf(sized(700));
        const tar = await whole(pack(signed, attached));
        const at = tar.length - 1024 - 700;
        const content = tar.findIndex((byte, i) => byte === 1 && tar[i + 699] === 1);
        assert.ok(content > 0 && content < at);
        tar[content] = 2;
        assert.throws(() => unpack(tar), FormatError);
    });
});

describe("signatures' texts", () => {
    it("are ASCII of at most 512 bytes", async () => {
        const signed = signedOf(named("message"));
        for (const signature of ["", "é", "x".repeat(513)]) {
            assert.throws(() => pack({ ...signed, signature }), FormatError);
        }
        const tar = await whole(pack({ ...signed, signature: "x".repeat(512) }));
        assert.equal(unpack(tar).signature, "x".repeat(512));
    });
});

describe("headers", () => {
    it("are read only as they are written", () => {
        const block = header("letter.json", 0o7654321);
        assert.equal(sizeIn(block, "letter.json"), 0o7654321);
        assert.throws(() => sizeIn(block, "letter.jso"), FormatError);
        for (let at = 0; at < block.length; at++) {
            const wrong = block.slice();
            wrong[at]! ^= 1;
            assert.throws(() => sizeIn(wrong, "letter.json"), FormatError);
        }
    });
});
