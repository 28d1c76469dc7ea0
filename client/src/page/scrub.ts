/**
 * What files give away is looked for in workers that never see a key, and taken out of them there.
 *
 * A worker reads one stranger's file and may be taken over by it: whatever it says is checked, and one that does
 * not answer in time is ended. Nothing of a file is loaded here but its first bytes.
 */

import type { Config } from "../config.ts";
import { type Remote, type ScriptPolicy, startWorker } from "../rpc.ts";
import { IMAGE_LIMIT, KINDS, WARNINGS } from "../scrub/scrubbed.ts";

/** Milliseconds for one file. */
export const PATIENCE = 20_000;

const FORMATS: readonly string[] = ["", "jpeg", "png", "webp", "heic", "pdf", "ooxml", "odf"];
// As a letter takes it.
const MEDIA_TYPE = /^[a-z]{1,20}\/[a-z0-9][a-z0-9.+-]{0,62}$/;

/** A file's format, media type, what was found and removed, and the warning, as wbs.scrub.Scrubbed. */
export interface Examined {
    format: string;
    type: string;
    found: string[];
    removed: string[];
    warning: string;
    content: Blob | null;
}

export const FAILED: Examined = {
    format: "",
    type: "application/octet-stream",
    found: [],
    removed: [],
    warning: "failed",
    content: null,
};

type Name = "images" | "documents";
type Start = (name: Name) => Promise<Pick<Remote, "call" | "die">>;

/** The workers of one page; each is started when a file of its sort comes. */
export class Scrubber {
    readonly #start: Start;
    readonly #has: (name: Name) => boolean;
    readonly #running = new Map<Name, Promise<Pick<Remote, "call" | "die">>>();

    constructor(start: Start, has: (name: Name) => boolean) {
        this.#start = start;
        this.#has = has;
    }

    /** The workers of a page's scripts. */
    static of(scripts: Config["scripts"], policy: ScriptPolicy): Scrubber {
        return new Scrubber(
            (name) => startWorker(scripts[name].url, scripts[name].integrity, policy),
            (name) => name in scripts,
        );
    }

    /** Examine a file; whatever it does, an answer comes, FAILED at worst. */
    async examine(file: Blob): Promise<Examined> {
        const name = await this.#who(file);
        let patience: ReturnType<typeof setTimeout> | undefined;
        try {
            const remote = await this.#worker(name);
            patience = setTimeout(() => remote.die(), PATIENCE);
            return check(await remote.call<unknown>("scrub", file));
        } catch {
            // Whatever happened to it, the next file gets a new one.
            this.#end(name);
            return FAILED;
        } finally {
            clearTimeout(patience);
        }
    }

    /** End all workers; what is being examined has FAILED. */
    end(): void {
        for (const name of [...this.#running.keys()]) this.#end(name);
    }

    /** Office documents are archives; whatever else there is, the other worker knows it by name at least. */
    async #who(file: Blob): Promise<Name> {
        if (!this.#has("documents")) return "images";
        const head = await file
            .slice(0, 4)
            .arrayBuffer()
            .catch(() => new ArrayBuffer(0));
        return /^PK(?:\x03\x04|\x05\x06)/.test(String.fromCharCode(...new Uint8Array(head)))
            ? "documents"
            : "images";
    }

    #worker(name: Name): Promise<Pick<Remote, "call" | "die">> {
        const running = this.#running.get(name) ?? this.#start(name);
        this.#running.set(name, running);
        return running;
    }

    #end(name: Name): void {
        const running = this.#running.get(name);
        this.#running.delete(name);
        void running?.then(
            (remote) => remote.die(),
            () => undefined,
        );
    }
}

/** Return what a worker said; TypeError if it cannot be so. */
function check(told: unknown): Examined {
    const { format, type, warning, found, removed, content } = (told ?? {}) as Record<
        keyof Examined,
        unknown
    >;
    const [isFound, isRemoved] = [kinds(found), kinds(removed)];
    const possible =
        FORMATS.includes(format as string) &&
        (warning === "" || (WARNINGS as readonly unknown[]).includes(warning)) &&
        isRemoved.every((kind) => isFound.includes(kind)) &&
        (content === null ? !isRemoved.length : content instanceof Blob && content.size <= IMAGE_LIMIT);
    if (!possible || typeof type !== "string" || !MEDIA_TYPE.test(type)) throw new TypeError("a lie");
    return {
        format: format as string,
        type,
        found: isFound,
        removed: isRemoved,
        warning: warning as string,
        content: content as Blob | null,
    };
}

/** Return kinds of KINDS, each once and in its order; TypeError if these are not. */
function kinds(told: unknown): string[] {
    if (!Array.isArray(told)) throw new TypeError("a lie");
    const known: string[] = KINDS.filter((kind) => told.includes(kind));
    if (known.length !== told.length || known.some((kind, i) => kind !== told[i]))
        throw new TypeError("a lie");
    return known;
}
