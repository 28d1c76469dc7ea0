// Bundles the client. `node build.mjs` writes wbs/static/client, `--check` compares it with what stands there,
// `--tests` bundles test/*.test.ts, and the peers of tests in Python, into client/build/test (or
// another folder beside it).
//
// The output is readable and the same on every machine: nothing is minified, no path from outside this folder
// gets in, and package-lock.json fixes every byte that goes in.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, "..", "wbs", "static", "client");
const ENTRIES = { wbs: "src/main.ts", images: "src/images.ts", documents: "src/documents.ts" };
const LIMITS = { wbs: 110 * 1024 };

/**
 * Leaves out what is unused: age-encryption does not say that its modules do nothing when loaded, and noble's
 * hybrid.js not that two of its makers have no effect, which would keep the NIST curves.
 */
const UNUSED_GOES = {
    name: "unused-goes",
    setup(made) {
        made.onResolve({ filter: /./ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
            const inside = path.startsWith("age-encryption") || importer.includes("/age-encryption/");
            if (!inside || pluginData === UNUSED_GOES) return undefined;
            const found = await made.resolve(path, { importer, resolveDir, kind, pluginData: UNUSED_GOES });
            return { ...found, sideEffects: false };
        });
        made.onLoad({ filter: /post-quantum\/hybrid\.js$/ }, async ({ path }) => {
            const contents = (await readFile(path, "utf8")).replace(
                /^(?:export )?const \w+ = .*$/gm,
                (line) => line.replace(/\b(?:QSF|createKitchenSink|ecdhKem)\(/g, "/* @__PURE__ */ $&"),
            );
            return { contents, loader: "js" };
        });
    },
};

const OPTIONS = {
    absWorkingDir: HERE,
    bundle: true,
    charset: "utf8",
    legalComments: "inline",
    logLevel: "warning",
    plugins: [UNUSED_GOES],
    sourcemap: false,
    target: "es2022",
    treeShaking: true,
    write: false,
};

/** Returns the files of wbs/static/client by name. */
async function client() {
    const files = {};
    const manifest = {};
    for (const [name, entry] of Object.entries(ENTRIES)) {
        if (!existsSync(join(HERE, entry))) continue;
        const made = await build({
            ...OPTIONS,
            entryPoints: { [name]: entry },
            format: "iife",
            outdir: OUT,
            platform: "browser",
        });
        const text = Buffer.from(made.outputFiles[0].contents);
        if (text.includes(HERE)) throw new Error(`${name}.js names a folder of this machine`);
        files[`${name}.js`] = text;
        manifest[`${name}.js`] = `sha384-${createHash("sha384").update(text).digest("base64")}`;
    }
    files["manifest.json"] = Buffer.from(`${JSON.stringify(manifest, null, 4)}\n`);
    return files;
}

function weigh(files) {
    for (const [name, text] of Object.entries(files)) {
        if (!name.endsWith(".js")) continue;
        const packed = gzipSync(text, { level: 9 }).length;
        const limit = LIMITS[name.slice(0, -3)];
        console.log(`${name}: ${text.length} bytes, ${packed} gzip`);
        if (limit !== undefined && packed > limit)
            throw new Error(`${name} has more than ${limit} bytes gzip`);
    }
}

async function write(files) {
    await mkdir(OUT, { recursive: true });
    for (const each of await readdir(OUT)) if (!(each in files)) await rm(join(OUT, each));
    for (const [name, text] of Object.entries(files)) await writeFile(join(OUT, name), text);
}

async function check(files) {
    const there = existsSync(OUT) ? await readdir(OUT) : [];
    const wrong = [
        ...there.filter((name) => !(name in files)).map((name) => `${name} belongs to no source`),
        ...Object.keys(files)
            .filter((name) => !there.includes(name))
            .map((name) => `${name} is missing`),
    ];
    for (const name of Object.keys(files).filter((each) => there.includes(each)))
        if (!files[name].equals(await readFile(join(OUT, name))))
            wrong.push(`${name} is not what its source makes`);
    if (wrong.length) throw new Error(`wbs/static/client: ${wrong.join(", ")}; run "node client/build.mjs"`);
}

async function tests(folder) {
    const names = (await readdir(join(HERE, "test"))).filter((name) => /\.(test|peer)\.ts$/.test(name));
    await build({
        ...OPTIONS,
        entryPoints: names.map((name) => `test/${name}`),
        format: "esm",
        outdir: join(HERE, "build", folder),
        outExtension: { ".js": ".mjs" },
        platform: "node",
        sourcemap: "inline",
        write: true,
    });
}

const wanted = process.argv[2];
if (wanted === "--tests") await tests(process.argv[3] ?? "test");
else {
    const files = await client();
    weigh(files);
    await (wanted === "--check" ? check(files) : write(files));
}
