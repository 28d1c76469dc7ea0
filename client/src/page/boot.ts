/**
 * Takes a plain page over, once everything that sealing needs has proven that it works; until then, and
 * otherwise, the plain page stays.
 *
 * Nothing here writes to storage, history, title or console. What is typed stays in the page.
 */

import { WbsError } from "../bytes.ts";
import type { Config } from "../config.ts";
import { type ScriptPolicy, scriptPolicy } from "../rpc.ts";
import { type Trusted, Vault, VaultError } from "../vault.ts";
import { alertIn, dismiss, focus, Parts, show, type Values } from "./dom.ts";
import * as filing from "./filing.ts";
import * as returning from "./returning.ts";

/** What the screens work with. */
export interface App {
    readonly config: Config;
    readonly policy: ScriptPolicy;
    readonly parts: Parts;
    readonly main: HTMLElement;
    /** The keyring, verified; on this page nothing is typed before that. */
    readonly trusted: Trusted;
    /** Another one after `revive`. */
    readonly vault: Vault;
    /** Starts a new vault in place of a dead one; it knows the keyring, but no code. Rejects as `Vault.start`. */
    revive(): Promise<void>;
    /**
     * Fetches and verifies the keyrings anew, unless that was done less than `age` milliseconds ago; rejects as
     * `Vault.trust`, or with WbsError "net".
     */
    refresh(age?: number): Promise<void>;
    /** The notice for a trouble's code; `sending`: a send button was pressed, `kept`: the text stands below. */
    trouble(code: string, values?: Values): DocumentFragment;
    /** The trouble's code for anything caught. */
    codeOf(error: unknown): string;
    /** What tells whether something typed was not sent; leaving then asks first. */
    dirty(isDirty: () => boolean): void;
    /** Wipes the page and leaves, without asking. */
    leave(): void;
}

/** Codes that the vault and the wire share with the server, where the same words would be wrong here. */
const HERE: Record<string, string> = { clock: "clock_here", message_empty: "message_missing" };

/**
 * What the page may do from then on, within its own headers: ask the portal, and start its workers.
 *
 * Templates and styles are the server's. With no script, picture, font or frame to ask for, they cannot tell it what
 * stands in the page.
 */
const TAKEN_OVER = [
    "default-src 'none'",
    "connect-src 'self'",
    "worker-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
].join("; ");

/** Begin; to be called while the page's script is first run, which names its configuration. */
export function boot(): void {
    const script = document.currentScript as HTMLScriptElement | null;
    const holder = document.querySelector<HTMLElement>(".enhanced");
    const main = document.querySelector<HTMLElement>("main");
    if (!script?.dataset["config"] || !holder || !main) return;
    const config = JSON.parse(script.dataset["config"]) as Config;
    const page = new Page(config, main);
    page.prepare().then(
        () => {
            if (wasSeen(holder)) page.discard();
            else page.takeOver();
        },
        (error: unknown) => {
            page.discard();
            tellWhy(holder, error);
        },
    );
}

/** Whether the plain page has been shown already: what was seen is never swapped. */
function wasSeen(holder: HTMLElement): boolean {
    const plain = holder.querySelector(".plain");
    return plain === null || getComputedStyle(plain).visibility === "visible";
}

/** Show the plain page at once, with the reason. */
function tellWhy(holder: HTMLElement, error: unknown): void {
    const code = error instanceof WbsError ? error.code : "unreachable";
    const known = holder.querySelector<HTMLElement>(`[data-why="${CSS.escape(code)}"]`);
    const why = known ?? holder.querySelector<HTMLElement>("[data-why=unreachable]");
    if (why !== null) why.hidden = false;
    holder.classList.add("over");
}

class Page implements App {
    readonly policy: ScriptPolicy;
    #parts: Parts | null = null;
    #vault: Vault | null = null;
    #trusted: Trusted | null = null;
    #published: unknown;
    #verified = 0;
    #begin: () => void = () => {};
    #isDirty: () => boolean = () => false;
    #gone = false;

    constructor(
        readonly config: Config,
        readonly main: HTMLElement,
    ) {
        this.policy = scriptPolicy(Object.values(config.scripts).map(({ url }) => url));
    }

    get parts(): Parts {
        return there(this.#parts);
    }

    get vault(): Vault {
        return there(this.#vault);
    }

    get trusted(): Trusted {
        return there(this.#trusted);
    }

    /** Fetch and try all that is needed; rejects with "blocked", "changed", "selftest", or anything else. */
    async prepare(): Promise<void> {
        const { links } = this.config;
        const starting = Vault.start(this.config, this.policy).then((vault) => (this.#vault = vault));
        [this.#parts, this.#published] = await Promise.all([
            Parts.load(links.parts),
            fetchJson(links.keyrings),
            starting,
        ]);
        try {
            this.#trusted = await this.vault.trust(this.#published);
            this.#verified = performance.now();
        } catch (error) {
            if (!(error instanceof VaultError) || error.code === "dead") throw error;
            this.#begin = () => this.#close(error.code);
            return;
        }
        this.#begin =
            this.config.page === "filing" ? await filing.prepare(this) : () => returning.start(this);
    }

    /** End what `prepare` has started. */
    discard(): void {
        this.#vault?.terminate();
    }

    takeOver(): void {
        this.#guard();
        this.#begin();
    }

    async revive(): Promise<void> {
        this.vault.terminate();
        this.#vault = await Vault.start(this.config, this.policy);
        this.#trusted = await this.#vault.trust(this.#published);
    }

    async refresh(age = 0): Promise<void> {
        if (performance.now() - this.#verified < age) return;
        const published = await fetchJson(this.config.links.keyrings).catch(() => {
            throw new WbsError("net");
        });
        this.#trusted = await this.vault.trust(published);
        this.#verified = performance.now();
        this.#published = published;
    }

    trouble(code: string, values: Values = {}): DocumentFragment {
        const name = `trouble-${HERE[code] ?? code}`;
        return this.parts.piece(this.parts.has(name) ? name : "trouble-failed", { count: "", ...values });
    }

    codeOf(error: unknown): string {
        // Whatever of ours fails in the browser, the server has no part in it.
        if (!(error instanceof WbsError)) return "dead";
        return error instanceof VaultError && error.code === "failed" ? "dead" : error.code;
    }

    dirty(isDirty: () => boolean): void {
        this.#isDirty = isDirty;
    }

    leave(): void {
        this.#wipe();
        location.replace(this.config.links.exit);
    }

    /** Nothing can be sealed today: say why, as the plain page does. */
    #close(code: string): void {
        show(this.main, this.parts.piece("closed"));
        alertIn(this.main, this.trouble(code));
    }

    /**
     * From here on no form of this page can be posted, its templates can load nothing, and nothing typed is lost
     * without a question.
     */
    #guard(): void {
        const meta = document.createElement("meta");
        meta.httpEquiv = "Content-Security-Policy";
        meta.content = TAKEN_OVER;
        document.head.append(meta);
        addEventListener("beforeunload", (event) => {
            if (!this.#gone && this.#isDirty()) event.preventDefault();
        });
        // A page that a browser keeps in memory to come back to would keep what was typed.
        addEventListener("pagehide", () => this.#wipe());
        addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
        document.addEventListener("click", (event) => this.#click(event));
        document.addEventListener("change", () => this.#forget());
        addEventListener("unhandledrejection", (event) => {
            event.preventDefault();
            this.#stumble(event.reason);
        });
        addEventListener("error", (event) => {
            event.preventDefault();
            this.#stumble(event.error);
        });
    }

    /** Leaving leaves no trace, and a link within the page makes no entry in the history. */
    #click(event: MouseEvent): void {
        const link = event.target instanceof Element ? event.target.closest("a") : null;
        if (link === null) return;
        const address = link.getAttribute("href") ?? "";
        if (address === this.config.links.exit) {
            event.preventDefault();
            this.leave();
        } else if (address.startsWith("#")) {
            event.preventDefault();
            const target = document.getElementById(address.slice(1));
            target?.scrollIntoView({ block: "center" });
            focus(target);
        }
    }

    /**
     * Firefox writes boxes into its profile that are not as they were at first, to bring windows back; it keeps
     * away from fields with `autocomplete="off"`, not from boxes.
     */
    #forget(): void {
        for (const box of this.main.querySelectorAll<HTMLInputElement>("[type=checkbox], [type=radio]")) {
            box.defaultChecked = box.checked;
        }
    }

    #stumble(error: unknown): void {
        if (this.#gone || this.#parts === null) return;
        dismiss(this.main);
        const kept = this.#isDirty();
        alertIn(this.main, this.trouble(this.codeOf(error), { sending: kept, kept }));
    }

    #wipe(): void {
        if (this.#gone) return;
        this.#gone = true;
        this.#vault?.terminate();
        document.body.replaceChildren();
    }
}

function there<T>(value: T | null): T {
    if (value === null) throw new TypeError("asked for before it was there");
    return value;
}

async function fetchJson(address: string): Promise<unknown> {
    const response = await fetch(address, { cache: "no-store", credentials: "omit" });
    if (!response.ok) throw new TypeError("no keyrings");
    return response.json();
}
