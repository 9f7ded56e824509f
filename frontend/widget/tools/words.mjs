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
const GROUPS = ["eta", "speakers", "actions", "lines", "says", "refusals", "panel"];

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

const NOT_IN_THE_WIDGET = { says: () => false, lines: (key) => ["saved", "callback_booked", "transcript", "noted"].includes(key) };
const pick = (entry, language) => (entry === null ? null : entry[language]);

function wordsFor(language) {
  const words = { message_sr: table.message_sr[language] };
  for (const group of GROUPS) {
    const keep = NOT_IN_THE_WIDGET[group] ?? (() => true);
    words[group] = Object.fromEntries(
      Object.entries(table[group])
        .filter(([key]) => keep(key) || (group === "says" && key === "greeting"))
        .map(([key, entry]) => [key, pick(entry, language)]),
    );
  }
  words.states = Object.fromEntries(
    Object.entries(table.states).map(([key, state]) => [
      key,
      { header: pick(state.header, language), ph: pick(state.composer.ph, language), person: pick(state.person, language), sr: pick(state.sr, language) },
    ]),
  );
  return words;
}

const NOTE = "/** Made from src/segue/domain/words/states.yaml by tools/words.mjs: do not edit. */\n";
const groupType = (group, words) => `  ${group}: Record<${Object.keys(words[group]).map((key) => JSON.stringify(key)).join(" | ")}, string>;\n`;

function files() {
  const english = wordsFor("en");
  const made = {
    "types.gen.ts":
      `${NOTE}\nexport type Language = ${languages.map((l) => JSON.stringify(l)).join(" | ")};\n\n` +
      `export type PanelState = ${Object.keys(english.states).map((key) => JSON.stringify(key)).join(" | ")};\n\n` +
      "export interface StateWords {\n  header: readonly [string, string];\n  ph: string;\n  person: string | null;\n  sr: string | null;\n}\n\n" +
      `export interface Words {\n  message_sr: string;\n${GROUPS.map((group) => groupType(group, english)).join("")}  states: Record<PanelState, StateWords>;\n}\n`,
  };
  for (const language of languages) {
    made[`${language}.gen.ts`] =
      `${NOTE}import type { Words } from "./types.gen.ts";\n\nexport default ${JSON.stringify(wordsFor(language), null, 1)} as Words;\n`;
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
