import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { test } from "node:test";
import "./setup.ts";
import { Encrypter, identityToRecipient } from "age-encryption";
import { SLOT } from "../src/board.ts";
import { WbsError, unbase64, unhex } from "../src/bytes.ts";
import { open, openReply, reporterIdentity, seal, sealedSize } from "../src/seal.ts";
import { TEXT_SIZE, unpack } from "../src/tarball.ts";
import { vectors } from "./vectors.ts";

interface Changed {
    of: string;
    name: string;
    cut?: number;
    patch?: [number, string][];
    zeros?: number;
}

interface Sealed {
    readers: Record<string, string>;
    reporter: string;
    letters: { name: string; age: string; opens: string[]; refuses: string[]; tar_sha256: string }[];
    reply: { age: string; tar_sha256: string };
    damaged: Changed[];
}

const SEALED = vectors<Sealed>("sealed");

for (const { name, age, opens, refuses, tar_sha256 } of SEALED.letters) {
    test(`what Python sealed opens: ${name}`, () => {
        for (const reader of opens)
            assert.equal(hash(open(unbase64(age), SEALED.readers[reader]!)), tar_sha256);
        for (const reader of refuses)
            assert.throws(() => open(unbase64(age), SEALED.readers[reader]!), isTrouble("not_for_me"));
    });
}

for (const vector of SEALED.damaged) {
    test(`a damaged letter is refused: ${vector.name}`, () => {
        const { age } = SEALED.letters.find(({ name }) => name === vector.of)!;
        for (const reader of ["r1", "r2", "r3"])
            assert.throws(
                () => open(changed(unbase64(age), vector), SEALED.readers[reader]!),
                isTrouble("damaged"),
            );
    });
}

test("a reply opens for its reporter alone, and is a letter", async () => {
    const slot = unbase64(SEALED.reply.age);
    assert.equal(slot.length, SLOT);
    const tar = openReply(slot, SEALED.reporter);
    assert.equal(hash(tar), SEALED.reply.tar_sha256);
    unpack(tar);
    const { identity } = await reporterIdentity(new Uint8Array(32));
    assert.throws(() => openReply(slot, identity), isTrouble("not_for_me"));
});

test("no single byte of a reply can be changed", () => {
    const slot = unbase64(SEALED.reply.age);
    // Every kind of place: version, stanza, share, its end, body, MAC, nonce, payload, tag.
    for (const at of [
        0, 20, 22, 30, 38, 900, 1530, 1532, 1540, 1576, 1577, 1582, 1610, 1624, 1630, 1700, 8191,
    ]) {
        const wrong = slot.slice();
        wrong[at]! ^= 1;
        assert.throws(() => openReply(wrong, SEALED.reporter), isRefusal, String(at));
    }
    for (const wrong of [slot.subarray(1), new Uint8Array(0), new Uint8Array(SLOT), extended(slot)])
        assert.throws(() => openReply(wrong, SEALED.reporter), isTrouble("damaged"));
});

test("a reply for two is refused", async () => {
    const encrypter = new Encrypter();
    for (const identity of [SEALED.reporter, SEALED.readers["r1"]!])
        encrypter.addRecipient(await identityToRecipient(identity));
    const slot = await encrypter.encrypt(new Uint8Array(SLOT - sealedSize(0, 2)));
    assert.equal(slot.length, SLOT);
    assert.throws(() => openReply(slot, SEALED.reporter), isTrouble("damaged"));
});

test("a letter of two chunks is not opened in memory", async () => {
    const recipient = await identityToRecipient(SEALED.reporter);
    const random = (n: number): Uint8Array<ArrayBuffer> => webcrypto.getRandomValues(new Uint8Array(n));
    for await (const sealed of seal([new Uint8Array(65_537)], 65_537, [recipient], random)) {
        assert.ok(sealed.length > sealedSize(TEXT_SIZE));
        assert.throws(() => open(sealed, SEALED.reporter), isTrouble("damaged"));
    }
});

function changed(data: Uint8Array, { cut, patch, zeros }: Changed): Uint8Array {
    const whole = new Uint8Array((cut ?? data.length) + (zeros ?? 0));
    whole.set(data.subarray(0, cut));
    for (const [at, bytes] of patch ?? []) whole.set(unhex(bytes), at);
    return whole;
}

function extended(data: Uint8Array): Uint8Array {
    return changed(data, { of: "", name: "", zeros: 1 });
}

function hash(data: Uint8Array): string {
    return createHash("sha256").update(data).digest("hex");
}

function isTrouble(code: string): (error: unknown) => boolean {
    return (error) => error instanceof WbsError && error.code === code;
}

function isRefusal(error: unknown): boolean {
    return isTrouble("damaged")(error) || isTrouble("not_for_me")(error);
}
