/**
 * Who reads a letter: a pure function of the thread key, the keyring, the exclusions and the replies.
 *
 * The panel is random for each reporter and the same whenever that reporter comes back, so that for any reader
 * not being asked is the normal case and an exclusion does not show. The twin of wbs/letters/panel.py.
 */

import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { compare, utf8 } from "./bytes.ts";
import { currentReaders, type Keyring } from "./keyring.ts";
import type { Reader } from "./reader.ts";

/** What decides, of a reply whose signature was proven: who signed it, whom it names, where it stands. */
export interface ProvenReply {
    day: string;
    author: string;
    authorSeq: number;
    digest: Uint8Array;
    readers: readonly string[];
    excluded: readonly string[];
}

/** Who reads the reporter's next letter, and the ids among them that are new since the last reply. */
export interface FollowUp {
    readers: Reader[];
    isNew: ReadonlySet<string>;
}

/** Compare two replies by their place in the order of the fold: day, author, author_seq, SHA-256 of letter.json. */
export function comparePlaces(one: ProvenReply, other: ProvenReply): number {
    return (
        ascending(one.day, other.day) ||
        ascending(one.author, other.author) ||
        one.authorSeq - other.authorSeq ||
        compare(one.digest, other.digest)
    );
}

/** Return the ids by HMAC-SHA256(T, "wbs/v1/panel" ‖ id). */
export function order(thread: Uint8Array, ids: Iterable<string>): string[] {
    const ranked = Array.from(ids, (id) => ({ id, rank: hmac(sha256, thread, utf8(`wbs/v1/panel${id}`)) }));
    return ranked.sort((one, other) => compare(one.rank, other.rank)).map(({ id }) => id);
}

/**
 * Return the first `keyring.panel` intake readers not excluded, then outside ones where they run out.
 *
 * Fewer than asked for, or none, is an answer: the caller asks the reporter, or refuses.
 */
export function panel(
    keyring: Keyring,
    thread: Uint8Array,
    excluded: ReadonlySet<string>,
    today: string,
): Reader[] {
    const able = ableReaders(keyring, excluded, today);
    const ranked = order(thread, able.keys()).map((id) => able.get(id)!);
    const intake = ranked.filter((reader) => reader.role === "intake");
    const outside = ranked.filter((reader) => reader.role === "outside");
    return [...intake, ...outside].slice(0, keyring.panel);
}

/**
 * Return who reads a follow-up; the replies may come in any order, any number of times.
 *
 * The readers of the last reply by a current reader, less those who have left; without one, or with none of them
 * left, the panel. Whoever the report or any proven reply excludes is out, and what they sign as author decides
 * nothing. New is who would not have read it without the last of the replies.
 */
export function followup(
    keyring: Keyring,
    thread: Uint8Array,
    provenReplies: readonly ProvenReply[],
    excludedByReport: Iterable<string>,
    today: string,
): FollowUp {
    const replies = [...provenReplies]
        .sort(comparePlaces)
        .filter((reply, at, all) => at === 0 || comparePlaces(all[at - 1]!, reply) !== 0);
    const excluded = new Set(excludedByReport);
    for (const reply of replies) reply.excluded.forEach((id) => excluded.add(id));
    const readers = deciding(keyring, thread, replies, excluded, today);
    const before = deciding(keyring, thread, replies.slice(0, -1), excluded, today);
    const isNew = readers.filter((reader) => !before.includes(reader)).map(({ id }) => id);
    return { readers, isNew: new Set(isNew) };
}

function deciding(
    keyring: Keyring,
    thread: Uint8Array,
    replies: readonly ProvenReply[],
    excluded: ReadonlySet<string>,
    today: string,
): Reader[] {
    const able = ableReaders(keyring, excluded, today);
    const last = [...replies].reverse().find((reply) => able.has(reply.author));
    const named = last?.readers.flatMap((id) => able.get(id) ?? []) ?? [];
    return named.length ? named : panel(keyring, thread, excluded, today);
}

function ableReaders(keyring: Keyring, excluded: ReadonlySet<string>, today: string): Map<string, Reader> {
    const able = currentReaders(keyring, today).filter((reader) => !excluded.has(reader.id));
    return new Map(able.map((reader) => [reader.id, reader]));
}

function ascending(one: string, other: string): number {
    return one < other ? -1 : Number(one > other);
}
