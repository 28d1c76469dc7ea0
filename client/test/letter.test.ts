import assert from "node:assert/strict";
import { describe, it } from "node:test";
import "./setup.ts";
import { FormatError, hex, unhex, Unproven, unutf8, utf8, WbsError } from "../src/bytes.ts";
import * as letters from "../src/letter.ts";
import {
    peekUnverified,
    signLetter,
    verifyLetter,
    type Message,
    type Reply,
    type Report,
} from "../src/letter.ts";
import { PublicKey, SigningKey } from "../src/minisign.ts";
import { checkSignature, hashOf, type Signed } from "../src/signed.ts";
import { vectors, type LettersVectors } from "./vectors.ts";

const VECTORS = vectors<LettersVectors>("letters");
const INSTANCE = unhex(VECTORS.instance);
const KINDS = ["report", "message", "reply"] as const;
const named = (name: string): Signed => {
    const { json, signature } = VECTORS.letters.find((letter) => letter.name === name)!;
    return { json: utf8(json), signature };
};
const publicOf = (name: string): PublicKey => PublicKey.parse(VECTORS.keys[name]!.public);
const signer = (name: string): SigningKey => new SigningKey(unhex(VECTORS.keys[name]!.seed));
const isNote = (json: string): boolean => (JSON.parse(json) as { kind: string }).kind === "note";

describe("letters", () => {
    for (const vector of VECTORS.letters) {
        const kind = KINDS.find((known) => known === vector.kind);
        const signed = { json: utf8(vector.json), signature: vector.signature };
        if (!kind) {
            // Notes are between readers; what the client must do with one is refuse it.
            it(`are not for the client: ${vector.name}`, () => {
                assert.throws(() => peekUnverified(signed), FormatError);
                assert.throws(() => verifyLetter(signed, "reply", INSTANCE, publicOf(vector.key)), WbsError);
            });
            continue;
        }
        it(`are read and signed: ${vector.name}`, () => {
            const letter = verifyLetter(signed, kind, INSTANCE, publicOf(vector.key));
            assert.deepEqual(letter, peekUnverified(signed));
            assert.equal(unutf8(letters.encode(letter)), vector.json);
            assert.equal(hex(hashOf(signed)), vector.hash);
            if (letter.kind === "reply") return;
            assert.deepEqual(signLetter(letter, signer(vector.key)), signed);
        });
    }
    for (const vector of VECTORS.refused) {
        it(`are refused: ${vector.name}`, () => {
            const signed = { json: utf8(vector.json), signature: vector.signature };
            const kind = vector.kind as "reply";
            // A note inside is no letter to this client, whatever else is wrong with it.
            const error = isNote(vector.json) ? "format" : vector.error;
            assert.throws(
                () => verifyLetter(signed, kind, INSTANCE, publicOf(vector.key)),
                { unproven: Unproven, format: FormatError }[error],
            );
        });
    }
    it("are bound to their kind and portal", () => {
        const signed = named("reply");
        const key = publicOf("reader");
        checkSignature("reply", INSTANCE, signed, key);
        assert.throws(() => checkSignature("report", INSTANCE, signed, key), Unproven);
        assert.throws(() => checkSignature("reply", new Uint8Array(16), signed, key), Unproven);
        assert.throws(() => checkSignature("reply", INSTANCE, signed, publicOf("reporter")), Unproven);
        const longer = { ...signed, json: utf8(`${unutf8(signed.json)} `) };
        assert.throws(() => verifyLetter(longer, "reply", INSTANCE, key), Unproven);
    });
});

describe("what a reporter writes", () => {
    const report = peekUnverified(named("report")) as Report;
    const message = peekUnverified(named("message 2")) as Message;
    const key = signer("reporter");
    const refuses = (code: string, letter: Report | Message): void => {
        assert.throws(
            () => signLetter(letter, key),
            (error) => error instanceof FormatError && error.code === code,
        );
    };
    const answers = (what: string, more: Record<string, string> = {}): Report => ({
        ...report,
        answers: { what, ...more },
    });

    it("is signed as it stands", () => {
        const text = "  \u{1f600} e\u0301 \ufeff\r\n\u202e ";
        const signed = signLetter(answers(text, { ongoing: "yes" }), key);
        const back = verifyLetter(signed, "report", INSTANCE, key.public);
        assert.deepEqual(back.answers, { what: text, ongoing: "yes" });
    });
    it("says what is wrong with an answer", () => {
        refuses("blank", answers(" \n"));
        refuses("blank", { ...report, answers: { who: "x" } });
        refuses("unwritable", answers("a\0"));
        refuses("unwritable", answers("a\ud800"));
        refuses("format", answers("a", { ongoing: "often" }));
        refuses("format", answers("a", { how_much: "x" }));
        refuses("blank", answers("a", { who: "" }));
    });
    it("has room for so many bytes of answers", () => {
        // {"what":"…"} takes 11 bytes.
        const most = "x".repeat(letters.ANSWERS_LIMIT - 11);
        assert.equal(peekUnverified(signLetter(answers(most), key)).kind, "report");
        refuses("too_long", answers(`${most}x`));
        refuses("too_long", answers(most, { who: "y" }));
        refuses("too_long", answers('"'.repeat(letters.ANSWERS_LIMIT / 2)));
    });
    it("is a message with text or files", () => {
        const bare = { ...message, attachments: [], seen: [] };
        assert.equal(peekUnverified(signLetter({ ...bare, text: "x" }, key)).kind, "message");
        refuses("blank", { ...bare, text: " " });
        refuses("unwritable", { ...bare, text: "\udc00" });
        refuses("unwritable", { ...message, text: "\0" });
        refuses("too_long", { ...bare, text: "x".repeat(letters.TEXT_LIMIT - 1) });
    });
    it("lists files by number, without paths", () => {
        const [first, second] = message.attachments;
        assert.ok(first && second);
        const listed = (...attachments: Message["attachments"]): Message => ({ ...message, attachments });
        refuses("format", listed(second, first));
        refuses("format", listed(second));
        for (const name of ["a/b", "a\\b", ".", "..", "", " ", "a\n", "x".repeat(256)]) {
            refuses("format", listed({ ...first, name }));
        }
        for (const type of ["text", "Text/plain", "text/plain; charset=utf-8", ""]) {
            refuses("format", listed({ ...first, type }));
        }
        for (const path of [
            "attachments/00.bin",
            "attachments/01.",
            "attachments/01.TXT",
            "attachments/../x",
        ]) {
            refuses("format", listed({ ...first, path }));
        }
        for (const size of [-1, 0.5, letters.ATTACHMENT_LIMIT + 1])
            refuses("format", listed({ ...first, size }));
        refuses("unwritable", listed({ ...first, name: "a\ud800" }));
    });
    it("has a case that is its key's", () => {
        assert.deepEqual(letters.caseOf(key.public), report.case);
    });
});

describe("what a reporter reads", () => {
    const signed = named("reply");
    const reply = peekUnverified(signed) as Reply;

    it("has dates as text and absent fields as null", () => {
        assert.match(reply.until, /^2\d{3}-\d\d-\d\d[AB]$/);
        assert.match(reply.day, /^2\d{3}-\d\d-\d\d$/);
        const bare = peekUnverified(named("reply 2")) as Reply;
        const missing = [reply, bare].map(({ prev, outcome }) => [prev === null, outcome === null]);
        assert.deepEqual(
            missing,
            [JSON.parse(unutf8(signed.json)), JSON.parse(unutf8(named("reply 2").json))].map((json) => [
                !("prev" in json),
                !("outcome" in json),
            ]),
        );
    });
    it("is refused with any field out of range", () => {
        for (const change of [
            { author: "reporter" },
            { authorSeq: 0 },
            { keyring: 2 ** 31 },
            { state: "closed" },
            { day: "2026-02-30" },
            { until: "2026-01-31" },
            { readers: [] },
            { readers: ["a", "a"] },
            { received: -1 },
            { to: new Uint8Array(31) },
            { text: "\0" },
        ]) {
            assert.throws(() => letters.encode({ ...reply, ...change }), FormatError);
        }
    });
});
