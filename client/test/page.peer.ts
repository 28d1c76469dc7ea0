// A page for tests in real browsers: starts a vault as /config says, files a report, and shows what came of it.

import { base64, WbsError } from "../src/bytes.ts";
import type { Config } from "../src/config.ts";
import { scriptPolicy } from "../src/rpc.ts";
import { Vault } from "../src/vault.ts";

interface Asked {
    config: Config;
    published: unknown;
}

async function run(): Promise<object> {
    const { config, published } = (await (await fetch("/config")).json()) as Asked;
    const policy = scriptPolicy([config.scripts.wbs.url]);
    const vault = await Vault.start(config, policy);
    await vault.trust(published);
    const words = await vault.newCode();
    const parts: number[] = [];
    await vault.stretched((part) => parts.push(part));
    const draft = { answers: { what: "Uji — é 𝄞" }, excluded: [], language: "id", confirmed: true };
    const { sealed } = await vault.sealReport(draft);
    vault.terminate();
    const dead = await vault.newCode().catch((error: WbsError) => error.code);
    return { words, parts: parts.length, sealed: base64(sealed), dead };
}

run()
    .catch((error: unknown) => ({ code: error instanceof WbsError ? error.code : String(error) }))
    .then((outcome) => (document.body.textContent = `${JSON.stringify(outcome)} END`));
