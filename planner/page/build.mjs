// Builds the page: app.js, app.css, index.html and NOTICES in dist.
//
// Invariant: nothing in dist loads anything from elsewhere, and it depends on the sources alone.

import { build } from "esbuild";
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const here = import.meta.dirname ?? dirname(new URL(import.meta.url).pathname);
const require = createRequire(import.meta.url);
const dist = join(here, "dist");

/** The worker of the map library, bundled for itself and handed over as text: a page opened from disk can start it too. */
const workerAsText = {
  name: "worker-as-text",
  setup(plugins) {
    plugins.onResolve({ filter: /^maplibre-worker$/ }, () => ({ path: "maplibre-worker", namespace: "worker" }));
    plugins.onLoad({ filter: /.*/, namespace: "worker" }, async () => {
      const entry = join(dirname(require.resolve("maplibre-gl/package.json")), "dist/maplibre-gl-worker.mjs");
      const { outputFiles } = await build({ entryPoints: [entry], bundle: true, minify: true, format: "iife", target: "es2022", write: false, legalComments: "none" });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
};

/** The text of a package's licence: a file of its own, or a part of its README. */
async function licence(folder) {
  const names = await readdir(folder);
  const file = names.find((name) => /^(licen[cs]e|copying)/i.test(name));
  if (file !== undefined) return (await readFile(join(folder, file), "utf8")).trim();
  const readme = names.find((name) => /^readme/i.test(name));
  const text = readme === undefined ? "" : await readFile(join(folder, readme), "utf8");
  return /^#+ *licen[cs]e.*\n([\s\S]+?)(?=^#|(?![\s\S]))/im.exec(text)?.[1]?.trim() ?? null;
}

/** Licences of everything that is bundled: the packages of the lock file that are not for development. */
async function notices() {
  const lock = JSON.parse(await readFile(join(here, "package-lock.json"), "utf8"));
  const parts = [];
  for (const [folder, entry] of Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (folder === "" || entry.dev) continue;
    const text = await licence(join(here, folder));
    if (text === null) throw new Error(`${folder} carries no text of its licence`);
    parts.push(`${folder.replace(/^.*node_modules\//, "")} ${entry.version}\nLicence: ${entry.license ?? "see below"}\n\n${text}\n`);
  }
  return `The page contains these packages.\n\n${parts.join(`\n${"-".repeat(100)}\n\n`)}`;
}

// The folder itself is always there, so that the program's build can watch it.
await mkdir(dist, { recursive: true });
for (const name of await readdir(dist)) if (name !== ".gitkeep") await rm(join(dist, name), { recursive: true });
await build({
  entryPoints: { app: join(here, "src/main.tsx") },
  outdir: dist,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  define: { "import.meta.url": '"file:///page"' },
  plugins: [workerAsText],
});
await copyFile(join(here, "src/index.html"), join(dist, "index.html"));
await writeFile(join(dist, "NOTICES"), await notices());
