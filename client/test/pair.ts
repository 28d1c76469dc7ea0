/** A vault whose worker runs in the same thread, on a line like a worker's. */

import { webcrypto } from "node:crypto";
import "./setup.ts";
import type { Random } from "../src/bytes.ts";
import type { Config } from "../src/config.ts";
import { answer, Remote } from "../src/rpc.ts";
import { Vault } from "../src/vault.ts";
import { type Outside, vaultHandlers } from "../src/vaultworker.ts";

export const random: Random = (n) => webcrypto.getRandomValues(new Uint8Array(n));

/** Returns a vault that has begun; `terminate` it, or the process goes on waiting. */
export function paired(config: Config, outside: Partial<Outside> = {}): Promise<Vault> {
    const { port1, port2 } = new MessageChannel();
    answer(port2, vaultHandlers({ random, now: Date.now, ...outside }));
    const end = (): void => {
        port1.close();
        port2.close();
    };
    return Vault.over(new Remote(port1, end), config);
}
