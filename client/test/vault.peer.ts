// A vault for tests in Python: one JSON request a line, {call, argument}, one answer a line, {result} or {trouble}.
// Bytes are base64.

import { createInterface } from "node:readline";
import { base64, unbase64, WbsError } from "../src/bytes.ts";
import type { Config } from "../src/config.ts";
import type { MessageDraft, Outgoing, ReportDraft, Vault } from "../src/vault.ts";
import { paired } from "./pair.ts";

type Files = { files: (Omit<Outgoing, "file"> & { content: string })[] };

let vault: Vault;

const calls: Record<string, (argument: any) => unknown> = {
    begin: async ({ config, now }: { config: Config; now: number }) => {
        vault = await paired(config, { now: () => now });
    },
    trust: (published: unknown) => vault.trust(published),
    newCode: () => vault.newCode(),
    useCode: (words: string[]) => vault.useCode(words),
    stretched: () => vault.stretched(),
    // Both at once: a fast machine would have stretched the code before it is asked how far it is.
    useCodeAndWatch: async (words: string[]) => {
        const parts: number[] = [];
        await Promise.all([vault.useCode(words), vault.stretched((part) => parts.push(part))]);
        return parts;
    },
    readers: (excluded: string[]) => vault.readers(excluded),
    sealReport: async (draft: ReportDraft) => {
        const { sealed, readers } = await vault.sealReport(draft);
        return { sealed: base64(sealed), readers };
    },
    openBoard: ({ board, excluded }: { board: string | null; excluded: string[] }) =>
        vault.openBoard(board === null ? null : unbase64(board).buffer, excluded),
    sealMessage: async (draft: Omit<MessageDraft, "files"> & Files) => {
        const files = draft.files.map(({ content, ...rest }) => ({
            ...rest,
            file: new Blob([unbase64(content)]),
        }));
        const prepared: number[] = [];
        const sealing = await vault.sealMessage({ ...draft, files }, (part) => prepared.push(part));
        const parts: Uint8Array[] = [];
        for (let part = await sealing.next(); part; part = await sealing.next()) parts.push(part);
        return {
            size: sealing.size,
            sizes: parts.map((part) => part.length),
            sealed: Buffer.concat(parts).toString("base64"),
            prepared,
        };
    },
    forget: () => vault.forget(),
};

for await (const line of createInterface({ input: process.stdin })) {
    const { call, argument } = JSON.parse(line) as { call: string; argument?: unknown };
    let answer: object;
    try {
        answer = { result: (await calls[call]!(argument)) ?? null };
    } catch (error) {
        if (!(error instanceof WbsError)) throw error;
        const { name, ...trouble } = error;
        answer = { trouble };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit();
