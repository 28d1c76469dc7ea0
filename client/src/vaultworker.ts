/** The worker's side of the vault: the code, the keys and everything opened live here and nowhere else. */

import { sha256 } from "@noble/hashes/sha2.js";
import { read as readBoard } from "./board.ts";
import { breathe } from "./breathe.ts";
import { FormatError, type Random, unhex, WbsError } from "./bytes.ts";
import type { Config } from "./config.ts";
import { type Attachment, type Message, type Report, signLetter } from "./letter.ts";
import { SigningKey } from "./minisign.ts";
import { cleanName, extension } from "./names.ts";
import { type Pin, readPin } from "./pin.ts";
import type { Reader } from "./reader.ts";
import { Receipt, type ReporterKeys, reporterKeys } from "./receipt.ts";
import { type Handler, Moved, type Progress } from "./rpc.ts";
import { Ahead, openReply, type ReporterIdentity, reporterIdentity, seal, sealedSize } from "./seal.ts";
import { selfTest } from "./selftest.ts";
import type { Signed } from "./signed.ts";
import { HashedFile } from "./source.ts";
import { pack, unpack } from "./tarball.ts";
import { openCase, Trust } from "./trust.ts";
import type { Case, MessageDraft, Outgoing, ReaderView, ReportDraft, Trusted } from "./vault.ts";

const MINUTE_MS = 60_000;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,62}$/;

/** Where chance and time come from. `now`: milliseconds since 1970, as this device has them. */
export interface Outside {
    random: Random;
    now: () => number;
}

const BROWSER: Outside = {
    random: (n) => crypto.getRandomValues(new Uint8Array(n)),
    now: () => Date.now(),
};

/** What follows from the code. */
interface Held {
    keys: ReporterKeys;
    identity: ReporterIdentity;
    signing: SigningKey;
}

/** A code while it is stretched, and afterwards. */
class Stretching {
    readonly held: Promise<Held>;
    readonly listeners = new Set<Progress>();
    part = 0;
    #given = false;

    constructor(code: Receipt, instance: Uint8Array) {
        this.held = this.#stretch(code.packed, instance);
        // Whoever asks for the keys is told; a code that was given up tells nobody.
        this.held.catch(() => undefined);
    }

    /** Stops, and overwrites what can be overwritten. */
    giveUp(): void {
        this.#given = true;
        void this.held.then(
            ({ keys, identity, signing }) => {
                for (const each of [...Object.values(keys), identity.raw, signing.seed] as Uint8Array[])
                    each.fill(0);
            },
            () => undefined,
        );
    }

    async #stretch(packed: Uint8Array, instance: Uint8Array): Promise<Held> {
        const keys = await reporterKeys(packed, instance, (part) => {
            // The one way out of the library's loop.
            if (this.#given) throw new WbsError("given_up");
            this.#tell(part);
        });
        packed.fill(0);
        const identity = await reporterIdentity(keys.identitySeed);
        return { keys, identity, signing: new SigningKey(keys.signSeed) };
    }

    #tell(part: number): void {
        if (part < 1 && part - this.part < 0.01) return;
        this.part = part;
        for (const each of this.listeners) each(part);
    }
}

/** A letter that is handed out part by part. */
interface Outbound {
    begin(progress: Progress): Promise<AsyncGenerator<Uint8Array<ArrayBuffer>>>;
    parts?: AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

/** All that one page's vault does; each public method is one of `vault.ts`, asked for by its name. */
export class VaultWorker {
    readonly #outside: Outside;
    readonly #pin: Pin;
    readonly #witness: string;
    readonly #offset: number;
    readonly #ahead: Ahead;
    readonly #began: string;
    #published: unknown;
    #trust: Trust | null = null;
    #stretching: Stretching | null = null;
    #replies: Signed[] | null = null;
    #seen: Uint8Array[] = [];
    readonly #outbound = new Map<number, Outbound>();
    #next = 0;

    /** `config` as its page has it; FormatError if its pin is none. */
    constructor({ instance, pin, today, offset }: Config, outside: Outside = BROWSER) {
        this.#outside = outside;
        this.#ahead = new Ahead(outside.random);
        this.#pin = readPin({ wbs: 1, instance, ...pin });
        this.#witness = today;
        this.#offset = offset;
        this.#began = this.#today();
    }

    /** WbsError keyring_missing, keyring_untrusted, keyring_expired, keyring_old or clock. */
    trust(published: unknown): Trusted {
        const seen = this.#trust?.chain.current.sequence ?? null;
        const today = this.#today();
        // What the office's date was when the page came says nothing of this clock on another day.
        const witness = today === this.#began ? this.#witness : null;
        this.#trust = Trust.establish(published, this.#pin, today, seen, witness);
        this.#published = published;
        return this.#trust.trusted;
    }

    newCode(): string[] {
        const code = Receipt.generate(this.#outside.random);
        this.#hold(code);
        return [...code.words];
    }

    useCode(words: string[]): void {
        this.#hold(new Receipt(words));
    }

    async stretched(progress: Progress): Promise<void> {
        const stretching = this.#code();
        stretching.listeners.add(progress);
        progress(stretching.part);
        try {
            await stretching.held;
        } finally {
            stretching.listeners.delete(progress);
        }
    }

    async readers(excluded: string[]): Promise<ReaderView[]> {
        const trust = this.#trusted();
        const { keys } = await this.#code().held;
        return trust.readers(keys.thread, excluded).map((each) => trust.view(each));
    }

    /** WbsError no_reader, one_reader, too_long or what_missing. */
    async sealReport(draft: ReportDraft): Promise<{ sealed: Uint8Array<ArrayBuffer>; readers: number }> {
        const trust = this.#trusted();
        const { keys, identity, signing } = await this.#code().held;
        const readers = trust.readers(keys.thread, draft.excluded);
        const letter: Report = {
            wbs: 1,
            kind: "report",
            author: "reporter",
            instance: this.#pin.instance,
            keyring: trust.chain.current.sequence,
            case: keys.case,
            letterId: keys.reportId,
            recipient: identity.recipient,
            signingKey: signing.public.toString(),
            thread: keys.thread,
            language: draft.language === "en" ? "en" : "id",
            excluded: draft.excluded,
            answers: answered(draft.answers),
        };
        const signed = sign(letter, signing, "what_missing");
        check(readers, draft.confirmed);
        const { size, pieces } = pack(signed);
        for await (const sealed of this.#seal(pieces, size, readers))
            return { sealed, readers: readers.length };
        throw new WbsError("failed");
    }

    /** `board` null: nothing is on it yet, for the code was made a moment ago. WbsError "failed" for no board. */
    async openBoard({ board, excluded }: { board: ArrayBuffer | null; excluded: string[] }): Promise<Case> {
        const { keys, identity } = await this.#code().held;
        this.#trusted();
        const replies: Signed[] = [];
        for (const slot of board ? this.#slots(board, keys.thread) : []) {
            // Many replies take long without JIT, and the page must hear that the worker lives.
            await breathe();
            try {
                replies.push(unpack(openReply(slot, identity.identity)));
            } catch (error) {
                // A filler, or what someone who knows the thread has put there.
                if (!(error instanceof WbsError)) throw error;
            }
        }
        this.#replies = replies;
        const { view, seen, readers } = await this.#case(excluded);
        this.#seen = seen;
        this.#prepare(readers);
        return view;
    }

    /** WbsError readers_changed, no_reader, one_reader, too_long or message_missing. */
    async sealMessage(draft: MessageDraft): Promise<{ sealing: number; size: number }> {
        const trust = this.#trusted();
        const { keys, signing } = await this.#code().held;
        const { readers, view } = await this.#case(draft.excluded);
        check(readers, draft.confirmed);
        if (view.shown !== draft.shown) throw new WbsError("readers_changed");
        const common = {
            wbs: 1,
            kind: "message",
            author: "reporter",
            instance: this.#pin.instance,
            keyring: trust.chain.current.sequence,
            case: keys.case,
            letterId: unhex(draft.letterId),
            text: draft.text,
            seen: this.#seen,
        } as const;
        const written = (hashes: readonly Uint8Array[]): [Signed, readonly Attachment[]] => {
            const letter: Message = { ...common, attachments: draft.files.map(attachment(hashes)) };
            return [sign(letter, signing, "message_missing"), letter.attachments];
        };
        // A hash has one length, whatever it is: the size is known before any file was read.
        const [first, listed] = written(draft.files.map(() => new Uint8Array(32)));
        const { size } = pack(
            first,
            listed.map((each, at) => ({ attachment: each, source: draft.files[at]!.file })),
        );
        const begin = async (progress: Progress): Promise<AsyncGenerator<Uint8Array<ArrayBuffer>>> => {
            const hashed = await hashAll(draft.files, progress);
            const [signed, attachments] = written(hashed.map((each) => each.sha256));
            const attached = attachments.map((each, at) => ({ attachment: each, source: hashed[at]! }));
            const packed = pack(signed, attached);
            return this.#seal(packed.pieces, packed.size, readers);
        };
        const sealing = this.#next++;
        this.#outbound.set(sealing, { begin });
        return { sealing, size: sealedSize(size) };
    }

    /** The next part, null after the last; WbsError "file_changed", after which there are no more. */
    async next(sealing: number, progress: Progress): Promise<Uint8Array<ArrayBuffer> | null> {
        const outbound = this.#outbound.get(sealing);
        if (!outbound) return null;
        try {
            outbound.parts ??= await outbound.begin(progress);
            const { value } = await outbound.parts.next();
            if (!value) this.#outbound.delete(sealing);
            return value ?? null;
        } catch (error) {
            this.#outbound.delete(sealing);
            throw error;
        }
    }

    async cancel(sealing: number): Promise<void> {
        const outbound = this.#outbound.get(sealing);
        this.#outbound.delete(sealing);
        await outbound?.parts?.return(undefined);
    }

    /** Overwrites what can be: strings and what the engine has copied stay until it collects them. */
    forget(): void {
        this.#stretching?.giveUp();
        this.#stretching = null;
        for (const { json } of this.#replies ?? []) json.fill(0);
        this.#replies = null;
        this.#seen = [];
        this.#outbound.clear();
        this.#ahead.forget();
    }

    #hold(code: Receipt): void {
        this.forget();
        this.#stretching = new Stretching(code, this.#pin.instance);
        this.#stretching.held
            // Nobody is excluded yet: whoever comes in for one that is costs a stanza when the letter is sealed.
            .then(({ keys }) => this.#prepare(this.#trust?.readers(keys.thread, []) ?? []))
            .catch(() => undefined);
    }

    /** While the person writes. Whatever fails here fails again, and is told, when a letter is sealed. */
    #prepare(readers: readonly Reader[]): void {
        this.#ahead.prepare(readers.map(({ recipient }) => recipient)).catch(() => undefined);
    }

    #seal(
        pieces: AsyncIterable<Uint8Array>,
        size: number,
        readers: readonly Reader[],
    ): AsyncGenerator<Uint8Array<ArrayBuffer>> {
        const { random } = this.#outside;
        return seal(
            pieces,
            size,
            readers.map(({ recipient }) => recipient),
            random,
            this.#ahead,
        );
    }

    #code(): Stretching {
        if (!this.#stretching) throw new WbsError("code_missing");
        return this.#stretching;
    }

    #trusted(): Trust {
        if (!this.#trust) throw new WbsError("keyring_missing");
        // A page may stay open for longer than its keyring holds.
        if (this.#trust.chain.today !== this.#today()) this.trust(this.#published);
        return this.#trust;
    }

    /** This device's date in the office's zone. */
    #today(): string {
        return new Date(this.#outside.now() + this.#offset * MINUTE_MS).toISOString().slice(0, 10);
    }

    async #case(excluded: string[]): Promise<ReturnType<typeof openCase>> {
        const { keys, identity } = await this.#code().held;
        return openCase(this.#trusted(), keys, sha256(identity.raw), this.#replies ?? [], excluded);
    }

    #slots(board: ArrayBuffer, thread: Uint8Array): Uint8Array[] {
        try {
            const read = readBoard(new Uint8Array(board), this.#pin.instance);
            return read.matches(thread).map((position) => read.slot(position));
        } catch (error) {
            if (!(error instanceof FormatError)) throw error;
            throw new WbsError("failed");
        }
    }
}

/** What the worker does when asked, the first time with a self-test. */
export function vaultHandlers(outside: Outside = BROWSER): Record<string, Handler> {
    let vault: VaultWorker | undefined;
    const begun = (): VaultWorker => {
        if (!vault) throw new TypeError("not begun");
        return vault;
    };
    return {
        async begin(config: Config) {
            await selfTest(outside.random);
            vault = new VaultWorker(config, outside);
        },
        trust: (published: unknown) => begun().trust(published),
        newCode: () => begun().newCode(),
        useCode: (words: string[]) => begun().useCode(words),
        stretched: (_: undefined, progress) => begun().stretched(progress),
        readers: (excluded: string[]) => begun().readers(excluded),
        sealReport: async (draft: ReportDraft) => {
            const made = await begun().sealReport(draft);
            return new Moved(made, [made.sealed.buffer]);
        },
        openBoard: (asked: { board: ArrayBuffer | null; excluded: string[] }) => begun().openBoard(asked),
        sealMessage: (draft: MessageDraft) => begun().sealMessage(draft),
        next: async (sealing: number, progress) => {
            const part = await begun().next(sealing, progress);
            return part && new Moved(part, [part.buffer]);
        },
        cancel: (sealing: number) => begun().cancel(sealing),
        forget: () => begun().forget(),
    };
}

/** What was answered; what was left empty is left out. */
function answered(answers: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(answers).filter(([, text]) => text.trim()));
}

/** Signs a letter; of all that can be wrong with it, its length and its being empty are the reporter's. */
function sign(letter: Report | Message, key: SigningKey, blank: string): Signed {
    try {
        return signLetter(letter, key);
    } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        throw new WbsError(error.code === "blank" ? blank : error.code, error.message);
    }
}

/** Refuses a letter that nobody could read, and asks before one that a single person could. */
function check(readers: readonly Reader[], confirmed: boolean): void {
    if (!readers.length) throw new WbsError("no_reader");
    if (readers.length === 1 && !confirmed) throw new WbsError("one_reader");
}

function attachment(hashes: readonly Uint8Array[]): (file: Outgoing, at: number) => Attachment {
    return ({ file, name, type, removed }, at) => {
        const clean = cleanName(name, at + 1);
        return {
            path: `attachments/${String(at + 1).padStart(2, "0")}.${extension(clean)}`,
            name: clean,
            type: MEDIA_TYPE.test(type) ? type : "application/octet-stream",
            size: file.size,
            sha256: hashes[at]!,
            removed,
        };
    };
}

async function hashAll(files: readonly Outgoing[], progress: Progress): Promise<HashedFile[]> {
    const total = files.reduce((sum, { file }) => sum + file.size, 0);
    let done = 0;
    const hashed: HashedFile[] = [];
    for (const { file } of files)
        hashed.push(await HashedFile.read(file, (bytes) => progress((done += bytes) / total)));
    return hashed;
}
