// Runs the tests of a folder (unit or browser): bundles each file with the build's own compiler, then hands them to node's
// test runner, one file at a time.

import { build } from "esbuild";
import { mkdir, readdir, rm } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const kind = process.argv[2] ?? "unit";
const folder = join(here, kind);
// Below node_modules, so that packages are found from there.
const out = join(here, `../node_modules/.cache/tests-${kind}`);
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const entryPoints = (await readdir(folder)).filter((name) => name.endsWith(".test.ts")).map((name) => join(folder, name));
await build({
  entryPoints, outdir: out, outExtension: { ".js": ".mjs" }, bundle: true, format: "esm", platform: "node",
  jsx: "automatic", jsxImportSource: "preact", external: ["playwright-core", "axe-core"],
});
const files = (await readdir(out)).map((name) => join(out, name));
process.exitCode = spawnSync(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files], { stdio: "inherit" }).status ?? 1;
