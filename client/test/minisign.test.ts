import assert from "node:assert/strict";
import { describe, it } from "node:test";
import "./setup.ts";
import { ed25519 } from "@noble/curves/ed25519.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { base64, concat, unhex, utf8 } from "../src/bytes.ts";
import { KeyFormatError, PublicKey, SignatureError, SigningKey, verify } from "../src/minisign.ts";
import { vectors } from "./vectors.ts";

interface Vector {
    note: string;
    seed: string;
    key_id: string;
    public_key: string;
    message: string;
    trusted_comment: string;
    untrusted_comment: string;
    text: string;
}

// secret_keys is not for the client: the reporter's key follows from the code, and no key file is read.
const { signatures, verified, refused, refused_public_keys } =
    vectors<Record<"signatures" | "verified" | "refused" | "refused_public_keys", Vector[]>>("minisign");

describe("signatures", () => {
    signatures.forEach((vector, i) => {
        it(`are made: ${i}`, () => {
            const key = new SigningKey(unhex(vector.seed), unhex(vector.key_id));
            const text = key.sign(unhex(vector.message), vector.trusted_comment, vector.untrusted_comment);
            assert.equal(text, vector.text);
            assert.equal(String(key.public), vector.public_key);
        });
    });
    [...signatures, ...verified].forEach((vector, i) => {
        it(`are verified: ${i}`, () => {
            const key = PublicKey.parse(vector.public_key);
            assert.equal(verify(unhex(vector.message), vector.text, key), vector.trusted_comment);
            const file = `untrusted comment: x\n${vector.public_key}\n`;
            assert.deepEqual(PublicKey.parse(file), key);
        });
    });
    for (const vector of refused) {
        it(`are refused: ${vector.note}`, () => {
            const key = PublicKey.parse(vector.public_key);
            assert.throws(() => verify(unhex(vector.message), vector.text, key), SignatureError);
        });
    }
    it("hold no comment that hides something", () => {
        const key = new SigningKey(new Uint8Array(32));
        for (const comment of ["a\nb", "\u202e", "\xa0", "\u2028", "\ud800", "\0", "x".repeat(8192)]) {
            assert.throws(() => key.sign(new Uint8Array(), comment, ""), SignatureError);
            assert.throws(() => key.sign(new Uint8Array(), "", comment), SignatureError);
        }
    });
});

describe("Ed25519", () => {
    const { Point } = ed25519;
    const message = utf8("pesan");
    const scalar = 123456789n;
    // A point of order 8: what it adds vanishes once the cofactor is cleared.
    const torsion = Point.fromBytes(
        unhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    );
    const little = (number: bigint): Uint8Array =>
        Uint8Array.from({ length: 32 }, (_, i) => Number((number >> BigInt(8 * i)) & 255n));
    const number = (data: Uint8Array): bigint =>
        data.reduceRight((total, byte) => (total << 8n) | BigInt(byte), 0n);

    /** Sign by hand, with R and the public key moved by a point of small order. */
    function signature(rMoved: boolean, keyMoved: boolean): { key: PublicKey; text: string } {
        const move = (point: typeof torsion, moved: boolean): Uint8Array =>
            (moved ? point.add(torsion) : point).toBytes();
        const raw = move(Point.BASE.multiply(scalar), keyMoved);
        const key = new PublicKey(raw);
        const sign = (data: Uint8Array): Uint8Array => {
            const nonce = number(sha512(data)) % Point.Fn.ORDER;
            const r = move(Point.BASE.multiply(nonce), rMoved);
            const k = number(sha512(concat(r, raw, data)));
            return concat(r, little((nonce + k * scalar) % Point.Fn.ORDER));
        };
        const made = sign(blake2b(message));
        const named = base64(concat(utf8("ED"), key.keyId, made));
        const bound = base64(sign(concat(made, utf8("t"))));
        return { key, text: `untrusted comment: \n${named}\ntrusted comment: t\n${bound}\n` };
    }

    it("is verified without the cofactor, as OpenSSL and libsodium do", () => {
        assert.ok(torsion.isSmallOrder());
        const honest = signature(false, false);
        assert.equal(verify(message, honest.text, honest.key), "t");
        for (const moved of [signature(true, false), signature(false, true)]) {
            assert.throws(() => verify(message, moved.text, moved.key), SignatureError);
        }
    });
    it("is refused where the key is no point of the curve", () => {
        const { text } = signature(false, false);
        const raw = unhex("02".padEnd(64, "0"));
        assert.throws(() => Point.fromBytes(raw, true));
        const key = new PublicKey(
            raw,
            PublicKey.parse(base64(concat(utf8("Ed"), new Uint8Array(8), raw))).keyId,
        );
        const named = text.split("\n");
        const data = concat(utf8("ED"), key.keyId, new Uint8Array(64).fill(1, 0, 1).fill(2, 1, 2));
        assert.throws(
            () => verify(message, [named[0], base64(data), ...named.slice(2)].join("\n"), key),
            SignatureError,
        );
    });
});

describe("public keys", () => {
    for (const vector of refused_public_keys) {
        it(`are refused: ${vector.note}`, () => {
            assert.throws(() => PublicKey.parse(vector.text), KeyFormatError);
        });
    }
    it("have their lengths", () => {
        assert.throws(() => new PublicKey(new Uint8Array(31).fill(9)), KeyFormatError);
        assert.throws(() => new PublicKey(new Uint8Array(32).fill(9), new Uint8Array(7)), KeyFormatError);
        assert.throws(() => new SigningKey(new Uint8Array(31)), KeyFormatError);
    });
    it("of small order are refused in every spelling", () => {
        const p = 2n ** 255n - 19n;
        const y8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
        for (const y of [0n, 1n, p - 1n, p, p + 1n, y8, p - y8]) {
            for (const sign of [0n, 1n]) {
                const raw = Uint8Array.from({ length: 32 }, (_, i) =>
                    Number(((y | (sign << 255n)) >> BigInt(8 * i)) & 255n),
                );
                assert.throws(() => new PublicKey(raw), KeyFormatError);
            }
        }
    });
});
