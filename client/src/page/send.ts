/**
 * A sealed drop on its way to the portal: in one request, or in parts that a broken line costs nothing but time.
 *
 * XMLHttpRequest, because it alone tells how much of a body has left, and keeps memory flat over HTTP/1.1.
 */

import { hex, WbsError } from "../bytes.ts";

/** Bytes of a part, and of the largest drop that goes in one request. */
export const PART = 4 << 20;

/** Milliseconds before each further try over a broken line; after the last the caller is told "net". */
export const PAUSES: readonly number[] = [1000, 2000, 4000, 8000, 15_000, 30_000];

/** Milliseconds in which not one byte moved: the line is taken for broken. */
export const STALL = 120_000;

/** What is sent: `next` gives the drop's bytes in parts of PART, the last one shorter, then null. */
export interface Parts {
    readonly size: number;
    next(): Promise<Uint8Array | null>;
}

/** The dates of a stored drop, ISO: when readers can fetch it, and until when an answer is to be expected. */
export interface Stored {
    readable: string;
    returnBy: string;
}

/** Told as bytes leave; `broken`: the line broke, and the next try waits. */
export type Progress = (sent: number, size: number, broken: boolean) => void;

/** What sending needs of the browser. */
export interface Means {
    request: () => XMLHttpRequest;
    random: (n: number) => Uint8Array;
    later: (act: () => void, milliseconds: number) => () => void;
}

export const BROWSER: Means = {
    request: () => new XMLHttpRequest(),
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    later: (act, milliseconds) => {
        const timer = setTimeout(act, milliseconds);
        return () => clearTimeout(timer);
    },
};

/** How far a drop has come; only the part under way is in memory. */
interface Upload {
    readonly id: string;
    number: number;
    part: Uint8Array | null;
    sealing: Promise<Uint8Array | null> | null;
    sent: number;
    lost: boolean;
}

const uploads = new WeakMap<object, Upload>();

/**
 * Send a sealed drop; return its dates once it is on the portal's disk.
 *
 * WbsError: "net" (the line stayed broken), "cancelled" (by the signal), or the portal's code. After any of
 * them, calling again with the same object goes on where it stopped. Only after "parts_missing" it cannot: the
 * portal has thrown parts away that are no longer in memory here, so the letter is to be sealed once more.
 * What `next` rejects with passes on.
 */
export async function sendDrop(
    drop: Parts | Uint8Array,
    config: { readonly links: { readonly drop: string } },
    progress: Progress = () => {},
    signal: AbortSignal = new AbortController().signal,
    means: Means = BROWSER,
): Promise<Stored> {
    const size = drop instanceof Uint8Array ? drop.length : drop.size;
    const upload = begun(drop, means);
    if (upload.lost) {
        throw new WbsError("parts_missing");
    }
    const deliver = (address: string, body: Uint8Array | null): Promise<unknown> =>
        insistently(
            address,
            body,
            (sent, broken) => progress(Math.min(upload.sent + sent, size), size, broken),
            signal,
            means,
        );
    if (size <= PART) {
        await load(upload, drop, signal);
        return stored(await deliver(config.links.drop, upload.part));
    }
    if (drop instanceof Uint8Array) {
        throw new WbsError("files_large");
    }
    const query = `?size=${size}`;
    while (upload.sent < size) {
        await load(upload, drop, signal);
        if (upload.part === null) {
            throw new WbsError("failed");
        }
        await deliver(`${config.links.drop}/${upload.id}/${upload.number}${query}`, upload.part);
        upload.sent += upload.part.length;
        upload.number += 1;
        upload.part = null;
    }
    try {
        return stored(await deliver(`${config.links.drop}/${upload.id}${query}`, null));
    } catch (error) {
        upload.lost = error instanceof WbsError && error.code === "parts_missing";
        throw error;
    }
}

function begun(drop: object, means: Means): Upload {
    let upload = uploads.get(drop);
    if (upload === undefined) {
        upload = { id: hex(means.random(16)), number: 0, part: null, sealing: null, sent: 0, lost: false };
        uploads.set(drop, upload);
    }
    return upload;
}

/** Have the next part ready; a cancel does not wait for it. */
async function load(upload: Upload, drop: Parts | Uint8Array, signal: AbortSignal): Promise<void> {
    if (upload.part !== null) return;
    upload.sealing ??= drop instanceof Uint8Array ? Promise.resolve(drop) : drop.next();
    const part = await unlessAborted(upload.sealing, signal);
    [upload.part, upload.sealing] = [part, null];
}

/** Post until an answer comes; the line may break PAUSES.length times. */
async function insistently(
    address: string,
    body: Uint8Array | null,
    progress: (sent: number, broken: boolean) => void,
    signal: AbortSignal,
    means: Means,
): Promise<unknown> {
    for (const pause of PAUSES) {
        try {
            return await post(address, body, (sent) => progress(sent, false), signal, means);
        } catch (error) {
            if (!(error instanceof WbsError) || error.code !== "net") {
                throw error;
            }
        }
        progress(0, true);
        await rest(pause, signal, means);
    }
    return post(address, body, (sent) => progress(sent, false), signal, means);
}

/** Post once; the answer's JSON, null where it has no content. "net": no answer of ours came. */
function post(
    address: string,
    body: Uint8Array | null,
    progress: (sent: number) => void,
    signal: AbortSignal,
    means: Means,
): Promise<unknown> {
    return new Promise((resolve, reject) => {
        if (signal.aborted) {
            reject(new WbsError("cancelled"));
            return;
        }
        const request = means.request();
        let watch = means.later(() => request.abort(), STALL);
        const moved = (): void => {
            watch();
            watch = means.later(() => request.abort(), STALL);
        };
        const cancel = (): void => request.abort();
        signal.addEventListener("abort", cancel);
        request.upload.onprogress = (event) => {
            moved();
            progress(event.loaded);
        };
        request.onloadend = () => {
            watch();
            signal.removeEventListener("abort", cancel);
            if (signal.aborted) {
                reject(new WbsError("cancelled"));
                return;
            }
            try {
                resolve(answer(request.status, request.responseText));
            } catch (error) {
                reject(error);
            }
        };
        request.open("POST", address);
        request.setRequestHeader("Content-Type", "application/octet-stream");
        // A view of plain memory: nothing here shares memory between threads.
        request.send(body as Uint8Array<ArrayBuffer> | null);
    });
}

/** Read an answer; WbsError with the portal's code. Nothing else of what came is kept. */
function answer(status: number, text: string): unknown {
    if (status === 204) {
        return null;
    }
    let told: unknown;
    try {
        told = JSON.parse(text);
    } catch {
        told = null;
    }
    const trouble = member(told, "trouble");
    if (status === 201 && told !== null) {
        return told;
    }
    if (status >= 400 && trouble !== null && /^[a-z_]{1,32}$/.test(trouble)) {
        throw new WbsError(trouble);
    }
    // A refusal that is not ours stays one; anything else comes from something between us and the portal.
    throw new WbsError(status >= 400 && status < 500 ? "failed" : "net");
}

function stored(told: unknown): Stored {
    const readable = member(told, "readable");
    const returnBy = member(told, "return_by");
    const date = /^\d{4}-\d{2}-\d{2}$/;
    if (readable === null || returnBy === null || !date.test(readable) || !date.test(returnBy)) {
        throw new WbsError("failed");
    }
    return { readable, returnBy };
}

function member(told: unknown, name: string): string | null {
    if (typeof told !== "object" || told === null) {
        return null;
    }
    const value: unknown = Reflect.get(told, name);
    return typeof value === "string" ? value : null;
}

function unlessAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
        const cancel = (): void => reject(new WbsError("cancelled"));
        if (signal.aborted) cancel();
        signal.addEventListener("abort", cancel, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", cancel));
    });
}

function rest(milliseconds: number, signal: AbortSignal, means: Means): Promise<void> {
    return new Promise((resolve, reject) => {
        const cancel = (): void => {
            stop();
            reject(new WbsError("cancelled"));
        };
        const stop = means.later(() => {
            signal.removeEventListener("abort", cancel);
            resolve();
        }, milliseconds);
        if (signal.aborted) {
            cancel();
            return;
        }
        signal.addEventListener("abort", cancel, { once: true });
    });
}
