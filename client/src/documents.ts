/** The worker that cleans documents: files come in, and it never sees a key, a word of a report, or the code. */

import { serve } from "./rpc.ts";
import { scrubFile } from "./scrub/documents/files.ts";

void serve({ scrub: scrubFile });
