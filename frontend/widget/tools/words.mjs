// Words: checks src/segue/domain/words/states.yaml and writes one module per language for the widget.
//
//   node tools/words.mjs            check the rules, write src/words/*.gen.ts
//   node tools/words.mjs --check    check the rules and that the written files are up to date; exits 1 if not
//
// The rules: every string in every language, the same placeholders in every language, no word that customers must not
// read, and lines for text channels under 320 characters (two SMS).
import fs from "node:fs";
import { parse } from "yaml";

const source = new URL("../../../src/segue/domain/words/states.yaml", import.meta.url);
const target = new URL("../src/words/", import.meta.url);
const table = parse(fs.readFileSync(source, "utf8"));
const languages = table.languages;

const FORBIDDEN =
  /\b(tickets?|escalat\w*|queues?|users?|agents?|bots?|eskal\w*|warteschlange\w*|nutzer\w*|benutzer\w*|escala\w*|usuari\w*|agente?s?|cola)\b|تذكرة|تصعيد|طابور|المستخدم|روبوت/i;
const GROUPS = ["eta", "speakers", "actions", "lines", "says", "refusals", "panel", ...(table.mails ? ["mails"] : [])];

const findings = [];
let strings = 0;
const placeholders = (value) => [...[value].flat().join(" | ").matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join();

function checkEntry(path, entry) {
  if (entry === null) return;
  for (const language of languages) {
    strings += 1;
    const value = entry[language];
    if (value === undefined || value === "") {
      findings.push(`${path}: missing in ${language}`);
      continue;
    }
    const words = [value].flat().join(" | ");
    if (FORBIDDEN.test(words.replace(/\{\w+\}/g, ""))) findings.push(`${path}: a forbidden word in ${language}: ${words}`);
    if (placeholders(value) !== placeholders(entry.en)) findings.push(`${path}: other placeholders in ${language} than in en`);
    if (path.endsWith(".text") && words.length > 320) findings.push(`${path}: ${words.length} characters in ${language}`);
    if (/!/.test(words)) findings.push(`${path}: an exclamation mark in ${language}`);
  }
}

for (const group of GROUPS) for (const [key, entry] of Object.entries(table[group])) checkEntry(`${group}.${key}`, entry);
checkEntry("message_sr", table.message_sr);
for (const [key, state] of Object.entries(table.states)) {
  for (const column of ["header", "speaks", "composer", "person", "sr", "text"]) {
    if (state[column] === undefined) findings.push(`states.${key}: no ${column}`);
  }
  if (!["assistant", "person", "nobody"].includes(state.speaks)) findings.push(`states.${key}: speaks ${state.speaks}`);
  if (![true, false, "held"].includes(state.composer.enabled)) findings.push(`states.${key}: enabled ${state.composer.enabled}`);
  for (const column of ["header", "person", "sr", "text"]) checkEntry(`states.${key}.${column}`, state[column]);
  checkEntry(`states.${key}.ph`, state.composer.ph);
}

/** States that the panel can be in before anything was said, or without a network. */
const FIRST_STATES = ["assistant", "assistant_closed", "offline", "back_online", "send_failed", "error"];
const LATER_FOLDER = "view/later";

/** The widget's own source says which words its first paint needs: those that are named outside of the later parts. */
function namedInFirstPart() {
  const names = new Set();
  const folder = new URL("../src/", import.meta.url).pathname;
  for (const file of fs.readdirSync(folder, { recursive: true })) {
    if (!/\.tsx?$/.test(file) || file.includes(".gen.") || file.startsWith(LATER_FOLDER)) continue;
    for (const [name] of fs.readFileSync(folder + file, "utf8").matchAll(/\b[a-z]\w*\b/g)) names.add(name);
  }
  return names;
}

const first = namedInFirstPart();
const part = (group, key) => {
  if (group === "says") return key === "greeting" ? "first" : null;
  if (group === "lines" || group === "refusals" || group === "mails") return null; // these arrive worded
  if (group === "eta" || group === "speakers") return "first";
  return first.has(key) ? "first" : "later";
};

function wordsFor(language, which) {
  const words = {};
  for (const group of GROUPS) {
    const entries = Object.entries(table[group]).filter(([key]) => part(group, key) === which);
    if (entries.length) words[group] = Object.fromEntries(entries.map(([key, entry]) => [key, entry[language]]));
  }
  const pick = (entry) => (entry === null ? null : entry[language]);
  words.states = Object.fromEntries(
    Object.entries(table.states)
      .filter(([key]) => FIRST_STATES.includes(key) === (which === "first"))
      .map(([key, { header, composer, person, sr }]) => [
        key,
        { header: pick(header), ph: pick(composer.ph), person: pick(person), sr: pick(sr) },
      ]),
  );
  return which === "later" ? { message_sr: table.message_sr[language], ...words } : words;
}

const NOTE = "/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */\n";
const union = (keys) => keys.map((key) => JSON.stringify(key)).join(" | ");
const records = (words) =>
  Object.entries(words)
    .filter(([group]) => GROUPS.includes(group))
    .map(([group, entries]) => `  ${group}: Record<${union(Object.keys(entries))}, string>;\n`)
    .join("");

const statesOf = (which) => `  states: Record<${union(Object.keys(wordsFor("en", which).states))}, StateWords>;\n`;

function files() {
  const made = {
    "types.gen.ts":
      `${NOTE}\nexport type Language = ${union(languages)};\n\n` +
      `export type PanelState = ${union(Object.keys(table.states))};\n\n` +
      "export interface StateWords {\n  header: readonly [string, string];\n  ph: string;\n  person: string | null;\n  sr: string | null;\n}\n\n" +
      `export interface FirstWords {\n${records(wordsFor("en", "first"))}${statesOf("first")}}\n\n` +
      `export interface LaterWords {\n  message_sr: string;\n${records(wordsFor("en", "later"))}${statesOf("later")}}\n\n` +
      "export type Words = FirstWords & LaterWords;\n",
  };
  for (const language of languages) {
    for (const [which, suffix, type] of [
      ["first", "", "FirstWords"],
      ["later", ".later", "LaterWords"],
    ]) {
      made[`${language}${suffix}.gen.ts`] =
        `${NOTE}import type { ${type} } from "./types.gen.ts";\n\nexport default ${JSON.stringify(wordsFor(language, which), null, 1)} as ${type};\n`;
    }
  }
  return made;
}

for (const finding of findings) console.error(finding);
let stale = 0;
if (findings.length === 0) {
  for (const [name, text] of Object.entries(files())) {
    const file = new URL(name, target);
    const old = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
    if (old === text) continue;
    if (process.argv.includes("--check")) {
      stale += 1;
      console.error(`${name} is stale: npm run words -w widget`);
    } else {
      fs.writeFileSync(file, text);
    }
  }
}
console.log(Object.keys(table.states).length, "states,", strings, "strings,", findings.length, "findings,", stale, "stale files");
process.exit(findings.length || stale ? 1 : 0);
