/**
 * Files for a message: chosen, and looked into where they are. `review` shows what was found, and sends.
 *
 * Nothing of a file is kept: a screen that comes back is the one that was left, with the same files chosen.
 */

import type { Case, ReaderView } from "../vault.ts";
import { type Item, largest, type Picked, pick, used } from "./batch.ts";
import type { App } from "./boot.ts";
import { readersPiece } from "./case.ts";
import { alertIn, bind, checked, dismiss, show } from "./dom.ts";
import { review } from "./review.ts";
import { Scrubber } from "./scrub.ts";
import { fileSize } from "./sizes.ts";

/**
 * What is known before files are chosen: `excluded`, who must not read; `text`, what was typed for the message.
 *
 * `opened`: the case as the vault opened it for these exclusions, and `open`, which opens it for others; without
 * them the code was made on this page, and has no replies yet. `words`: the code, for a vault that has to be started
 * anew. `back`: called to leave without files, with what is then typed and excluded; without it the screen that stood
 * before comes back.
 */
interface Begun {
    readonly words: readonly string[];
    readonly excluded: readonly string[];
    readonly text: string;
    readonly opened?: Case;
    readonly open?: (excluded: string[]) => Promise<Case>;
    readonly back?: (text: string, excluded: string[]) => void | Promise<void>;
}

/** The same, with nothing left to be found out; what a screen changes is changed here. */
export interface Message {
    readonly words: readonly string[];
    excluded: string[];
    text: string;
    opened: Case;
    readonly open: (excluded: string[]) => Promise<Case>;
}

/**
 * Take files for a message of the vault's code, and send it; rejects as `Vault.openBoard` does.
 *
 * Until the message was sent, leaving brings the caller's screen back.
 */
export async function start(app: App, begun: Begun): Promise<void> {
    const excluded = [...begun.excluded];
    const open = begun.open ?? ((without: string[]) => app.vault.openBoard(null, without));
    const opened = begun.opened ?? (await open(excluded));
    const before = hold(app.main);
    const { words, text } = begun;
    choosing(app, { words, text, excluded, opened, open }, async (message) => {
        app.dirty(() => false);
        if (begun.back) await begun.back(message.text, message.excluded);
        else before.restore();
    });
}

/** Ask for files. */
function choosing(app: App, message: Message, back: (message: Message) => Promise<void>): void {
    const { hasReply, excludable, readers } = message.opened;
    const screen = app.parts.piece("files", {
        text: message.text,
        documents: "documents" in app.config.scripts,
        excludable: hasReply ? [] : choices(excludable, message.excluded),
        readers: readersPiece(app.parts, readers, false),
    });
    show(app.main, screen);
    const { main } = app;
    const input = main.querySelector<HTMLInputElement>("input[type=file]");
    const files = (): File[] => [...(input?.files ?? [])];
    app.dirty(() => message.text !== "" || files().length > 0);
    let dead = false;
    bind(main, {
        back: () => back(message),
        check: async () => {
            dismiss(main);
            try {
                if (dead) await revive(app, message);
                dead = false;
                if (!hasReply) await exclude(message, checked("excluded", main));
            } catch (error) {
                const code = app.codeOf(error);
                dead ||= code === "dead";
                alertIn(main, app.trouble(code));
                return;
            }
            const picked = await pick(files());
            const refusal = refused(app, message, picked);
            if (refusal === null) await checking(app, message, picked);
            else alertIn(main, refusal);
        },
    });
}

/** Give a vault that died a successor with the same code and case. */
export async function revive(app: App, message: Message): Promise<void> {
    await app.revive();
    await app.vault.useCode([...message.words]);
    await app.vault.stretched();
    message.opened = await message.open([...message.excluded]);
}

/** Open the case anew if others are to be excluded than before. */
async function exclude(message: Message, excluded: string[]): Promise<void> {
    if (JSON.stringify(excluded) === JSON.stringify(message.excluded)) return;
    message.opened = await message.open(excluded);
    message.excluded = excluded;
}

/** Say why these files cannot be looked into; null if they can. */
function refused(app: App, message: Message, { files, empty, unreadable }: Picked): DocumentFragment | null {
    const { parts, config } = app;
    if (!message.opened.readers.length) return app.trouble("no_reader", { sending: true });
    if (!files.length) {
        return parts.piece("files-none", { names: [...empty, ...unreadable].map((name) => ({ name })) });
    }
    if (files.length > config.limits.files) {
        return app.trouble("files_many", { sending: true, count: files.length });
    }
    return tooLarge(app, used(files.map(({ file }) => file.size)));
}

function tooLarge({ parts, config }: App, size: number): DocumentFragment | null {
    const tooMuch = size > config.limits.room;
    return tooMuch ? parts.piece("files-large", { size: fileSize(size, config.lang) }) : null;
}

/** Look into the files, one after the other, and go on to what was found. */
async function checking(app: App, message: Message, picked: Picked): Promise<void> {
    const { main, parts, config } = app;
    const chooser = hold(main);
    const count = picked.files.length;
    show(main, parts.piece("files-checking", { count }));
    const bar = main.querySelector("progress");
    const amount = main.querySelector("#amount");
    const scrubber = Scrubber.of(config.scripts, app.policy);
    let cancelled = false;
    bind(main, {
        cancel: () => {
            cancelled = true;
            scrubber.end();
            chooser.restore();
        },
    });
    const items: Item[] = [];
    for (const each of picked.files) {
        if (bar) bar.value = items.length;
        amount?.replaceChildren(parts.piece("files-checked", { done: items.length, count }));
        const examined = await scrubber.examine(each.file);
        if (cancelled) return;
        items.push({ ...each, examined });
    }
    scrubber.end();
    const refusal = tooLarge(app, largest(items));
    if (refusal === null) {
        review(app, message, { ...picked, items }, chooser.restore);
        return;
    }
    chooser.restore();
    alertIn(main, refusal);
}

function choices(readers: readonly ReaderView[], excluded: readonly string[]) {
    return readers.map(({ id, title, unit }, number) => ({
        place: `excluded-${number}`,
        reader: id,
        title,
        unit,
        ticked: excluded.includes(id),
    }));
}

/** Return what brings the present screen back as it is now, with whatever is typed and chosen in it. */
export function hold(main: HTMLElement): { restore: () => void } {
    const nodes = [...main.childNodes];
    const kind = main.className;
    return {
        restore: () => {
            const screen = document.createDocumentFragment();
            screen.append(...nodes);
            show(main, screen, kind);
        },
    };
}
