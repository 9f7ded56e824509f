// Logical properties only: a rule that says left or right would not mirror in Arabic. Exits 1 on a finding.
import fs from "node:fs";
import path from "node:path";

const root = new URL("../..", import.meta.url).pathname;
const physical = /(^|[\s;{])((margin|padding|border|scroll-margin|scroll-padding)-(left|right)|left|right|(text-align|float|clear):\s*(left|right))\s*[:;]?/;

function* stylesheets(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules" || entry.name === "dist") continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* stylesheets(full);
    else if (entry.name.endsWith(".css")) yield full;
  }
}

let findings = 0;
for (const file of stylesheets(root)) {
  const css = fs.readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "));
  css.split("\n").forEach((line, index) => {
    if (!physical.test(line)) return;
    findings += 1;
    console.error(`${path.relative(root, file)}:${index + 1}: ${line.trim()}`);
  });
}
console.log(findings, "physical properties");
process.exit(findings ? 1 : 0);
