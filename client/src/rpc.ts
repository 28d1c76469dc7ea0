/**
 * A page and its worker: one request, one answer, nothing else on the line.
 *
 * Both sides number their requests; a worker tells its own hash before anything is asked of it. From the page:
 * `{id, call, argument}`, `{ping}`. From the worker: `{hash}`, `{id, part}` (progress), `{id, result}`,
 * `{id, trouble, values}`, `{pong}`.
 */

import { WbsError } from "./bytes.ts";

/** What makes the address of a script one that may be loaded; TrustedTypePolicy is one of these. */
export interface ScriptPolicy {
    createScriptURL(address: string): unknown;
}

/** A request's answer while it is under way: how much of it is done, from 0 to 1. */
export type Progress = (part: number) => void;

/** What a worker does when called: takes one argument, may tell of its progress. */
export type Handler = (argument: never, progress: Progress) => unknown;

/** What a handler returns whose buffers are to move to the page instead of being copied. */
export class Moved {
    constructor(
        readonly result: unknown,
        readonly buffers: Transferable[],
    ) {}
}

interface Line {
    postMessage(message: unknown, moved: Transferable[]): void;
    onmessage: ((event: MessageEvent) => void) | null;
}

interface Waiting {
    resolve(result: unknown): void;
    reject(error: WbsError): void;
    progress: Progress | undefined;
}

/** Beats of `BEAT_MS` that a worker may let pass in silence while something is asked of it. */
const SILENT_BEATS = 12;
const BEAT_MS = 5_000;
const START_MS = 30_000;

interface TrustedTypesFactory {
    createPolicy(name: string, rules: { createScriptURL(address: string): string }): ScriptPolicy;
}

/**
 * Makes the one Trusted Types policy of the page, `wbs`: it lets exactly these addresses through.
 *
 * To be called once. TypeError from the policy for any other address. Where the browser has no Trusted Types,
 * the same check without them.
 */
export function scriptPolicy(addresses: readonly string[]): ScriptPolicy {
    const createScriptURL = (address: string): string => {
        if (!addresses.includes(address)) throw new TypeError("not a script of this page");
        return address;
    };
    const factory = (globalThis as { trustedTypes?: TrustedTypesFactory }).trustedTypes;
    return factory ? factory.createPolicy("wbs", { createScriptURL }) : { createScriptURL };
}

/**
 * Starts a worker and awaits its own report of what it is.
 *
 * `integrity`: `sha384-…` of the manifest. WbsError "blocked": it does not start here, "changed": it is another
 * script than the page's.
 */
export async function startWorker(address: string, integrity: string, policy: ScriptPolicy): Promise<Remote> {
    let worker: Worker;
    try {
        worker = new Worker(policy.createScriptURL(address) as string);
    } catch {
        throw new WbsError("blocked");
    }
    return new Promise((resolve, reject) => {
        const refuse = (code: string): void => {
            clearTimeout(timer);
            worker.terminate();
            reject(new WbsError(code));
        };
        const timer = setTimeout(() => refuse("blocked"), START_MS);
        const failed = (end: () => void) => (event: Event) => {
            event.preventDefault();
            end();
        };
        worker.onerror = worker.onmessageerror = failed(() => refuse("blocked"));
        worker.onmessage = ({ data }: MessageEvent<{ hash?: unknown }>) => {
            if (data.hash !== integrity) return refuse(data.hash === null ? "blocked" : "changed");
            clearTimeout(timer);
            const remote = new Remote(worker, () => worker.terminate());
            worker.onerror = worker.onmessageerror = failed(() => remote.die());
            resolve(remote);
        };
    });
}

/** The page's end of the line. */
export class Remote {
    readonly #line: Line;
    readonly #end: () => void;
    readonly #waiting = new Map<number, Waiting>();
    #next = 0;
    #silence = 0;
    #beat: ReturnType<typeof setInterval> | undefined;
    #dead = false;

    constructor(line: Line, end: () => void) {
        this.#line = line;
        this.#end = end;
        line.onmessage = ({ data }) => this.#hear(data);
    }

    /**
     * Asks for one thing; rejects with a WbsError of the worker's code, or "dead".
     *
     * `moved`: buffers of the argument that the worker is to own from now on.
     */
    call<Result>(
        name: string,
        argument?: unknown,
        progress?: Progress,
        moved: Transferable[] = [],
    ): Promise<Result> {
        if (this.#dead) return Promise.reject(new WbsError("dead"));
        return new Promise<Result>((resolve, reject) => {
            const id = this.#next++;
            this.#line.postMessage({ id, call: name, argument }, moved);
            this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject, progress });
            this.#beat ??= setInterval(() => this.#listen(), BEAT_MS);
        });
    }

    /** False once the worker is known to be dead. */
    get alive(): boolean {
        return !this.#dead;
    }

    /** Ends the worker; whatever is asked of it, now or later, is "dead". */
    die(): void {
        this.#dead = true;
        this.#rest();
        this.#end();
        const waiting = [...this.#waiting.values()];
        this.#waiting.clear();
        for (const each of waiting) each.reject(new WbsError("dead"));
    }

    #rest(): void {
        clearInterval(this.#beat);
        this.#beat = undefined;
        this.#silence = 0;
    }

    /** Beats are counted, not time: a device that slept has heard nothing, and nothing is wrong. */
    #listen(): void {
        if (++this.#silence > SILENT_BEATS) this.die();
        else this.#line.postMessage({ ping: true }, []);
    }

    #hear(data: { id?: number; part?: number; result?: unknown; trouble?: string; values?: object }): void {
        this.#silence = 0;
        const waiting = data.id === undefined ? undefined : this.#waiting.get(data.id);
        if (data.id === undefined || !waiting) return;
        if (data.part !== undefined) {
            waiting.progress?.(data.part);
            return;
        }
        this.#waiting.delete(data.id);
        if (!this.#waiting.size) this.#rest();
        if (data.trouble === undefined) waiting.resolve(data.result);
        else waiting.reject(Object.assign(new WbsError(data.trouble), data.values));
    }
}

/** Answers the page's requests on a line; `failed` is the code for an error that is none of ours. */
export function answer(line: Line, handlers: Readonly<Record<string, Handler>>, failed = "failed"): void {
    line.onmessage = ({ data }: MessageEvent<{ id?: number; call?: string; argument?: unknown }>) => {
        const { id, call, argument } = data;
        if (id === undefined) line.postMessage({ pong: true }, []);
        else void respond(line, handlers, failed, id, call ?? "", argument);
    };
}

async function respond(
    line: Line,
    handlers: Readonly<Record<string, Handler>>,
    failed: string,
    id: number,
    call: string,
    argument: unknown,
): Promise<void> {
    try {
        const handler = handlers[call];
        if (!handler) throw new TypeError(`nothing answers ${call}`);
        const result: unknown = await handler(argument as never, (part) =>
            line.postMessage({ id, part }, []),
        );
        if (result instanceof Moved) line.postMessage({ id, result: result.result }, result.buffers);
        else line.postMessage({ id, result }, []);
    } catch (error) {
        const { code, name, ...values } = error instanceof WbsError ? error : { code: failed, name: "" };
        line.postMessage({ id, trouble: code, values }, []);
    }
}

/** The worker's side: tells its own hash, then answers. `{hash: null}`: its own script cannot be read. */
export async function serve(handlers: Readonly<Record<string, Handler>>): Promise<void> {
    const line = self as unknown as Line;
    // Requests come after the report, but nothing that came earlier may be lost.
    answer(line, handlers);
    line.postMessage({ hash: await ownHash() }, []);
}

/**
 * The script is read again, by the rules that it was loaded by: what runs and what is read here can differ only
 * where a server sends two different answers, and SECURITY.md says so. Not from the cache at any price: there a
 * refusal of something in between would be found again for as long as the browser runs.
 */
async function ownHash(): Promise<string | null> {
    try {
        const response = await fetch(self.location.href, { credentials: "omit", redirect: "error" });
        if (!response.ok) return null;
        const digest = await crypto.subtle.digest("SHA-384", await response.arrayBuffer());
        return `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
    } catch {
        return null;
    }
}
