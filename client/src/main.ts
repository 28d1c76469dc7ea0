/** One file, two roles: the page's script, and the worker that holds what is secret. */

import { boot } from "./page/boot.ts";
import { serve } from "./rpc.ts";
import { vaultHandlers } from "./vaultworker.ts";

if (typeof document === "undefined") void serve(vaultHandlers());
else boot();
