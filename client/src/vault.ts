/**
 * The page's side of the vault: what is secret lives in the worker, and only what was typed comes from here.
 *
 * Any rejection is a VaultError; after one the vault can still be used, unless its code is "dead". What needs a
 * code or a keyring and has none is refused as "code_missing" or "keyring_missing", what waited for a code that was
 * given up as "given_up".
 */

import { WbsError } from "./bytes.ts";
import type { Config } from "./config.ts";
import { read } from "./receipt.ts";
import { type Progress, type Remote, type ScriptPolicy, startWorker } from "./rpc.ts";

/** A reader as the page shows one; `words` are the fingerprint of the recipient. `isNew`: since the last reply. */
export interface ReaderView {
    id: string;
    title: string;
    unit: string;
    role: string;
    words: string[];
    current: boolean;
    isNew: boolean;
}

/**
 * What the published keyrings say, once proven; `readers` are the current ones.
 *
 * `warning` "freshness": no reader has said lately that this keyring is the newest. `collectedUntil`: the
 * half-day ("2026-11-22A") up to which every intake reader's desk has collected. `expires`: ISO date.
 */
export interface Trusted {
    sequence: number;
    panel: number;
    readers: ReaderView[];
    warning: "" | "freshness";
    collectedUntil: string | null;
    expires: string;
}

/** One proven reply; `day` in ISO. `gap` lies before it; `fork`: another one bears its number. */
export interface Item {
    day: string;
    state: string | null;
    outcome: string | null;
    text: string;
    title: string;
    unit: string;
    former: boolean;
    fork: boolean;
    gap: null | "expired" | "missing";
}

/**
 * A case as its reporter is shown it: `items` in the order of the fold, and how many replies were `unproven`.
 *
 * `readers` would read the next message; `excludable` can still be excluded; `shown` goes back into
 * `sealMessage`, which refuses if by then others would read.
 */
export interface Case {
    items: Item[];
    unproven: number;
    state: string;
    outcome: string | null;
    hasReply: boolean;
    readers: ReaderView[];
    excludable: ReaderView[];
    shown: string;
    collectedUntil: string | null;
}

/** A file of a message, cleaned already or as it came; `removed`: kinds of metadata taken out. */
export interface Outgoing {
    file: Blob;
    name: string;
    type: string;
    removed: string[];
}

/** What a report says; `confirmed`: it may go to one reader alone. */
export interface ReportDraft {
    answers: Record<string, string>;
    excluded: string[];
    language: string;
    confirmed: boolean;
}

/** What a follow-up says; `letterId`: 32 hex digits, made once by the page and the same for every retry. */
export interface MessageDraft {
    letterId: string;
    text: string;
    excluded: string[];
    confirmed: boolean;
    shown: string;
    files: Outgoing[];
}

/**
 * A letter while it is sealed: `size` bytes in all, handed out in parts of 4 MiB, the last one shorter.
 *
 * Memory stays flat: what was handed out is forgotten here. The first `next` reads every file once for its hash.
 */
export interface Sealing {
    readonly size: number;
    next(): Promise<Uint8Array | null>;
    cancel(): void;
}

/** A code as read from what was typed; a correction is to be confirmed by whoever typed it. */
export interface CodeReading {
    words: string[];
    correction: null | { position: number; typed: string; word: string };
}

/** Why the vault could not: `code` is a trouble's name, other fields are what its sentence tells. */
export class VaultError extends WbsError {}

/** The vault of one page. */
export class Vault {
    readonly #remote: Remote;

    private constructor(remote: Remote) {
        this.#remote = remote;
    }

    /** Starts the worker and has it try itself; VaultError "blocked", "changed" or "selftest". */
    static async start(config: Config, policy: ScriptPolicy): Promise<Vault> {
        const { url, integrity } = config.scripts.wbs;
        return Vault.over(await startWorker(url, integrity, policy).catch(rethrow), config);
    }

    /** The same with a worker that runs already. */
    static async over(remote: Remote, config: Config): Promise<Vault> {
        const vault = new Vault(remote);
        try {
            await vault.#ask("begin", config);
        } catch (error) {
            vault.terminate();
            throw error instanceof VaultError && error.code === "dead" ? new VaultError("blocked") : error;
        }
        return vault;
    }

    /** Whether the worker can still be asked, as far as is known. */
    get alive(): boolean {
        return this.#remote.alive;
    }

    /**
     * Verifies what `/keyrings.json` holds, parsed; to be asked again for newer ones.
     *
     * VaultError keyring_missing, keyring_untrusted, keyring_expired, keyring_old or clock.
     */
    trust(published: unknown): Promise<Trusted> {
        return this.#ask("trust", published);
    }

    /** Makes a code and begins to stretch it; its ten words. */
    newCode(): Promise<string[]> {
        return this.#ask("newCode");
    }

    /** Begins to stretch the code of these ten words, as `readCode` returns them. */
    useCode(words: string[]): Promise<void> {
        return this.#ask("useCode", words);
    }

    /** Resolves once the code's keys are there. */
    stretched(progress?: Progress): Promise<void> {
        return this.#ask("stretched", undefined, progress);
    }

    /** The readers of a report that excludes these; needs the keys. */
    readers(excluded: string[]): Promise<ReaderView[]> {
        return this.#ask("readers", excluded);
    }

    /** Seals a report; VaultError no_reader, one_reader, too_long or what_missing. */
    sealReport(report: ReportDraft): Promise<{ sealed: Uint8Array; readers: number }> {
        return this.#ask("sealReport", report);
    }

    /**
     * Finds and proves the replies on a whole board, which is the worker's from now on; VaultError "failed" if it
     * is none. Null instead of a board: the code was made a moment ago, and nothing can be on it yet.
     */
    openBoard(board: ArrayBuffer | null, excluded: string[]): Promise<Case> {
        return this.#ask("openBoard", { board, excluded }, undefined, board ? [board] : []);
    }

    /**
     * Begins to seal a follow-up on the case last opened; `progress` tells of reading the files for their hashes.
     *
     * VaultError readers_changed, no_reader, one_reader, too_long or message_missing; from `next`, file_changed.
     */
    async sealMessage(message: MessageDraft, progress?: Progress): Promise<Sealing> {
        const { sealing, size } = await this.#ask<{ sealing: number; size: number }>("sealMessage", message);
        return {
            size,
            next: () => this.#ask("next", sealing, progress),
            cancel: () => void this.#ask("cancel", sealing).catch(() => undefined),
        };
    }

    /** Forgets the code, its keys and what was opened. */
    forget(): Promise<void> {
        return this.#ask("forget");
    }

    /** Ends the worker with all that it holds. */
    terminate(): void {
        this.#remote.die();
    }

    #ask<Result>(
        name: string,
        argument?: unknown,
        progress?: Progress,
        moved: Transferable[] = [],
    ): Promise<Result> {
        return this.#remote.call<Result>(name, argument, progress, moved).catch(rethrow);
    }
}

/**
 * Reads a code as people type it; positions count from 0.
 *
 * WbsError code_count (with `count`), code_swapped (with `swap`, the first of two neighbours that seem exchanged,
 * or null) or code_unreadable.
 */
export function readCode(text: string): CodeReading {
    const { receipt, correction } = read(text);
    return { words: [...receipt.words], correction };
}

function rethrow(error: unknown): never {
    if (!(error instanceof WbsError)) throw error;
    const { code, name, ...values } = error;
    throw Object.assign(new VaultError(code), values);
}
