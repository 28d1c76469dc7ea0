/**
 * A case and the next message to it. What is typed stays on the screen until it was sent; a retry sends the same
 * bytes, as long as nothing has changed.
 */

import { hex, WbsError } from "../bytes.ts";
import { dumps } from "../canonical.ts";
import type { Case } from "../vault.ts";
import type { App } from "./boot.ts";
import { caseScreen, readersPiece, repliesPiece, SHOWN } from "./case.ts";
import { fullDate } from "./dates.ts";
import { alertIn, bind, checked, clean, dismiss, focus, show, text } from "./dom.ts";
import * as files from "./files.ts";
import { stretch } from "./returning.ts";
import { sendDrop } from "./send.ts";
import { grouped } from "./sizes.ts";

/** Bytes of a message's text as JSON. */
const TEXT_LIMIT = 49_152;
/** Bytes left from which on the page says how many. */
const NEAR = 2_000;

/** A message before it is sent: `letterId` is made once; `sealed` belongs to exactly this `content`. */
interface Draft {
    letterId: string;
    text: string;
    excluded: string[];
    confirmed: boolean;
    sealed: { content: string; letter: Uint8Array } | null;
}

/** Open the case of the vault's code on a whole board, and show it; rejects as `Vault.openBoard` does. */
export async function start(app: App, words: string[], board: ArrayBuffer): Promise<void> {
    const open = (excluded: string[]): Promise<Case> => app.vault.openBoard(board.slice(0), excluded);
    new Visit(app, words, open, await open([])).show();
}

/**
 * One visit to a case: what the vault found on the board, and the draft.
 *
 * `words` are for a vault that has to be started anew. `open` finds again, with others excluded.
 */
class Visit {
    readonly #app: App;
    readonly #words: string[];
    readonly #open: (excluded: string[]) => Promise<Case>;
    #found: Case;
    #draft = draft();
    #opened = 0;
    #dead = false;
    #told: string | null = null;

    constructor(app: App, words: string[], open: (excluded: string[]) => Promise<Case>, found: Case) {
        this.#app = app;
        this.#words = words;
        this.#open = open;
        this.#found = found;
    }

    /** Show the case, with what was typed. */
    show(): void {
        const { main, parts, config } = this.#app;
        show(main, caseScreen(parts, this.#found, this.#draft, config.lang));
        const field = element(main, "textarea#text", HTMLTextAreaElement);
        field.value = this.#draft.text;
        field.addEventListener("input", () => this.#measure());
        for (const box of main.querySelectorAll("input[name=excluded]")) {
            box.addEventListener("change", () => void this.#exclude());
        }
        bind(main, { send: (button) => (button === "files" ? this.#files() : this.#send()) });
        if (this.#found.items.length > SHOWN) bind(main, { older: () => this.#older() });
        this.#app.dirty(() => this.#typed().trim() !== "");
        this.#measure();
    }

    #typed(): string {
        return text("text", this.#app.main);
    }

    /** Keep what the screen holds. */
    #keep(): void {
        const { main } = this.#app;
        this.#draft.text = this.#typed();
        if (!this.#found.hasReply) this.#draft.excluded = checked("excluded", main);
        this.#draft.confirmed = checked("confirm_one_reader", main).length > 0;
    }

    #files(): Promise<void> {
        this.#keep();
        return this.#attach(() => this.show());
    }

    #older(): void {
        const { main, parts, config } = this.#app;
        const line = element(main, ".timeline", HTMLOListElement);
        const from = line.children.length;
        line.append(repliesPiece(parts, this.#found.items, from, config.lang));
        focus(line.children.item(from) as HTMLElement | null);
        if (line.children.length === this.#found.items.length) {
            main.querySelector("[data-do=older]")?.parentElement?.remove();
        }
    }

    /** Say how much room is left, once it is little. */
    #measure(): void {
        const { main, parts, config } = this.#app;
        const left = roomLeft(element(main, "textarea#text", HTMLTextAreaElement).value);
        const said = element(main, "#room", HTMLElement);
        if (left >= NEAR) said.replaceChildren();
        else
            said.replaceChildren(
                parts.piece(left < 0 ? "room-over" : "room-left", {
                    count: grouped(Math.abs(left), config.lang),
                }),
            );
    }

    /** Who must not read has changed: name who will. */
    async #exclude(): Promise<void> {
        this.#keep();
        try {
            await this.#reopen();
        } catch (error) {
            await this.#failed(this.#app.codeOf(error));
        }
    }

    async #reopen(): Promise<void> {
        const { main, parts } = this.#app;
        const opened = (this.#opened += 1);
        const found = await this.#open(this.#draft.excluded);
        // A later choice has been made meanwhile, and is on its way.
        if (opened !== this.#opened) return;
        this.#found = found;
        main.querySelector("#readers")?.replaceChildren(readersPiece(parts, found.readers, false));
    }

    async #send(): Promise<void> {
        const { main, config } = this.#app;
        dismiss(main);
        this.#keep();
        if (this.#draft.text.trim() === "") {
            alertIn(main, this.#app.trouble("message_missing", { sending: true }));
            return;
        }
        this.#lock(true);
        try {
            this.#tell("message-sealing");
            const letter = await this.#seal();
            this.#tell("message-sending");
            const { returnBy } = await sendDrop(letter, config, (_sent, _size, broken) =>
                this.#tell(broken ? "message-broken" : "message-sending"),
            );
            this.#sent(returnBy);
        } catch (error) {
            this.#tell(null);
            this.#lock(false);
            await this.#failed(this.#app.codeOf(error));
        }
    }

    /** Seal the draft, or return what was sealed of it before. */
    async #seal(): Promise<Uint8Array> {
        const { letterId, text, excluded, confirmed } = this.#draft;
        const { shown } = this.#found;
        const content = JSON.stringify([text, excluded, confirmed, shown]);
        if (this.#draft.sealed?.content !== content) {
            await this.#revive();
            // The page may have been open for long.
            await this.#app.refresh();
            const message = { letterId, text, excluded, confirmed, shown, files: [] };
            const sealing = await this.#app.vault.sealMessage(message);
            // A text is one part.
            const letter = await sealing.next();
            sealing.cancel();
            if (letter === null) throw new WbsError("failed");
            this.#draft.sealed = { content, letter };
        }
        return this.#draft.sealed.letter;
    }

    /** Give a vault that died a successor with the same code. */
    async #revive(): Promise<void> {
        if (!this.#dead) return;
        await this.#app.revive();
        await stretch(this.#app, this.#words, () => {});
        await this.#open(this.#draft.excluded);
        this.#dead = false;
    }

    async #failed(code: string): Promise<void> {
        this.#dead ||= code === "dead";
        if (code === "readers_changed") {
            await this.#reopen();
            // A reply that counts no more takes its readers along, and whom it excluded: all is asked again.
            this.show();
        }
        alertIn(this.#app.main, this.#app.trouble(code, { sending: true, kept: true }));
    }

    #sent(returnBy: string): void {
        const { main, parts, config } = this.#app;
        const { excluded } = this.#draft;
        this.#app.dirty(() => false);
        this.#draft = { ...draft(), excluded };
        show(main, parts.piece("message-sent", { date: fullDate(returnBy, config.lang) }));
        bind(main, { files: () => this.#attach(() => this.#sent(returnBy)) });
    }

    /** Go on to files with the text; `back` without them. */
    #attach(back: () => void): Promise<void> {
        const { excluded, text } = this.#draft;
        return files.start(this.#app, {
            words: this.#words,
            excluded,
            text,
            opened: this.#found,
            open: this.#open,
            back: async (typed, without) => {
                this.#draft = { ...this.#draft, text: typed, excluded: without };
                this.#found = await this.#open(without);
                back();
            },
        });
    }

    /** Nothing changes while it is sealed and sent. */
    #lock(locked: boolean): void {
        const { main } = this.#app;
        element(main, "textarea#text", HTMLTextAreaElement).readOnly = locked;
        for (const box of main.querySelectorAll<HTMLInputElement>("input[type=checkbox]")) {
            box.disabled = locked;
        }
    }

    #tell(piece: string | null): void {
        const { main, parts } = this.#app;
        // The same words again would be read aloud again.
        if (this.#told === piece) return;
        this.#told = piece;
        main.querySelector("#sending")?.replaceChildren(...(piece === null ? [] : [parts.piece(piece)]));
    }
}

/** Return how many bytes a text leaves of what a message holds; below zero if it is too long. */
export function roomLeft(typed: string): number {
    // In JSON a character takes three bytes at most, unless it is one that `clean` takes away.
    if (typed.length * 3 + 2 < TEXT_LIMIT - NEAR) return TEXT_LIMIT;
    return TEXT_LIMIT - dumps(clean(typed)).length;
}

function draft(): Draft {
    const letterId = hex(crypto.getRandomValues(new Uint8Array(16)));
    return { letterId, text: "", excluded: [], confirmed: false, sealed: null };
}

function element<E extends Element>(root: ParentNode, selector: string, kind: new () => E): E {
    const found = root.querySelector(selector);
    if (!(found instanceof kind)) throw new TypeError(`no ${selector}`);
    return found;
}
