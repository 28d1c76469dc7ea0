/**
 * Coming back: the code is read and corrected here, its keys are made, and the whole board is fetched.
 *
 * Nothing is requested before a code is there that its writer agrees to; from then on the requests are the same
 * whatever the code.
 */

import { WbsError } from "../bytes.ts";
import { type CodeReading, readCode } from "../vault.ts";
import type { App } from "./boot.ts";
import { alertIn, bind, show, text } from "./dom.ts";
import * as message from "./message.ts";

/** Characters of a code that are looked at. */
const CODE_LENGTH = 2000;

/** Ask for the code; `typed`: what stood in the field before. */
export function start(app: App, typed = ""): void {
    show(app.main, app.parts.piece("status"));
    const field = app.main.querySelector("textarea");
    if (field !== null) field.value = typed;
    bind(app.main, { open: () => read(app, text("code", app.main).slice(0, CODE_LENGTH)) });
}

async function read(app: App, typed: string): Promise<void> {
    let reading: CodeReading;
    try {
        reading = readCode(typed);
    } catch (error) {
        if (!(error instanceof WbsError)) throw error;
        const count: unknown = Reflect.get(error, "count");
        alertIn(app.main, app.trouble(error.code, typeof count === "number" ? { count } : {}));
        return;
    }
    if (reading.correction === null) await open(app, reading.words, typed);
    else confirm(app, reading.words, reading.correction, typed);
}

/** Show the code with one word corrected; only whoever holds the paper can tell that it is theirs. */
function confirm(
    app: App,
    words: string[],
    correction: NonNullable<CodeReading["correction"]>,
    typed: string,
): void {
    const screen = app.parts.piece("confirm", {
        number: correction.position + 1,
        typed: correction.typed,
        word: correction.word,
        words: words.map((each, position) => ({
            each,
            mark: position === correction.position && "changed",
        })),
    });
    show(app.main, screen);
    bind(app.main, {
        answer: async (button) => {
            if (button === "yes") await open(app, words, typed);
            else start(app, typed);
        },
    });
}

/** Make the code's keys and fetch the board, then show the case; back to the code where that fails. */
async function open(app: App, words: string[], typed: string): Promise<void> {
    show(app.main, app.parts.piece("opening"));
    const [stretched, fetched] = app.main.querySelectorAll("progress");
    try {
        // The board is under way before anything is known of the code.
        const [board] = await Promise.all([
            fetchBoard(app.config.links.board, (part) => tell(fetched, part)),
            stretch(app, words, (part) => tell(stretched, part)),
        ]);
        app.main.querySelector("#stage")?.replaceChildren(app.parts.piece("searching"));
        await message.start(app, words, board);
    } catch (error) {
        // Of a board that the vault cannot read, the server knows more than this device.
        const code = error instanceof WbsError ? error.code : "dead";
        start(app, typed);
        alertIn(app.main, app.trouble(code === "net" || code === "dead" ? `board_${code}` : "board_failed"));
        if (code === "dead") await app.revive();
    }
}

function tell(bar: HTMLProgressElement | undefined, part: number): void {
    if (bar !== undefined) bar.value = part;
}

/** Make the keys of a code in the vault. */
export async function stretch(app: App, words: string[], progress: (part: number) => void): Promise<void> {
    await app.vault.useCode(words);
    await app.vault.stretched(progress);
}

/** Fetch the whole board; WbsError "net", or "failed" where the portal has none to give. */
function fetchBoard(address: string, progress: (part: number) => void): Promise<ArrayBuffer> {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.onprogress = (event) => {
            if (event.lengthComputable) progress(event.loaded / event.total);
        };
        request.onloadend = () => {
            const board: unknown = request.response;
            if (request.status === 200 && board instanceof ArrayBuffer) {
                progress(1);
                resolve(board);
            } else reject(new WbsError(request.status === 0 ? "net" : "failed"));
        };
        request.open("GET", address);
        request.responseType = "arraybuffer";
        request.send();
    });
}
