/** The worker that cleans pictures: files come in, and it never sees a key, a word of a report, or the code. */

import { serve } from "./rpc.ts";
import { scrubFile } from "./scrub/files.ts";

void serve({ scrub: scrubFile });
