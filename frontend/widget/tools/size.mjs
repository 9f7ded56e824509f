// Bytes that a customer's browser needs: gzip -9 of the loader, and of all JavaScript before the first message (the frame's
// entry, what it imports, and the largest language). Exits 1 above the budget.
import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

const built = new URL("../../../src/segue/web/static/widget/", import.meta.url).pathname;
const BUDGET = { loader: 3_000, script: 20_000, style: 8_000 };

const read = (file) => fs.readFileSync(path.join(built, file), "utf8");
const packed = (file) => gzipSync(read(file), { level: 9 }).length;
const html = read("index.html");
const assets = (pattern) => [...html.matchAll(pattern)].map((match) => path.basename(match[1]));

/** Follows static imports only: `import("./x")` comes later. */
function withImports(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, next] of read(file).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) withImports(next, seen);
  return seen;
}

const scripts = new Set();
for (const file of assets(/(?:src|href)="([^"]+\.js)"/g)) withImports(file, scripts);
const languages = fs.readdirSync(built).filter((file) => /^(en|de|es|ar)\.gen-.*\.js$/.test(file));
const largest = languages.sort((a, b) => packed(b) - packed(a))[0];
const found = {
  loader: packed("loader.js"),
  script: [...scripts].reduce((sum, file) => sum + packed(file), 0) + packed(largest),
  style: assets(/href="([^"]+\.css)"/g).reduce((sum, file) => sum + packed(file), 0),
};

let over = 0;
for (const [what, bytes] of Object.entries(found)) {
  if (bytes > BUDGET[what]) over += 1;
  console.log(`${what.padEnd(7)} ${String(bytes).padStart(6)} of ${BUDGET[what]} bytes gzipped${bytes > BUDGET[what] ? "  TOO LARGE" : ""}`);
}
process.exit(over ? 1 : 0);
