/** One file, two roles: the page's script, and the worker that holds what is secret. */

import { serveVault } from "./vaultworker.ts";

if (typeof document === "undefined") void serveVault();
