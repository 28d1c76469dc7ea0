/**
 * Filing a report: the code, two of its words asked back, the form, and the one moment it is sent.
 *
 * What is typed stays in the form until the portal has the letter on disk. A retry sends the same bytes, as long
 * as nothing in the form has changed; what changes them is still the same letter: one code, one report.
 */

import { WbsError } from "../bytes.ts";
import { dumps } from "../canonical.ts";
import { ANSWERS_LIMIT } from "../letter.ts";
import { readCode, type ReportDraft, VaultError } from "../vault.ts";
import type { App } from "./boot.ts";
import { fullDate } from "./dates.ts";
import { alertIn, bind, checked, clean, dismiss, element, focus, show } from "./dom.ts";
import * as files from "./files.ts";
import { sendDrop } from "./send.ts";
import { grouped } from "./sizes.ts";

/** Bytes left from which on the page says how many. */
const NEAR = 3_000;
/** Milliseconds for which the keyring counts as just verified: a report takes some minutes to write. */
const FRESH = 10 * 60_000;
/** Milliseconds of stretching after which the page says that it is slow, if less than this part is done. */
const SLOW = 3_000;
const HALFWAY = 0.5;
/** Milliseconds after which sending is shown: what is over sooner needs no telling, and showing it takes time. */
const SHOWN = 100;

/** Make a code; return what shows it. Rejects as the vault does. */
export async function prepare(app: App): Promise<() => void> {
    const filing = new Filing(app, await app.vault.newCode());
    return () => filing.begin();
}

/** What was sealed of exactly this draft, as JSON, for that many readers. */
interface Sealed {
    draft: string;
    letter: Uint8Array;
    readers: number;
}

class Filing {
    readonly #app: App;
    #words: string[];
    #ready = false;
    #slow = false;
    #sealed: Sealed | null = null;
    /** Sequence of the keyring whose readers the form names. */
    #offered = 0;
    #queue: Promise<unknown> = Promise.resolve();

    constructor(app: App, words: string[]) {
        this.#app = app;
        this.#words = words;
        this.#stretch();
    }

    begin(): void {
        this.#showCode();
    }

    /** Watch the keys being made; if that fails, sending tells. */
    #stretch(): void {
        let done = 0;
        const timer = setTimeout(() => {
            this.#slow = done < HALFWAY;
            this.#tellSlow();
        }, SLOW);
        const over = (ready: boolean): void => {
            clearTimeout(timer);
            this.#ready = ready;
            this.#slow = false;
            this.#tellSlow();
        };
        this.#app.vault
            .stretched((part) => (done = part))
            .then(
                () => over(true),
                () => over(false),
            );
    }

    #tellSlow(): void {
        for (const line of this.#app.main.querySelectorAll<HTMLElement>("[data-slow]")) {
            line.hidden = !this.#slow;
        }
    }

    #showCode(): void {
        const { main, parts } = this.#app;
        const words = this.#words.map((word) => ({ word }));
        show(main, parts.piece("filing-code", { words }), "bare");
        bind(main, { written: () => this.#showAsk() });
        this.#tellSlow();
    }

    #showAsk(): void {
        const { main, parts } = this.#app;
        const asked = twoPositions();
        show(main, parts.piece("filing-ask", { first: asked[0] + 1, second: asked[1] + 1 }));
        bind(main, {
            answer: (button) => {
                if (button === "again") this.#showCode();
                else if (this.#holds(asked)) this.#showForm();
                else alertIn(main, this.#app.trouble("words_wrong"));
            },
        });
        this.#tellSlow();
    }

    /** Whether the two words typed are those of the code. */
    #holds([first, second]: [number, number]): boolean {
        const words = [...this.#words];
        words[first] = this.#field("first");
        words[second] = this.#field("second");
        try {
            const reading = readCode(words.join(" "));
            return reading.correction === null && reading.words.join() === this.#words.join();
        } catch (error) {
            if (error instanceof WbsError) return false;
            throw error;
        }
    }

    #showForm(): void {
        const { main } = this.#app;
        show(main, this.#form());
        bind(main, { send: () => this.#send() });
        const form = element(main, "form", HTMLFormElement);
        form.addEventListener("input", () => this.#measure());
        // What is sent cannot be taken back: only the button sends it, not the enter key in a line of text.
        form.addEventListener("keydown", (event) => {
            if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
        });
        this.#app.dirty(() => this.#typed());
        this.#tellSlow();
    }

    /** The form as today's keyring makes it. */
    #form(): DocumentFragment {
        const { parts, trusted } = this.#app;
        this.#offered = trusted.sequence;
        const readers = trusted.readers.map(({ id, title, unit, words }, number) => ({
            id,
            place: number ? `excluded-${number + 1}` : "excluded",
            title,
            unit,
            print: words.join(" "),
        }));
        return parts.piece("filing-form", {
            readers,
            panel: trusted.panel,
            noOutsider: !trusted.readers.some(({ role }) => role === "outside"),
            warning: trusted.warning ? this.#app.trouble(trusted.warning) : document.createDocumentFragment(),
        });
    }

    /** Nobody reads the report whom the form did not offer to exclude; WbsError readers_changed. */
    #checkOffered(): void {
        const { main, trusted } = this.#app;
        if (trusted.sequence === this.#offered) return;
        const excluded = checked("excluded", main);
        const readers = element(this.#form(), "#readers", HTMLElement);
        for (const box of readers.querySelectorAll<HTMLInputElement>("[name=excluded]")) {
            box.checked = box.defaultChecked = excluded.includes(box.value);
        }
        element(main, "#readers", HTMLElement).replaceWith(readers);
        throw new WbsError("readers_changed");
    }

    /** Whether anything was typed; ticks are made again in no time. */
    #typed(): boolean {
        const fields = this.#app.main.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
            "textarea, input:not([type=radio], [type=checkbox])",
        );
        return [...fields].some((field) => field.value.trim() !== "");
    }

    #field(name: string): string {
        const field = this.#app.main.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${name}`);
        return clean(field?.value ?? "");
    }

    /** Return what was answered, as it stands in the letter; what was left empty is left out. */
    #answers(): Record<string, string> {
        const { main } = this.#app;
        const answers: Record<string, string> = {};
        for (const field of main.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(
            "textarea, input:not([type=radio], [type=checkbox]), input[type=radio]:checked",
        )) {
            const answer = clean(field.value);
            if (answer.trim() !== "") answers[field.name] = answer;
        }
        return answers;
    }

    /** Say how much room is left, once it is little. */
    #measure(): void {
        const { main, parts, config } = this.#app;
        const left = roomLeft(this.#answers());
        const count = grouped(Math.abs(left), config.lang);
        const said = left >= NEAR ? [] : [parts.piece(left < 0 ? "room-over" : "room-left", { count })];
        main.querySelector("#room")?.replaceChildren(...said);
    }

    async #send(): Promise<void> {
        const { main, config } = this.#app;
        dismiss(main);
        const draft: ReportDraft = {
            answers: this.#answers(),
            excluded: checked("excluded", main),
            language: config.lang,
            confirmed: checked("confirm_one_reader", main).length > 0,
        };
        if (!("what" in draft.answers)) return this.#refuse("what_missing");
        if (roomLeft(draft.answers) < 0) return this.#refuse("too_long");
        const sending = new Sending(this.#app);
        try {
            const { letter, readers } = await sending.until(this.#seal(draft, sending));
            sending.tell("filing-sending");
            const progress = (sent: number, size: number, broken: boolean): void => {
                sending.tell(broken ? "filing-broken" : "filing-sending");
                sending.part(sent / size);
            };
            const stored = await sendDrop(letter, config, progress, sending.signal);
            this.#sent(stored, readers, draft.excluded);
        } catch (error) {
            sending.end();
            this.#refuse(this.#app.codeOf(error));
        } finally {
            sending.over();
        }
    }

    /** Seal the draft, or return what was sealed of it before; after whatever was asked of the vault earlier. */
    #seal(draft: ReportDraft, sending: Sending): Promise<Sealed> {
        const sealing = this.#queue.then(() => this.#sealNow(draft, sending));
        this.#queue = sealing.catch(() => undefined);
        return sealing;
    }

    /** With another worker if the first is dead. */
    async #sealNow(draft: ReportDraft, sending: Sending): Promise<Sealed> {
        const json = JSON.stringify(draft);
        if (this.#sealed?.draft === json) return this.#sealed;
        this.#sealed = null;
        sending.tell(this.#ready ? "filing-sealing" : "filing-key");
        try {
            await this.#stretched(sending);
        } catch (error) {
            if (!(error instanceof VaultError) || error.code !== "dead") throw error;
            this.#ready = false;
            await this.#app.revive();
            await this.#app.vault.useCode(this.#words);
            await this.#stretched(sending);
        }
        sending.tell("filing-sealing");
        await this.#app.refresh(FRESH);
        this.#checkOffered();
        const { sealed, readers } = await this.#app.vault.sealReport(draft);
        this.#sealed = { draft: json, letter: sealed, readers };
        return this.#sealed;
    }

    async #stretched(sending: Sending): Promise<void> {
        if (this.#ready && this.#app.vault.alive) return;
        await this.#app.vault.stretched((part) => sending.part(part));
        this.#ready = true;
    }

    #refuse(code: string): void {
        const { main } = this.#app;
        if (code === "one_reader") {
            const alone = main.querySelector<HTMLElement>("#alone");
            if (alone !== null) alone.hidden = false;
        }
        const kept = this.#typed();
        alertIn(main, this.#app.trouble(code, { sending: true, kept }));
    }

    /** The letter is on disk: nothing of it is kept here but what a file needs to follow it. */
    #sent(stored: { readable: string; returnBy: string }, readers: number, excluded: string[]): void {
        const { main, parts, config } = this.#app;
        this.#app.dirty(() => false);
        const words = this.#words;
        this.#words = [];
        this.#sealed = null;
        const screen = parts.piece("filing-sent", {
            returnBy: fullDate(stored.returnBy, config.lang),
            readable: fullDate(stored.readable, config.lang),
            readers,
        });
        show(main, screen);
        bind(main, { files: () => files.start(this.#app, { words, excluded, text: "" }) });
    }
}

/** The form while it is sealed and sent: still there, not to be changed, and soon how far it is below it. */
class Sending {
    readonly #main: HTMLElement;
    readonly #app: App;
    readonly #abort = new AbortController();
    readonly #timer: ReturnType<typeof setTimeout>;
    #told = "";

    constructor(app: App) {
        this.#app = app;
        this.#main = app.main;
        this.#lock(true);
        this.#timer = setTimeout(() => this.#show(), SHOWN);
    }

    get signal(): AbortSignal {
        return this.#abort.signal;
    }

    get #box(): HTMLElement {
        return element(this.#main, "#sending", HTMLElement);
    }

    get #bar(): HTMLProgressElement {
        return element(this.#main, "progress", HTMLProgressElement);
    }

    /** Wait for something, but not after the button was pressed: WbsError "cancelled". */
    until<Result>(promise: Promise<Result>): Promise<Result> {
        const cancelled = new Promise<never>((_resolve, reject) => {
            this.signal.addEventListener("abort", () => reject(new WbsError("cancelled")));
        });
        return Promise.race([promise, cancelled]);
    }

    /** Say which part of it is under way; the same words again would be read aloud again. */
    tell(piece: string): void {
        if (this.#told === piece) return;
        this.#told = piece;
        this.#bar.removeAttribute("value");
        if (!this.#box.hidden) this.#say();
    }

    part(part: number): void {
        this.#bar.value = part;
    }

    /** Give the form back. */
    end(): void {
        this.#box.hidden = true;
        this.#lock(false);
    }

    /** Show nothing that is not shown yet. */
    over(): void {
        clearTimeout(this.#timer);
    }

    #show(): void {
        this.#box.hidden = false;
        // Bound anew for every sending: the button is a new one, without the old handler.
        const button = this.#box.querySelector("[data-do=cancel]");
        button?.replaceWith(button.cloneNode(true));
        bind(this.#box, { cancel: () => this.#abort.abort() });
        // Once it is there: only then is it read aloud.
        this.#say();
        const phase = this.#main.querySelector<HTMLElement>("#phase");
        phase?.scrollIntoView({ block: "center" });
        focus(phase);
    }

    #say(): void {
        const said = this.#told ? [this.#app.parts.piece(this.#told)] : [];
        this.#main.querySelector("#phase")?.replaceChildren(...said);
    }

    #lock(locked: boolean): void {
        element(this.#main, "form", HTMLFormElement).inert = locked;
    }
}

/** Return how many bytes the answers leave of what a report holds; below zero if they are too long. */
export function roomLeft(answers: Readonly<Record<string, string>>): number {
    const length = Object.values(answers).reduce((sum, { length }) => sum + length, 0);
    // In JSON a character takes at most three bytes, or two of an escape; the names of all answers less than 200.
    if (length * 3 + 200 < ANSWERS_LIMIT - NEAR) return ANSWERS_LIMIT;
    return ANSWERS_LIMIT - dumps(answers).length;
}

function twoPositions(): [number, number] {
    const order = [...Array(10).keys()]
        .map((position) => [crypto.getRandomValues(new Uint32Array(1))[0] ?? 0, position] as const)
        .sort(([one], [other]) => one - other)
        .map(([, position]) => position);
    const [first = 0, second = 1] = order.slice(0, 2).sort((one, other) => one - other);
    return [first, second];
}
