import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import ar from "../src/i18n/ar.json";
import de from "../src/i18n/de.json";
import en from "../src/i18n/en.json";
import es from "../src/i18n/es.json";
import floorAr from "../src/i18n/floor/ar.json";
import floorDe from "../src/i18n/floor/de.json";
import floorEn from "../src/i18n/floor/en.json";
import floorEs from "../src/i18n/floor/es.json";
import pagesAr from "../src/i18n/pages/ar.json";
import pagesDe from "../src/i18n/pages/de.json";
import pagesEn from "../src/i18n/pages/en.json";
import pagesEs from "../src/i18n/pages/es.json";
import { ago, stopwatch, timerOf, toneOf } from "../src/state/durations.ts";
import { linkParts, safeHref } from "../src/core/links.ts";
import { fill, matching, unfilled } from "../src/core/replies.ts";
import { at, row, T0 } from "./stories.ts";

describe("rules that ship", () => {
  it("are all named, as the server names them", () => {
    const source = readFileSync(new URL("../../../src/segue/domain/rules/recipes.py", import.meta.url), "utf8");
    const shipped = [...source.matchAll(/Rule\(\n\s+"([^"]+)",[^)]*?name="([^"]+)"/gu)].map((match) => [match[1], match[2]]);
    expect(shipped.length).toBeGreaterThan(9);
    expect(Object.entries(en.recipe).sort()).toEqual(shipped.sort());
  });
});

describe("timers", () => {
  it("are exact while seconds matter", () => {
    expect([7, 102, 3661, 90_000].map((seconds) => stopwatch(seconds * 1000))).toEqual(["0:07", "1:42", "1 h 01", "1 d"]);
    expect([20, 180, 7200].map((seconds) => ago(seconds * 1000))).toEqual([{ unit: "now" }, { unit: "m", n: 3 }, { unit: "h", n: 2 }]);
  });

  it("warn from half of the promise, and are late after it", () => {
    expect([10, 50, 99, 100].map((seconds) => toneOf(T0 + seconds * 1000, T0, T0 + 100_000))).toEqual(["calm", "soon", "soon", "late"]);
    expect(toneOf(T0 + 119_000, T0, null)).toBe("soon");
  });

  it("say in which direction they count", () => {
    expect(timerOf(row({ waiting_since: at(0) }), T0 + 5000)).toMatchObject({ direction: "waiting", ms: 5000 });
    expect(timerOf(row({ replied_at: at(0) }), T0 + 5000)).toMatchObject({ direction: "replied" });
    expect(timerOf(row({ stage: "deferred", due_at: at(10) }), T0 + 11_000)).toMatchObject({ direction: "answer_by", tone: "late" });
    expect(timerOf(row({ stage: "closed", waiting_since: at(0) }), T0)).toBeNull();
  });
});

describe("links", () => {
  it("are made of addresses, without the sentence around them", () => {
    expect(linkParts("See https://a.example/x(1). Or me@b.example!")).toEqual([
      { text: "See " },
      { text: "https://a.example/x(1)", href: "https://a.example/x(1)" },
      { text: ". Or " },
      { text: "me@b.example", href: "mailto:me@b.example" },
      { text: "!" },
    ]);
  });

  it("are never anything but http and mail", () => {
    for (const address of ["javascript:alert(1)", "data:text/html,x", "//evil.example", "file:///etc/passwd"]) {
      expect(safeHref(address)).toBeNull();
    }
    expect(linkParts("javascript:alert(1) <img src=x>")).toEqual([{ text: "javascript:alert(1) <img src=x>" }]);
  });
});

describe("saved replies", () => {
  it("fill what is known, use the spare word for what is not, and name what is left", () => {
    const text = 'Hi {{customer.first_name | "there"}}, case {{case}}.';
    expect(fill(text, { "customer.first_name": "Wren", case: "4812" })).toEqual({ text: "Hi Wren, case 4812.", missing: [] });
    expect(fill(text, {})).toEqual({ text: "Hi there, case {{case}}.", missing: ["case"] });
    expect(unfilled("case {{case}}")).toEqual(["case"]);
  });

  it("are found by their title first", () => {
    const replies = [
      { id: "a", title: "Thanks", text: "hello again" },
      { id: "b", title: "Hello", text: "" },
    ];
    expect(matching(replies, "hel").map((reply) => reply.id)).toEqual(["b", "a"]);
  });
});

type Words = { [key: string]: string | Words };

function flat(words: Words, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "string") found.set(path + key, value);
    else for (const [name, text] of flat(value, `${path}${key}.`)) found.set(name, text);
  }
  return found;
}

describe("what the desk is told", () => {
  it("calls the assistant and people by the words of the house", () => {
    const said = [...flat(pagesEn), ...flat(floorEn)].filter(([, text]) => /\b(?:tickets?|escalat\w+|queue\w*|users?|bots?)\b/iu.test(text)).map(([key]) => key);
    expect(said).toEqual([]);
  });
});

/** Plural endings differ between languages: `_one` and `_other` here, six of them in Arabic. */
const stem = (key: string): string => key.replace(/_(?:zero|one|two|few|many|other)$/u, "");
const holes = (text: string): string[] => [...text.matchAll(/\{\{[^}]+\}\}|<\/?b>/gu)].map((match) => match[0].replace(/ \| "[^"]*"/u, "")).filter((hole) => hole !== "{{count}}").sort();

describe.each([
  ["German", de, en],
  ["Spanish", es, en],
  ["Arabic", ar, en],
  ["German of the pages that come later", pagesDe, pagesEn],
  ["Spanish of the pages that come later", pagesEs, pagesEn],
  ["Arabic of the pages that come later", pagesAr, pagesEn],
  ["German of the floor", floorDe, floorEn],
  ["Spanish of the floor", floorEs, floorEn],
  ["Arabic of the floor", floorAr, floorEn],
])("%s", (_name, words, originals) => {
  const english = flat(originals);
  const other = flat(words);

  it("has every word, and none too many", () => {
    expect([...new Set([...other.keys()].map(stem))].sort()).toEqual([...new Set([...english.keys()].map(stem))].sort());
  });

  it("keeps every placeholder", () => {
    for (const [key, text] of english) {
      const translated = other.get(key) ?? other.get(`${stem(key)}_other`) ?? other.get(stem(key));
      expect([key, holes(translated ?? "")]).toEqual([key, holes(text)]);
    }
  });

  it("is translated", () => {
    const same = [...english].filter(([key, text]) => other.get(key) === text && /[a-z]{4}/u.test(text)).map(([key]) => key);
    expect(same.length).toBeLessThan(25);
  });
});
