import { describe, expect, it } from "vitest";
import type { FullItem } from "../src/api/knowledge.ts";
import { blocksOf, isNew, piecesOf, spansOf, withoutTitle } from "../src/core/markdown.ts";
import { dressed } from "../src/features/knowledge/dress.ts";
import { asAddress, fromSource, markOf, monthsSince, neverLive, rightsOf, sameWords, shareOf, siteName, tidy, wordsOf } from "../src/features/knowledge/reading.ts";
import { at, T0 } from "./stories.ts";

const item = (more: Partial<FullItem> = {}): FullItem => ({
  id: "refunds",
  source: "articles",
  source_name: "Articles",
  title: "Refunds",
  url: null,
  language: "en",
  audience: "public",
  owner: "Lena",
  review: null,
  on: true,
  version: 4,
  updated: at(0),
  by: "Lena",
  edited: false,
  stale: false,
  used: 0,
  helped: null,
  draft: null,
  needs: [],
  body: "Five days.",
  examples: [],
  passages: [],
  answers: [],
  ...more,
});

describe("the text of an item", () => {
  it("is read into headings, lists, and paragraphs", () => {
    expect(blocksOf("# Refunds\n\nFive days.\nOr six.\n\n- card\n- bank\n\n1. ask\n2) wait\n\n---").map((block) => block.type)).toEqual(["heading", "paragraph", "list", "list", "rule"]);
    expect(blocksOf("3. from\n4. here")[0]).toMatchObject({ type: "list", ordered: true, start: 3 });
    expect(blocksOf("- one\n  more of it")[0]).toMatchObject({ items: [[{ text: "one" }, { text: "\nmore of it" }]] });
    expect(blocksOf("```\n# not a heading\n```")).toEqual([{ type: "code", text: "# not a heading" }]);
  });

  it("links to http and mail, and to nothing else", () => {
    expect(spansOf("see [us](https://a.example/x) **now**")).toEqual([{ text: "see " }, { text: "us", href: "https://a.example/x" }, { text: " " }, { text: "now", bold: true }]);
    expect(spansOf("[x](javascript:alert(1))").every((span) => span.href === undefined)).toBe(true);
    expect(blocksOf("<img src=x onerror=alert(1)>")).toEqual([{ type: "paragraph", spans: [{ text: "<img src=x onerror=alert(1)>" }] }]);
  });

  it("marks what a draft says anew, and nothing where nothing is live", () => {
    const live = piecesOf("Five days.\n\n- card\n- bank");
    const marked = (text: string, known: ReadonlySet<string> | null): boolean[] => blocksOf(text).flatMap((block) => (block.type === "paragraph" ? [isNew(block.spans, known)] : []));
    expect(marked("Five days.\n\nAfter ten something is wrong.", live)).toEqual([false, true]);
    expect(marked("All of it is new.", null)).toEqual([false]);
    expect(marked("All of it is new.", new Set())).toEqual([false]);
  });

  it("does not say its title twice", () => {
    expect(withoutTitle(blocksOf("# Refunds\n\nFive days."), "refunds").map((block) => block.type)).toEqual(["paragraph"]);
    expect(withoutTitle(blocksOf("# Other\n\nFive days."), "Refunds")).toHaveLength(2);
  });

  it("is dressed by its buttons, and undressed by pressing them again", () => {
    const spare = { bold: "words", link: "words" };
    expect(dressed("a word", 2, 6, "bold", spare)).toEqual({ text: "a **word**", from: 4, to: 8 });
    expect(dressed("", 0, 0, "link", spare).text).toBe("[words](https://)");
    const listed = dressed("one\ntwo", 0, 7, "list", spare).text;
    expect(listed).toBe("- one\n- two");
    expect(dressed(listed, 0, listed.length, "steps", spare).text).toBe("1. one\n2. two");
    expect(dressed(listed, 0, listed.length, "list", spare).text).toBe("one\ntwo");
    expect(dressed("a\nb\nc", 2, 2, "heading", spare).text).toBe("a\n## b\nc");
  });
});

describe("an item", () => {
  it("is a draft before it is off, and off before it is stale", () => {
    const draft = { title: "", body: "", examples: [], at: null, by: "Sara", note: "" };
    expect([item({ draft, on: false, stale: true }), item({ on: false, stale: true }), item({ stale: true }), item()].map(markOf)).toEqual(["draft", "off", "stale", "live"]);
    expect(monthsSince(at(0), T0 + 335 * 86_400_000)).toBe(11);
    expect(monthsSince(null, T0)).toBe(0);
  });

  it("shows what is being written before the draft, and the draft before what is live", () => {
    const draft = { title: "Refunds", body: "Ten days.", examples: ["where"], at: null, by: "Sara", note: "" };
    expect(wordsOf(item(), undefined).body).toBe("Five days.");
    expect(wordsOf(item({ draft }), undefined).body).toBe("Ten days.");
    expect(wordsOf(item({ draft }), { title: "Refunds", body: "Six.", examples: [], version: 4 }).body).toBe("Six.");
    expect(sameWords(draft, { ...draft, examples: ["where"] })).toBe(true);
    expect(sameWords(draft, { ...draft, examples: [] })).toBe(false);
  });

  it("knows what its source says now from what a person drafted, and what was never live", () => {
    const draft = { title: "", body: "New.", examples: [], at: null, by: "", note: "" };
    expect([fromSource(draft), fromSource({ ...draft, by: "Sara" }), fromSource(null)]).toEqual([true, false, false]);
    expect([neverLive(item({ draft, body: "" })), neverLive(item({ draft })), neverLive(item({ body: "" }))]).toEqual([true, false, false]);
  });

  it("keeps each phrasing once, without the empty ones", () => {
    expect(tidy([" where is it ", "", "where is it", "  "])).toEqual(["where is it"]);
  });
});

describe("sources", () => {
  it("say how far they are as soon as anybody knows", () => {
    const sync = { state: "running" as const, started: null, ended: null, done: 19, total: 38, added: 0, changed: 0, same: 0, gone: 0, failed: 0, error: "" };
    expect(shareOf({ sync })).toBe(0.5);
    expect(shareOf({ sync: { ...sync, total: 0 } })).toBeNull();
    expect(shareOf({ sync: { ...sync, done: 60 } })).toBe(1);
  });

  it("are typed without a scheme and named without what everybody leaves out", () => {
    expect(asAddress(" fernhill.example/help ")).toBe("https://fernhill.example/help");
    expect(asAddress("http://fernhill.example")).toBe("http://fernhill.example");
    expect(siteName("https://www.fernhill.example/help/")).toBe("fernhill.example/help");
    expect(siteName("nonsense")).toBe("nonsense");
  });

  it("are a manager's to add; drafts are a lead's; everybody reads", () => {
    expect((["agent", "lead", "manager", "admin"] as const).map(rightsOf)).toEqual([
      { edit: false, publish: false },
      { edit: true, publish: false },
      { edit: true, publish: true },
      { edit: true, publish: true },
    ]);
  });
});
