/** The reply board: whose slots are whose, and what is no board. */

import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { test } from "node:test";
import "./setup.ts";
import { concat, equal, FormatError, unhex, utf8 } from "../src/bytes.ts";
import { read, SLOT } from "../src/board.ts";
import { vectors } from "./vectors.ts";

interface Document {
    instance: string;
    slots: { r: string; tag: string; sealed_seed: string }[];
    header: string;
    sha256: string;
    threads: { thread: string; positions: number[] }[];
    refused: { name: string; header: string }[];
}

const DOCUMENT = vectors<Document>("board");
const INSTANCE = unhex(DOCUMENT.instance);
const INDEX: Uint8Array[] = DOCUMENT.slots.map(({ r, tag }) => unhex(r + tag));
const SLOTS: Uint8Array[] = DOCUMENT.slots.map(({ sealed_seed }) =>
    Uint8Array.from(createHash("shake256", { outputLength: SLOT }).update(sealed_seed).digest()),
);

function board(header: string, index = INDEX, slots = SLOTS): Uint8Array {
    return concat(utf8(header), ...index, ...slots);
}

function boardOf(index: Uint8Array[]): Uint8Array {
    const header = `wbs/v1 board ${DOCUMENT.instance} 0 ${index.length}\n`;
    return board(header, index, [new Uint8Array(index.length * SLOT)]);
}

function tag(thread: Uint8Array, r: Uint8Array): Uint8Array {
    const digest = createHmac("sha256", thread).update("wbs/v1/reply").update(r).digest();
    return Uint8Array.from(digest.subarray(0, 16));
}

const WHOLE = board(DOCUMENT.header);

test("the board of the vectors, and every thread's slots on it", () => {
    assert.equal(createHash("sha256").update(WHOLE).digest("hex"), DOCUMENT.sha256);
    const found = read(WHOLE, INSTANCE);
    assert.equal(found.length, DOCUMENT.slots.length);
    for (const { thread, positions } of DOCUMENT.threads) {
        assert.deepEqual(found.matches(unhex(thread)), positions);
    }
    SLOTS.forEach((slot, position) => assert(equal(found.slot(position), slot)));
    for (const position of [-1, SLOTS.length, NaN]) {
        assert.throws(() => found.slot(position), RangeError);
    }
});

for (const { name, header } of DOCUMENT.refused) {
    test(`no board: ${name}`, () => assert.throws(() => read(board(header), INSTANCE), FormatError));
}

test("a board that is cut or goes on is none", () => {
    for (const size of [0, 1, 60, WHOLE.length - 1]) {
        assert.throws(() => read(WHOLE.subarray(0, size), INSTANCE), FormatError);
    }
    assert.throws(() => read(concat(WHOLE, new Uint8Array(1)), INSTANCE), FormatError);
});

test("a board out of order, or with one r twice, is none", () => {
    const [first, second, ...rest] = INDEX as [Uint8Array, Uint8Array, ...Uint8Array[]];
    assert.throws(() => read(board(DOCUMENT.header, [second, first, ...rest]), INSTANCE), FormatError);
    const twin = concat(first.subarray(0, 16), second.subarray(16));
    assert.throws(() => read(board(DOCUMENT.header, [first, twin, ...rest]), INSTANCE), FormatError);
});

test("an empty board is one", () => {
    const empty = read(boardOf([]), INSTANCE);
    assert.deepEqual([empty.length, empty.matches(new Uint8Array(32))], [0, []]);
});

test("a tag that differs in any one bit is nobody's", () => {
    const { thread, positions } = DOCUMENT.threads[0]!;
    const position = positions[0]!;
    for (let bit = 0; bit < 128; bit++) {
        const index = INDEX.map((entry) => entry.slice());
        index[position]![16 + (bit >> 3)]! ^= 1 << (bit & 7);
        assert.deepEqual(read(boardOf(index), INSTANCE).matches(unhex(thread)), positions.slice(1));
    }
});

test("a board of 1,024 slots where every tag fits but one", () => {
    const { thread } = DOCUMENT.threads[0]!;
    // r is the position; tags are made by Node.js.
    const index = Array.from({ length: 1024 }, (_, position) => {
        const r = new Uint8Array(16);
        new DataView(r.buffer).setUint32(0, position);
        return concat(r, tag(unhex(thread), r));
    });
    index[1000]![31]! ^= 1;
    const found = read(boardOf(index), INSTANCE).matches(unhex(thread));
    assert.deepEqual(
        found,
        [...index.keys()].filter((position) => position !== 1000),
    );
});
