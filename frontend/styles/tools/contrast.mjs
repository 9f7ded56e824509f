// WCAG contrast of every pair of tokens that meets on a screen, in both themes. Exits 1 when one is below its target.
// Text needs 4.5, lines and shapes 3. `--all` prints every pair.
import fs from "node:fs";

const css = fs.readFileSync(new URL("../tokens.css", import.meta.url), "utf8");

function tokens(selector) {
  const block = css.slice(css.indexOf(`${selector} {`)).split("\n  }")[0];
  return Object.fromEntries([...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/gi)].map((m) => [m[1], m[2]]));
}

function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const pairs = [];
const on = (front, backs, need) => backs.split(" ").forEach((back) => pairs.push([front, back, need]));
on("ink", "surface canvas sunken raised tab-on soft", 4.5);
on("ink-2", "surface canvas sunken raised cust-bg soft", 4.5);
on("ink-3", "surface canvas sunken raised soft", 4.5);
on("line-strong", "surface canvas", 3);
on("on-primary", "primary", 4.5);
on("focus", "surface canvas person-bg", 3);
for (const voice of ["person", "bot", "note", "draft"]) {
  on(`${voice}-ink`, `${voice}-bg`, 4.5);
  on(voice, `${voice}-bg surface canvas`, 3);
}
on("on-person", "person", 4.5);
on("on-draft", "draft", 4.5);
on("cust-ink", "cust-bg", 4.5);
on("self-ink", "self-bg", 4.5);
on("self-bg", "surface", 1.4);
for (const outcome of ["ok", "warn", "bad"]) on(outcome, `${outcome}-bg surface canvas`, 4.5);
on("on-f", "f-ok f-person f-bad", 4.5);
on("on-f-mut", "f-mut", 4.5);
on("presence-ok", "surface canvas", 3);
on("presence-busy", "surface canvas", 3);

let failures = 0;
for (const [theme, values] of [
  ["light", tokens(":root")],
  ["dark", { ...tokens(":root"), ...tokens('[data-theme="dark"]') }],
]) {
  for (const [front, back, need] of pairs) {
    const found = ratio(values[front], values[back]);
    if (found < need) failures += 1;
    if (found < need || process.argv.includes("--all")) {
      console.log(theme, front, "on", back, found.toFixed(2), "needs", need, found < need ? "FAIL" : "");
    }
  }
}
console.log(pairs.length * 2, "pairs,", failures, "failures");
process.exit(failures ? 1 : 0);
