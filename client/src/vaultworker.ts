/** The worker's side of the vault: the code, the keys and everything opened live here and nowhere else. */

import { serve } from "./rpc.ts";

/** Takes the worker's role. */
export function serveVault(): Promise<void> {
    return serve({});
}
