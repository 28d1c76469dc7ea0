/**
 * Minisign signatures and keys: prehashed Ed25519, as https://jedisct1.github.io/minisign/ describes it.
 *
 * Texts, each line ended by one line feed, base64 padded and canonical:
 *
 *     signature    untrusted comment: C / b64("ED" ‖ key id[8] ‖ S[64]) / trusted comment: T / b64(G[64])
 *     public key   untrusted comment: C / b64("Ed" ‖ key id[8] ‖ public key[32])
 *
 * S signs Blake2b-512 of the message, G signs S ‖ T. The older kind that signs the message itself ("Ed") is
 * refused. Secret key files are never read here: the reporter's key follows from the code.
 */

import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToNumberLE } from "@noble/curves/utils.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";

import { base64, concat, equal, FormatError, unbase64, utf8, WbsError } from "./bytes.ts";

const UNTRUSTED = "untrusted comment: ";
const TRUSTED = "trusted comment: ";
// The limits of stock minisign, in bytes with the prefix.
const UNTRUSTED_MAX = 1024;
const TRUSTED_MAX = 8192;

const KIND_OF_KEY = utf8("Ed");
const KIND_OF_SIGNATURE = utf8("ED");

const { Point } = ed25519;
const P = 2n ** 255n - 19n;
const Y8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
// y of the points whose order divides 8, also as y + p where that still fits into 255 bits.
const SMALL_ORDER_Y = new Set([0n, 1n, Y8, P - Y8, P - 1n, P, P + 1n]);

/** Text or bytes that should be a key are not: code "key". */
export class KeyFormatError extends WbsError {
    constructor(message: string) {
        super("key", message);
    }
}

/** The signature is malformed, or does not fit the message and the key: code "signature". */
export class SignatureError extends WbsError {
    constructor(message: string) {
        super("signature", message);
    }
}

/** 32 bytes of Ed25519 and the 8 bytes by which files name the key: SHA-256(raw)[:8] unless given. */
export class PublicKey {
    readonly raw: Uint8Array;
    readonly keyId: Uint8Array;

    /** KeyFormatError for wrong lengths, or a key under which anybody can sign. */
    constructor(raw: Uint8Array, keyId: Uint8Array = sha256(raw).slice(0, 8)) {
        if (raw.length !== 32 || keyId.length !== 8) {
            throw new KeyFormatError("a minisign public key has 32 bytes and a key id of 8");
        }
        if (smallOrder(raw)) throw new KeyFormatError("the public key is a point of small order");
        this.raw = raw;
        this.keyId = keyId;
    }

    /** Read the base64 line, or a whole .pub file; KeyFormatError if it is neither. */
    static parse(text: string): PublicKey {
        const lines = text.replace(/\n$/, "").split("\n");
        if (lines.length > 2 || (lines.length === 2 && !lines[0]!.startsWith(UNTRUSTED))) {
            throw new KeyFormatError("a minisign key is one base64 line, in a file after one comment line");
        }
        const data = decode(lines.at(-1)!, 42, KeyFormatError);
        if (!equal(data.subarray(0, 2), KIND_OF_KEY))
            throw new KeyFormatError("the key is not of minisign's kind");
        return new PublicKey(data.slice(10), data.slice(2, 10));
    }

    /** Return the base64 line: `RW` and 54 characters more. */
    toString(): string {
        return base64(concat(KIND_OF_KEY, this.keyId, this.raw));
    }
}

/** An Ed25519 seed of 32 bytes; its key id is that of its public key. */
export class SigningKey {
    readonly seed: Uint8Array;
    readonly public: PublicKey;

    /** KeyFormatError for wrong lengths. */
    constructor(seed: Uint8Array, keyId?: Uint8Array) {
        if (seed.length !== 32) throw new KeyFormatError("a minisign seed has 32 bytes");
        this.seed = seed;
        this.public = new PublicKey(ed25519.getPublicKey(seed), keyId);
    }

    /** Return the whole text of a .minisig file; SignatureError for a comment that cannot stand there. */
    sign(message: Uint8Array, trustedComment: string, untrustedComment: string): string {
        checkComment(UNTRUSTED + untrustedComment, UNTRUSTED, UNTRUSTED_MAX);
        checkComment(TRUSTED + trustedComment, TRUSTED, TRUSTED_MAX);
        const signature = ed25519.sign(blake2b(message), this.seed);
        const bound = ed25519.sign(concat(signature, utf8(trustedComment)), this.seed);
        const named = base64(concat(KIND_OF_SIGNATURE, this.public.keyId, signature));
        return `${UNTRUSTED}${untrustedComment}\n${named}\n${TRUSTED}${trustedComment}\n${base64(bound)}\n`;
    }
}

/**
 * Return the trusted comment of a .minisig text that `key` made over `message`.
 *
 * SignatureError in every other case: another form, another key id, another message or comment.
 */
export function verify(message: Uint8Array, signature: string, key: PublicKey): string {
    const lines = signature.split("\n");
    if (lines.length !== 5 || lines[4]) {
        throw new SignatureError("a signature has four lines, each ended by a line feed");
    }
    checkComment(lines[0]!, UNTRUSTED, UNTRUSTED_MAX);
    const trustedComment = checkComment(lines[2]!, TRUSTED, TRUSTED_MAX);
    const data = decode(lines[1]!, 74, SignatureError);
    const bound = decode(lines[3]!, 64, SignatureError);
    if (!equal(data.subarray(0, 2), KIND_OF_SIGNATURE)) {
        throw new SignatureError("the signature is not of the prehashed kind");
    }
    if (!equal(data.subarray(2, 10), key.keyId)) throw new SignatureError("the signature names another key");
    const made = data.subarray(10);
    if (!fits(made, blake2b(message), key.raw) || !fits(bound, concat(made, utf8(trustedComment)), key.raw)) {
        throw new SignatureError("the signature does not fit");
    }
    return trustedComment;
}

/**
 * Tell whether an Ed25519 signature fits, to the verdict of OpenSSL and libsodium together.
 *
 * RFC 8032, 5.1.7, by the equation without the cofactor: R is compared as bytes. noble's own verification
 * clears the cofactor, and so would take signatures that the portal and the desk refuse.
 */
function fits(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
    const r = signature.subarray(0, 32);
    const s = bytesToNumberLE(signature.subarray(32));
    // libsodium, and so stock minisign, refuses such an R; every verifier must come to one verdict.
    if (s >= Point.Fn.ORDER || smallOrder(r)) return false;
    const k = Point.Fn.create(bytesToNumberLE(sha512(concat(r, publicKey, message))));
    let a;
    try {
        a = Point.fromBytes(publicKey, true);
    } catch {
        return false; // no point of the curve
    }
    return equal(Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k)).toBytes(), r);
}

/** Decode padded base64 that has no other spelling. */
function decode(text: string, length: number, refusal: new (message: string) => WbsError): Uint8Array {
    // The length first: a giant line is refused unread.
    if (text.length !== Math.ceil(length / 3) * 4) {
        throw new refusal(`a line of base64 does not stand for ${length} bytes`);
    }
    let data: Uint8Array;
    try {
        data = unbase64(text);
    } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        throw new refusal("a line is not canonical base64");
    }
    if (data.length !== length) throw new refusal(`a line of base64 does not stand for ${length} bytes`);
    return data;
}

/** Return the comment behind its prefix; printable or tab (stock minisign's own comments hold tabs). */
function checkComment(line: string, prefix: string, limit: number): string {
    const comment = line.slice(prefix.length);
    if (!line.startsWith(prefix) || !/^(?:[ \t]|[^\p{C}\p{Z}])*$/u.test(comment)) {
        throw new SignatureError("a comment line is missing or holds unprintable characters");
    }
    if (utf8(line).length >= limit) throw new SignatureError("a comment is too long");
    return comment;
}

function smallOrder(point: Uint8Array): boolean {
    return SMALL_ORDER_Y.has(bytesToNumberLE(point) & (2n ** 255n - 1n));
}
