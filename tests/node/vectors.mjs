// Prints the age test vectors of npm `cctv-age`: one line per vector, its name, a space, its bytes as base64.
import * as vectors from "cctv-age";

for (const [name, bytes] of Object.entries(vectors)) {
  process.stdout.write(`${name} ${Buffer.from(bytes).toString("base64")}\n`);
}
