/**
 * What a letter.json says: the kinds of letters that a reporter writes or reads.
 *
 * `report` and `message` are written here, `reply` is read; a note is between readers, and no letter to this
 * client. A letter whose signature does not fit is *unproven*: it must never be folded into a case.
 */

import { sha256 } from "@noble/hashes/sha2.js";

import { concat, equal, FormatError, Unproven, utf8 } from "./bytes.ts";
import * as canonical from "./canonical.ts";
import type { Value } from "./canonical.ts";
import {
    array,
    blank,
    choice,
    CODE,
    DAY,
    HALF_DAY,
    HASH,
    hexBytes,
    integer,
    line,
    optional,
    pattern,
    prose,
    READER_ID,
    record,
    RECIPIENT,
    SIGNING_KEY,
    tagged,
    type Codec,
    type Of,
} from "./codec.ts";
import type { PublicKey, SigningKey } from "./minisign.ts";
import * as signed from "./signed.ts";
import type { Signed } from "./signed.ts";

/** letter.json of any letter: with two headers, a signature's block and the end mark it fills 64 KiB exactly. */
export const JSON_LIMIT = 62_976;
/** letter.json of a reply as it is written: what fits a slot of the board. */
const REPLY_JSON_LIMIT = 3_584;
export const ANSWERS_LIMIT = 49_152;
/** JSON bytes of a message's text. */
export const TEXT_LIMIT = 49_152;
/** Readers of one letter: as many as a sealed file has stanzas. */
const READERS = 8;
const ATTACHMENTS = 99;
/** ustar keeps a size in eleven octal digits. */
export const ATTACHMENT_LIMIT = 8 ** 11 - 1;
const ONGOING = ["yes", "no", "unknown"] as const;
const ANSWERS = [
    "what",
    "who",
    "where",
    "when_from",
    "when_to",
    "ongoing",
    "how",
    "why",
    "value",
    "evidence",
    "source",
    "reported_to",
] as const;

/** Answers by their names; "what" is always there, what was not answered is absent. */
export type Answers = Readonly<Record<string, string>>;

const EXCLUDED = array(READER_ID, 64);
const POSITIVE = integer(1, 2 ** 31 - 1);

const ANSWER = prose(ANSWERS_LIMIT);
const ONGOING_ANSWER = choice(...ONGOING);

const ANSWERS_CODEC: Codec<Answers> = {
    read(value) {
        if (typeof value !== "object" || Array.isArray(value)) throw new FormatError("not an object");
        const answers = value as { readonly [name: string]: Value };
        if (!Object.hasOwn(answers, "what")) throw new FormatError("what: missing", "blank");
        for (const [name, answer] of Object.entries(answers)) {
            if (!ANSWERS.some((known) => known === name)) throw new FormatError("an answer to no question");
            (name === "ongoing" ? ONGOING_ANSWER : ANSWER).read(answer);
        }
        if (canonical.dumps(answers).length > ANSWERS_LIMIT) {
            throw new FormatError(`longer than ${ANSWERS_LIMIT} bytes together`, "too_long");
        }
        return answers as Answers;
    },
    write: (value) => ({ ...value }),
};

const FILE_NAME: Codec<string> = {
    read(value) {
        const name = line(255).read(value);
        if (/[/\\]|^\.{1,2}$/.test(name)) throw new FormatError("a path, not a name");
        return name;
    },
    write: (value) => value,
};

/** What every letter says of itself. */
const COMMON = {
    instance: hexBytes(16),
    keyring: POSITIVE,
    case: HASH,
    letterId: hexBytes(16),
};

const REPORT = record(
    {
        ...COMMON,
        recipient: RECIPIENT,
        signingKey: SIGNING_KEY,
        thread: hexBytes(32),
        language: choice("id", "en"),
        excluded: EXCLUDED,
        answers: ANSWERS_CODEC,
    },
    { wbs: 1, kind: "report", author: "reporter" },
);

const ATTACHMENT = record(
    {
        path: pattern(/^attachments\/(?!00)[0-9]{2}\.[a-z0-9]{1,8}$/, "an attachment's path"),
        name: FILE_NAME,
        type: pattern(/^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/, "a media type"),
        size: integer(0, ATTACHMENT_LIMIT),
        sha256: HASH,
        removed: array(CODE, 32),
    },
    {},
);

const MESSAGE = record(
    {
        ...COMMON,
        text: prose(TEXT_LIMIT, true),
        attachments: array(ATTACHMENT, ATTACHMENTS),
        seen: array(HASH, 64),
    },
    { wbs: 1, kind: "message", author: "reporter" },
);

const REPLY = record(
    {
        ...COMMON,
        author: READER_ID,
        day: DAY,
        authorSeq: POSITIVE,
        to: HASH,
        state: pattern(/^[A-Z][A-Z_]{0,31}$/, "the code of a state"),
        outcome: optional(CODE),
        text: prose(REPLY_JSON_LIMIT, true),
        readers: array(READER_ID, READERS, 1),
        excluded: EXCLUDED,
        prev: optional(HASH),
        received: integer(0, 2 ** 31 - 1),
        until: HALF_DAY,
    },
    { wbs: 1, kind: "reply" },
);

const LETTER = tagged("kind", { report: REPORT, message: MESSAGE, reply: REPLY });

/** The first letter of a case; its own key signs it, so it proves itself. */
export type Report = Of<typeof REPORT>;
/** One file of a message; `removed` names the kinds of metadata that were taken out before sending. */
export type Attachment = Of<typeof ATTACHMENT>;
/** A follow-up of the reporter: text, files, or both; `seen` are hashes of the replies read so far. */
export type Message = Of<typeof MESSAGE>;
/**
 * What a reader tells the reporter.
 *
 * `to` is the SHA-256 of the reporter's recipient, `prev` the hash of this author's last reply to this case,
 * `received` how many letters of the case the author had, of those that arrived until `until`.
 */
export type Reply = Of<typeof REPLY>;
export type Letter = Report | Message | Reply;

/** Return letter.json; FormatError names the member that cannot stand there. */
export function encode(letter: Letter): Uint8Array<ArrayBuffer> {
    const json = canonical.dumps(LETTER.write(letter));
    // Checked by the same table as on the way in: nothing is written that nobody could read.
    decode(json);
    return json;
}

/** Read letter.json; FormatError names the member that is missing, ill-typed or out of range. */
export function decode(json: Uint8Array): Letter {
    return read(canonical.loads(json, JSON_LIMIT), json.length);
}

/** Return the case that a reporter's public signing key stands for: 32 bytes. */
export function caseOf(key: PublicKey): Uint8Array {
    return sha256(concat(utf8("wbs/v1/case"), key.raw));
}

/** Encode a letter and sign it as its kind; FormatError as in `encode`. */
export function signLetter(letter: Report | Message, key: SigningKey): Signed {
    encode(letter);
    return signed.sign(letter.kind, letter.instance, LETTER.write(letter), key);
}

/** Read a letter whose signature nobody has checked: only to find whose key and keyring would. */
export function peekUnverified(letter: Signed): Letter {
    return decode(letter.json);
}

/**
 * Return a letter of this kind and instance that this key signed.
 *
 * Unproven: the signature does not fit, or the letter itself names another kind, instance or (a reporter's)
 * another key's case. FormatError: the key's holder signed something that is no letter.
 */
export function verifyLetter<K extends Letter["kind"]>(
    letter: Signed,
    kind: K,
    instance: Uint8Array,
    key: PublicKey,
): Extract<Letter, { kind: K }> {
    const proven = read(signed.check(kind, instance, letter, key, JSON_LIMIT), letter.json.length);
    if (!isOf(proven, kind) || !equal(proven.instance, instance)) {
        throw new Unproven("the letter and its signature name different kinds or portals");
    }
    if (proven.kind !== "reply" && !equal(proven.case, caseOf(key))) {
        throw new Unproven("the letter's case is not that of the key");
    }
    return proven;
}

function isOf<K extends Letter["kind"]>(letter: Letter, kind: K): letter is Extract<Letter, { kind: K }> {
    return letter.kind === kind;
}

function read(value: Value, size: number): Letter {
    const letter = LETTER.read(value);
    if (letter.kind === "reply" && size > REPLY_JSON_LIMIT) {
        throw new FormatError(`a reply has more than ${REPLY_JSON_LIMIT} bytes`);
    }
    if (letter.kind === "message") {
        if (blank(letter.text) && !letter.attachments.length) {
            throw new FormatError("text: blank, without an attachment", "blank");
        }
        letter.attachments.forEach(({ path }, i) => {
            if (!path.startsWith(`attachments/${String(i + 1).padStart(2, "0")}.`)) {
                throw new FormatError("attachments: one stands not at its place");
            }
        });
    }
    return letter;
}
