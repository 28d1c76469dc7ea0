/**
 * Canonical JSON with a signature that is bound to one kind of file and one instance of the portal.
 *
 * The signature is minisign's, prehashed, and stands beside the JSON in a file of its own: untrusted comment
 * `wbs/v1`, trusted comment exactly `wbs/v1 <kind> <instance as hex>`.
 */

import { sha256 } from "@noble/hashes/sha2.js";

import { hex, Unproven } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Value } from "./canonical.ts";
import { SignatureError, verify, type PublicKey, type SigningKey } from "./minisign.ts";

/** The kinds that the client signs or verifies. */
export type Kind = "report" | "message" | "reply" | "keyring" | "freshness" | "collected";

/** Bytes of a signature as text; the longest kind of ours needs 284. */
export const SIGNATURE_LIMIT = 512;

const UNTRUSTED = "wbs/v1";

/** The JSON's bytes and the whole text of the .minisig beside it; nothing is verified yet. */
export interface Signed {
    readonly json: Uint8Array;
    readonly signature: string;
}

/** Return the SHA-256 of the JSON: what letters and keyrings name each other by. */
export function hashOf(signed: { readonly json: Uint8Array }): Uint8Array {
    return sha256(signed.json);
}

/** Write a value and sign it; FormatError if the value has no canonical form. */
export function sign(kind: Kind, instance: Uint8Array, value: Value, key: SigningKey): Signed {
    const json = canonical.dumps(value);
    return { json, signature: key.sign(json, trusted(kind, instance), UNTRUSTED) };
}

/**
 * Verify the bytes as this kind by this key, and only then read them.
 *
 * Unproven as `checkSignature`. FormatError: the key's holder signed something not canonical JSON, or more
 * than `limit` bytes of it.
 */
export function check(
    kind: Kind,
    instance: Uint8Array,
    signed: Signed,
    key: PublicKey,
    limit: number = canonical.LIMIT,
): Value {
    checkSignature(kind, instance, signed, key);
    return canonical.loads(signed.json, limit);
}

/** Throw Unproven if the signature does not fit, or was made for another kind or instance. */
export function checkSignature(kind: Kind, instance: Uint8Array, signed: Signed, key: PublicKey): void {
    // Nobody signs the untrusted comment: it could carry anything.
    if (!signed.signature.startsWith(`untrusted comment: ${UNTRUSTED}\n`)) {
        throw new Unproven("the signature is not one of ours");
    }
    let comment: string;
    try {
        comment = verify(signed.json, signed.signature, key);
    } catch (error) {
        if (!(error instanceof SignatureError)) throw error;
        throw new Unproven("the signature does not fit");
    }
    if (comment !== trusted(kind, instance)) {
        throw new Unproven("the signature was made for another kind of file or another portal");
    }
}

function trusted(kind: Kind, instance: Uint8Array): string {
    return `wbs/v1 ${kind} ${hex(instance)}`;
}
