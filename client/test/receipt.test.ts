import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";
import "./setup.ts";
import { read as readBoard, SLOT } from "../src/board.ts";
import { concat, hex, unhex, utf8 } from "../src/bytes.ts";
import { recipientBytes } from "../src/codec.ts";
import { SigningKey } from "../src/minisign.ts";
import * as receipt from "../src/receipt.ts";
import { Receipt, ReceiptError, UnknownWords, WrongLength, WrongOrder } from "../src/receipt.ts";
import { reporterIdentity } from "../src/seal.ts";
import { WORDS } from "../src/words.ts";
import { vectors } from "./vectors.ts";

interface Code {
    note: string;
    text: string;
    words: string[];
    packed: string;
    position: number;
    typed: string;
    word: string;
    why: "length" | "unknown" | "order" | "unreadable";
    count: number;
    unknown: [number, string][];
    swap: number | null;
}
const codes = vectors<{
    words_sha256: string;
    valid: Code[];
    corrected: Code[];
    refused: Code[];
    spelled: { digest: string; count: number; words: string[] }[];
}>("receipt");
const { keys, tags } = vectors<Record<"keys" | "tags", Record<string, string>[]>>("receipt-keys");

describe("codes", () => {
    it("are of this word list", () => {
        const digest = createHash("sha256")
            .update(`${WORDS.join("\n")}\n`)
            .digest("hex");
        assert.equal(digest, codes.words_sha256);
    });
    codes.valid.forEach((vector, i) => {
        it(`are read: ${i}`, () => {
            const { receipt: read, correction } = receipt.read(vector.text);
            assert.equal(correction, null);
            assert.deepEqual(read.words, vector.words);
            assert.equal(hex(read.packed), vector.packed);
            assert.deepEqual(Receipt.fromPacked(unhex(vector.packed)), read);
        });
    });
    for (const vector of codes.corrected) {
        it(`are corrected: ${vector.note}`, () => {
            const { receipt: read, correction } = receipt.read(vector.text);
            assert.deepEqual(read.words, vector.words);
            assert.equal(hex(read.packed), vector.packed);
            assert.deepEqual(correction, {
                position: vector.position,
                typed: vector.typed,
                word: vector.word,
            });
        });
    }
    for (const vector of codes.refused) {
        it(`are refused: ${vector.note}`, () => {
            const kind = {
                length: WrongLength,
                unknown: UnknownWords,
                order: WrongOrder,
                unreadable: ReceiptError,
            };
            const code = { length: "code_count", order: "code_swapped" } as Record<string, string>;
            assert.throws(
                () => receipt.read(vector.text),
                (error: WrongLength & UnknownWords & WrongOrder) => {
                    assert.equal(error.constructor, kind[vector.why]);
                    assert.equal(error.code, code[vector.why] ?? "code_unreadable");
                    assert.equal(error.count, vector.count);
                    assert.equal(error.swap, vector.swap);
                    assert.deepEqual(error.unknown ?? [], vector.unknown ?? []);
                    return true;
                },
            );
        });
    }
    it("are made of 11 random bytes", () => {
        const made = Receipt.generate((size) => new Uint8Array(size).fill(0xa5));
        assert.equal(hex(made.packed), "a5".repeat(11));
        assert.deepEqual(receipt.read(String(made)), { receipt: made, correction: null });
        assert.throws(() => Receipt.generate(() => new Uint8Array(10)), ReceiptError);
    });
    it("are ten words that fit", () => {
        const { words } = Receipt.fromPacked(new Uint8Array(11).fill(7));
        assert.equal(String(new Receipt(words)), words.join(" "));
        const other = WORDS.find((word) => word !== words[0])!;
        for (const wrong of [words.slice(1), [...words, words[0]!], [other, ...words.slice(1)]]) {
            assert.throws(() => new Receipt(wrong), ReceiptError);
        }
        assert.throws(() => new Receipt(["toString", ...words.slice(1)]), ReceiptError);
    });
    it("leave no word in an error's message", () => {
        const { words } = Receipt.fromPacked(new Uint8Array(11).fill(7));
        const typed = [...words.slice(0, 8), "zzzz", "qqqq"];
        assert.throws(
            () => receipt.read(typed.join(" ")),
            (error: Error) => !typed.some((word) => `${error.message} ${error.name}`.includes(word)),
        );
    });
});

describe("fingerprints", () => {
    codes.spelled.forEach((vector, i) => {
        it(`are spelled: ${i}`, () => {
            assert.deepEqual(receipt.spell(unhex(vector.digest), vector.count), vector.words);
        });
    });
    it("have bits enough", () => {
        assert.throws(() => receipt.spell(new Uint8Array(16), 12), RangeError);
        assert.equal(receipt.spell(new Uint8Array(17)).length, 12);
    });
});

describe("keys", () => {
    keys.forEach((vector, i) => {
        it(`follow from the code: ${i}`, async () => {
            const code = Receipt.fromPacked(unhex(vector.packed!));
            assert.equal(String(code), vector.code);
            const parts: number[] = [];
            const k = await receipt.stretch(code.packed, unhex(vector.instance!), (part) => parts.push(part));
            assert.equal(hex(k), vector.k);
            assert.equal(parts.at(-1), 1);
            assert.ok(parts.every((part, at) => part >= (parts[at - 1] ?? 0)));
            const derived = receipt.derive(k);
            assert.deepEqual(
                Object.values(derived).map((value) => hex(value as Uint8Array)),
                ["identity_seed", "sign_seed", "thread", "case", "report_id"].map((name) => vector[name]),
            );
            const { public: key } = new SigningKey(derived.signSeed);
            assert.deepEqual([String(key), hex(key.raw)], [vector.signing_key, vector.signing_key_raw]);
            const { identity, recipient, raw } = await reporterIdentity(derived.identitySeed);
            assert.deepEqual([identity, recipient], [vector.identity, vector.recipient]);
            assert.deepEqual(raw, recipientBytes(recipient));
        });
    });
    tags.forEach((vector, i) => {
        it(`find their slots: ${i}`, () => {
            const instance = unhex(keys[0]!.instance!);
            const index = unhex(vector.r! + vector.tag!);
            const board = concat(utf8(`wbs/v1 board ${hex(instance)} 0 1\n`), index, new Uint8Array(SLOT));
            assert.deepEqual(readBoard(board, instance).matches(unhex(vector.thread!)), [0]);
        });
    });
    it("come in one step as in two", async () => {
        const { packed, instance, thread } = keys[0]!;
        const derived = await receipt.reporterKeys(unhex(packed!), unhex(instance!));
        assert.equal(hex(derived.thread), thread);
    });
    it("need whole codes and instances", async () => {
        await assert.rejects(receipt.stretch(new Uint8Array(10), new Uint8Array(16)), RangeError);
        await assert.rejects(receipt.stretch(new Uint8Array(11), new Uint8Array(15)), RangeError);
    });
});
