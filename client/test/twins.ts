/**
 * Tells what the client makes of each case, so that tests/client/test_twins.py can compare it with Python.
 *
 * Standard input: an array of `[task, argument…]`; standard output: an array of outcomes, null for a refusal.
 */

import { readFileSync } from "node:fs";
import "./setup.ts";
import { concat, hex, unbase64, unhex, utf8, WbsError } from "../src/bytes.ts";
import * as canonical from "../src/canonical.ts";
import { blank } from "../src/codec.ts";
import { decode, encode, signLetter } from "../src/letter.ts";
import { PublicKey, SigningKey, verify } from "../src/minisign.ts";
import * as receipt from "../src/receipt.ts";
import { pack, unpack } from "../src/tarball.ts";
import { sha256 } from "@noble/hashes/sha2.js";

const TASKS: Record<string, (...given: string[]) => unknown> = {
    code(text) {
        const { receipt: read, correction } = receipt.read(text!);
        return [String(read), correction && [correction.position, correction.typed, correction.word]];
    },
    json(data) {
        return hex(sha256(canonical.dumps(canonical.loads(unbase64(data!)))));
    },
    signature(key, message, text) {
        return verify(unhex(message!), text!, PublicKey.parse(key!));
    },
    async letter(json, seed) {
        const letter = decode(utf8(json!));
        if (letter.kind === "reply") return hex(sha256(encode(letter)));
        const { pieces } = pack(
            signLetter({ ...letter, ...(letter.kind === "message" && NO_FILES) }, keyOf(seed!)),
        );
        const parts: Uint8Array[] = [];
        for await (const piece of pieces) parts.push(piece);
        const tar = concat(...parts);
        unpack(tar);
        return hex(sha256(tar));
    },
    blank(from, to) {
        const found: number[] = [];
        for (let code = Number(from); code < Number(to); code++) {
            if (blank(String.fromCodePoint(code))) found.push(code);
        }
        return found;
    },
};

const NO_FILES = { attachments: [], text: "x" };
const keys = new Map<string, SigningKey>();

function keyOf(seed: string): SigningKey {
    const key = keys.get(seed) ?? new SigningKey(unhex(seed));
    keys.set(seed, key);
    return key;
}

const outcomes: unknown[] = [];
for (const [task, ...given] of JSON.parse(readFileSync(0, "utf8")) as [string, ...string[]][]) {
    try {
        outcomes.push(await TASKS[task]!(...given));
    } catch (error) {
        if (!(error instanceof WbsError)) throw error;
        outcomes.push(null);
    }
}
process.stdout.write(JSON.stringify(outcomes));
