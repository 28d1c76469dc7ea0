/**
 * What was found in files, what of them is to be sent, and sending it.
 *
 * Whatever fails, the screen comes back as it was left, and nothing but what was not yet sent is sent again.
 */

import { hex } from "../bytes.ts";
import { KINDS } from "../scrub/scrubbed.ts";
import type { Sealing } from "../vault.ts";
import { type Choices, choose, type Chosen, isSigned, type Item, left } from "./batch.ts";
import type { App } from "./boot.ts";
import { readersPiece } from "./case.ts";
import { fullDate } from "./dates.ts";
import { alertIn, bind, checked, dismiss, type Parts, show, text, type Values } from "./dom.ts";
import { hold, type Message, revive, start } from "./files.ts";
import { sendDrop } from "./send.ts";
import { fileSize } from "./sizes.ts";

/** The files of a message and what was left out, by name. */
export interface Checked {
    readonly items: readonly Item[];
    readonly empty: readonly string[];
    readonly unreadable: readonly string[];
}

/** Troubles of the line and of the portal, after which the same letter goes on where it was. */
const PASSING: readonly string[] = ["net", "failed", "full", "files_full", "files_busy"];

/** A letter on its way: `content` is what was sealed, and another one needs another sealing. */
interface Pending {
    readonly content: string;
    readonly chosen: Chosen[];
    readonly sealing: Sealing;
}

/** Show what was found, and send on request; `again` brings back the screen where files are chosen. */
export function review(app: App, message: Message, found: Checked, again: () => void): void {
    new Review(app, message, found, again).show();
}

class Review {
    readonly #app: App;
    readonly #message: Message;
    readonly #found: Checked;
    readonly #again: () => void;
    // Each choice of files is a message of its own: files chosen again are no second version of the first.
    readonly #letterId = hex(crypto.getRandomValues(new Uint8Array(16)));
    #pending: Pending | null = null;
    #dead = false;

    constructor(app: App, message: Message, found: Checked, again: () => void) {
        this.#app = app;
        this.#message = message;
        this.#found = found;
        this.#again = again;
    }

    show(): void {
        const { main, parts, config } = this.#app;
        const { items, empty, unreadable } = this.#found;
        const kinds = KINDS.filter((kind) => items.some(({ examined }) => examined.found.includes(kind)));
        show(
            main,
            parts.piece("review", {
                empty: named(empty),
                unreadable: named(unreadable),
                items: items.map((item) => itemValues(parts, item, fileSize(item.file.size, config.lang))),
                kinds: kinds.map((kind) => ({
                    label: parts.piece(`kind-${kind}`),
                    meaning: parts.piece(`kind-meaning-${kind}`),
                })),
                cleanable: items.some(({ examined }) => examined.content !== null),
                single: items.length === 1,
                count: items.length,
                readers: readersPiece(parts, this.#message.opened.readers, false),
            }),
        );
        const field = main.querySelector("textarea");
        if (field) field.value = this.#message.text;
        this.#app.dirty(() => true);
        bind(main, {
            send: () => this.#send(),
            again: () => {
                this.#message.text = text("text", main);
                this.#drop();
                this.#again();
            },
        });
    }

    async #send(): Promise<void> {
        const { main } = this.#app;
        dismiss(main);
        const choices: Choices = {
            asIs: checked("as_is", main).length > 0,
            neutral: checked("neutral", main).length > 0,
            unsign: new Set(checked("unsign", main).map(Number)),
        };
        this.#message.text = text("text", main);
        const confirmed = checked("confirm_one_reader", main).length > 0;
        const screen = hold(main);
        const meter = new Meter(this.#app, this.#pending ? "files-sealing" : "files-preparing");
        const stop = new AbortController();
        bind(main, { cancel: () => stop.abort() });
        try {
            const { sealing, chosen } = await this.#seal(choices, confirmed, meter);
            const { returnBy } = await sendDrop(
                sealing,
                this.#app.config,
                (sent, size, broken) => meter.sending(sent, size, broken),
                stop.signal,
            );
            this.#sent(returnBy, chosen);
        } catch (error) {
            const code = this.#app.codeOf(error);
            screen.restore();
            await this.#failed(code, meter);
        }
    }

    /** Begin to seal what was chosen, or go on with what was begun of it before. */
    async #seal(choices: Choices, confirmed: boolean, meter: Meter): Promise<Pending> {
        if (this.#dead) await revive(this.#app, this.#message);
        this.#dead = false;
        const { text, excluded, opened } = this.#message;
        const unsign = [...choices.unsign].sort();
        const content = JSON.stringify([{ ...choices, unsign }, text, excluded, confirmed, opened.shown]);
        if (this.#pending?.content !== content) {
            this.#drop();
            // The page may have been open for long.
            await this.#app.refresh();
            const chosen = choose(this.#found.items, choices);
            const files = chosen.map(({ file, name, type, removed }) => ({ file, name, type, removed }));
            const size = files.reduce((sum, { file }) => sum + file.size, 0);
            const sealing = await this.#app.vault.sealMessage(
                { letterId: this.#letterId, text, excluded, confirmed, shown: opened.shown, files },
                (part) => meter.preparing(part * size, size),
            );
            this.#pending = { content, chosen, sealing };
        }
        return this.#pending;
    }

    async #failed(code: string, meter: Meter): Promise<void> {
        const { main, parts } = this.#app;
        this.#dead ||= code === "dead";
        if (!PASSING.includes(code)) this.#drop();
        if (code === "net") alertIn(main, parts.piece("files-net", { percent: meter.percent }));
        else if (code === "cancelled") alertIn(main, parts.piece("files-cancelled"));
        else if (code === "file_changed") alertIn(main, parts.piece("files-changed"));
        else {
            if (code === "readers_changed") await this.#reopen();
            alertIn(main, this.#app.trouble(code, { sending: true, kept: true }));
        }
    }

    /** Name those who would read now. */
    async #reopen(): Promise<void> {
        const { main, parts } = this.#app;
        this.#message.opened = await this.#message.open([...this.#message.excluded]);
        main.querySelector("#readers")?.replaceChildren(
            readersPiece(parts, this.#message.opened.readers, false),
        );
    }

    #drop(): void {
        this.#pending?.sealing.cancel();
        this.#pending = null;
    }

    #sent(returnBy: string, chosen: readonly Chosen[]): void {
        const { main, parts, config } = this.#app;
        const { words, excluded, opened, open } = this.#message;
        this.#pending = null;
        this.#app.dirty(() => false);
        show(
            main,
            parts.piece("files-sent", {
                date: fullDate(returnBy, config.lang),
                single: chosen.length === 1,
                count: chosen.length,
                files: chosen.map((each) => sentValues(parts, each, fileSize(each.file.size, config.lang))),
            }),
        );
        bind(main, {
            leave: () => this.#app.leave(),
            more: () => start(this.#app, { words, excluded, text: "", opened, open }),
        });
    }
}

/** The screen of a letter on its way. */
class Meter {
    readonly #app: App;
    #phase = "";
    percent = 0;

    constructor(app: App, phase: string) {
        this.#app = app;
        show(app.main, app.parts.piece("files-sending"));
        this.#tell(phase);
    }

    /** Files are read for their hashes. */
    preparing(done: number, size: number): void {
        this.#tell("files-preparing");
        this.#amount(done, size);
    }

    sending(done: number, size: number, broken: boolean): void {
        this.#tell(broken ? "files-broken" : done < size ? "files-sealing" : "files-storing");
        this.#amount(done, size);
        this.percent = Math.floor((100 * done) / size);
    }

    #amount(done: number, size: number): void {
        const { main, parts, config } = this.#app;
        const bar = main.querySelector("progress");
        if (bar) bar.value = done / size;
        const amount = parts.piece("files-amount", {
            done: fileSize(done, config.lang),
            size: fileSize(size, config.lang),
            percent: Math.floor((100 * done) / size),
        });
        main.querySelector("#amount")?.replaceChildren(amount);
    }

    /** Each phase is read aloud once. */
    #tell(phase: string): void {
        if (phase === this.#phase) return;
        this.#phase = phase;
        this.#app.main.querySelector("#phase")?.replaceChildren(this.#app.parts.piece(phase));
    }
}

function itemValues(parts: Parts, item: Item, size: string): Values {
    const { number, name, examined } = item;
    const { found, removed, warning, type } = examined;
    return {
        number,
        name,
        size,
        place: `unsign-${number}`,
        warning: warning && parts.piece(warningName(parts, warning, type)),
        signed: isSigned(item),
        removed: kindList(parts, removed),
        left: kindList(parts, left(item)),
        nothing: !found.length && !warning,
    };
}

function sentValues(parts: Parts, file: Chosen, size: string): Values {
    const { name, removed, left, warning, cleaned } = file;
    const partly = cleaned && warning === "partial";
    const uncleaned = !cleaned && warning !== "";
    const nothing = !partly && !uncleaned && !removed.length && !left.length;
    const lists = { removed: kindList(parts, removed), left: kindList(parts, left) };
    return { name, size, ...lists, partly, uncleaned, nothing };
}

/** Videos and sounds have words of their own. */
function warningName(parts: Parts, warning: string, type: string): string {
    const own = `warning-${warning}-${type.split("/")[0] ?? ""}`;
    return parts.has(own) ? own : `warning-${warning}`;
}

function kindList(parts: Parts, kinds: readonly string[]): string {
    return kinds.map((kind) => parts.piece(`kind-${kind}`).textContent?.trim() ?? "").join(", ");
}

function named(names: readonly string[]): Values[] {
    return names.map((name) => ({ name }));
}
