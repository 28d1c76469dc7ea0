/**
 * Does this browser do the arithmetic right? A small letter made from fixed keys, against its known hash.
 *
 * Spelling, Argon2id, HKDF, Ed25519, ML-KEM, canonical JSON and tar all meet in the one archive that a fixed
 * code must give; sealing is random, so it is tried by opening. Takes a second where scripts are only
 * interpreted.
 */

import { argon2id } from "@noble/hashes/argon2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { equal, hex, type Random, WbsError } from "./bytes.ts";
import { signLetter } from "./letter.ts";
import { SigningKey } from "./minisign.ts";
import { derive, read, Receipt } from "./receipt.ts";
import { open, reporterIdentity, seal } from "./seal.ts";
import { pack } from "./tarball.ts";

/** The bytes 0 to 10 as a code. */
const PACKED = Uint8Array.from({ length: 11 }, (_, at) => at);
const CODE = "abadi anjungan lidi anjungan hubung aktif brankas bujang pigura larva";
/** What the code gives as its report of `ANSWER`: SHA-256 of the tar. The stretching is cheap: 64 KiB, once. */
const TAR_SHA256 = "1276e90575343a7d56195a992a69baf9c5f856c7bef06853b33cec4f3cdee0d9";
const ANSWER = 'Uji — tidak ada yang terjadi: "é" \\ 𝄞\n';
const INSTANCE = new Uint8Array(16).fill(7);

/** WbsError "selftest" if anything comes out otherwise than it must. */
export async function selfTest(random: Random): Promise<void> {
    try {
        const code = Receipt.fromPacked(PACKED);
        const typed = ["salah", ...code.words.slice(1)].join(" ");
        const tar = await report(code);
        const right =
            code.toString() === CODE &&
            read(typed).receipt.toString() === CODE &&
            hex(sha256(tar)) === TAR_SHA256 &&
            (await opensAgain(tar, random));
        if (!right) throw new WbsError("selftest");
    } catch {
        throw new WbsError("selftest");
    }
}

async function report(code: Receipt): Promise<Uint8Array> {
    const salt = sha256(INSTANCE).slice(0, 16);
    const keys = derive(argon2id(code.packed, salt, { t: 1, m: 64, p: 1, dkLen: 32 }));
    const signing = new SigningKey(keys.signSeed);
    const signed = signLetter(
        {
            wbs: 1,
            kind: "report",
            author: "reporter",
            instance: INSTANCE,
            keyring: 1,
            case: keys.case,
            letterId: keys.reportId,
            recipient: (await reporterIdentity(keys.identitySeed)).recipient,
            signingKey: signing.public.toString(),
            thread: keys.thread,
            language: "id",
            excluded: ["r1"],
            answers: { what: ANSWER, ongoing: "no" },
        },
        signing,
    );
    const tar = new Uint8Array(pack(signed).size);
    let at = 0;
    for await (const piece of pack(signed).pieces) {
        tar.set(piece, at);
        at += piece.length;
    }
    return tar;
}

async function opensAgain(plain: Uint8Array, random: Random): Promise<boolean> {
    const { identity, recipient } = await reporterIdentity(random(32));
    for await (const sealed of seal([plain], plain.length, [recipient], random))
        return equal(open(sealed, identity), plain);
    return false;
}
