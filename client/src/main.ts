/** One file, two roles: the page's script, and the worker that holds what is secret. */

import { breatheEverywhere } from "./breathe.ts";
import { boot } from "./page/boot.ts";
import { serve } from "./rpc.ts";
import { vaultHandlers } from "./vaultworker.ts";

if (typeof document === "undefined") {
    breatheEverywhere();
    void serve(vaultHandlers());
} else boot();
