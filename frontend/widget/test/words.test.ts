import { describe, expect, it } from "vitest";
import { view } from "../../core/test/journeys.ts";
import { clockTime, etaPhrase, fill, languageOf, loadLaterWords, loadWords, sentences, withLater } from "../src/words.ts";

const words = async (language: "en" | "de" | "es" | "ar" = "en") =>
  withLater(await loadWords(language), await loadLaterWords(language));
const NOON = new Date(2026, 4, 20, 12).getTime();

describe("a wait", () => {
  it("is a range of whole minutes, rounded outward", async () => {
    const en = await words();
    expect(etaPhrase(en, 60, 120)).toBe("about 1–2 min");
    expect(etaPhrase(en, 110, 121)).toBe("about 1–3 min");
  });

  it("is one number when both ends are the same", async () => {
    expect(etaPhrase(await words(), 60, 60)).toBe("about 1 min");
  });

  it("is less than a minute only when somebody is coming already", async () => {
    const en = await words();
    expect(etaPhrase(en, 10, 50)).toBe("about 1 min");
    expect(etaPhrase(en, 10, 50, true)).toBe("less than a minute");
  });

  it("has no number when nobody knows one", async () => {
    expect(etaPhrase(await words(), null, null)).toBe("as soon as someone is free");
  });

  it("stops counting after twenty minutes", async () => {
    const en = await words();
    expect(etaPhrase(en, 1300, 2400)).toBe("more than 20 min");
    expect(etaPhrase(en, 600, null)).toBe("more than 10 min");
  });

  it("that may begin at once is up to so long", async () => {
    expect(etaPhrase(await words(), 0, 300)).toBe("up to 5 min");
  });
});

describe("a sentence", () => {
  it("isolates what runs the other way", () => {
    expect(fill("مساعد {brand}", { brand: "Fernhill" })).toBe("مساعد \u2068Fernhill\u2069");
    expect(fill("Write to {name}", { name: "سارة" })).toBe("Write to \u2068سارة\u2069");
    expect(fill("Write to {name}", { name: "Sara" })).toBe("Write to Sara");
  });

  it("puts values in as text, whatever they look like", () => {
    expect(fill("{name}", { name: "{team} $& <b>" })).toBe("{team} $& <b>");
  });

  it("speaks the language of the page, or English", () => {
    expect([languageOf("de-AT"), languageOf("ar"), languageOf("fr"), languageOf("constructor"), languageOf(null)]).toEqual(["de", "ar", "en", "en", "en"]);
  });
});

describe("a time", () => {
  it("is a clock time today and in the coming hours", () => {
    expect(clockTime("en", new Date(2026, 4, 20, 9).toISOString(), NOON)).toBe("09:00");
    expect(clockTime("en", new Date(2026, 4, 21, 2).toISOString(), NOON)).toBe("02:00");
  });

  it("names the day when it is another one", () => {
    expect(clockTime("en", new Date(2026, 4, 22, 9).toISOString(), NOON)).toBe("Fri 09:00");
    expect(clockTime("en", new Date(2026, 4, 29, 9).toISOString(), NOON)).toBe("May 29 09:00");
  });

  it("keeps Latin digits in Arabic", () => {
    expect(clockTime("ar", new Date(2026, 4, 20, 9).toISOString(), NOON)).toMatch(/^09:00$/);
  });

  it("is nothing when there is none", () => {
    expect(clockTime("en", null, NOON)).toBe("");
    expect(clockTime("en", "soon", NOON)).toBe("");
  });
});

describe("the header and the person button", () => {
  const said = async () => ({ words: await words(), language: "en" as const, brand: "Fernhill", now: NOON });

  it("say the wait beside the button", async () => {
    const { person } = sentences("assistant", { ...view, eta_low_s: 60, eta_high_s: 120 }, await said());
    expect(person).toEqual(["Talk to a person", "about 1–2 min"]);
  });

  it("promise no people when nobody is online", async () => {
    expect(sentences("assistant", { ...view, people_online: false }, await said()).header[1]).toBe("Automated");
  });

  it("promise no time that nobody knows", async () => {
    const { header } = sentences("away", { ...view, key: "away", people_online: false }, await said());
    expect(header.join(" ")).not.toMatch(/at $|by $|\{/);
  });

  it("say for which day it is closed, and from when somebody is back", async () => {
    const closed = { ...view, key: "away" as const, people_online: false, closed_for: "Christmas Day", opens_at: new Date(2026, 4, 22, 9).toISOString() };
    expect(sentences("away", closed, await said()).header).toEqual(["Closed for Christmas Day", "People are back at Fri 09:00"]);
    const { header } = sentences("away", { ...closed, opens_at: null }, await said());
    expect(header).toEqual(["Closed for Christmas Day", "We’ll answer as soon as someone is back."]);
  });

  it("leave nothing hanging where no time is known, in any language", async () => {
    for (const language of ["en", "de", "es", "ar"] as const) {
      const table = await words(language);
      for (const state of ["assistant_closed", "away"] as const) {
        const { header, person, spoken } = sentences(state, { ...view, key: state, people_online: false, opens_at: null, answer_by: null }, { words: table, language, brand: "Fernhill", now: NOON });
        expect([...header, ...(person ?? []), spoken ?? ""].join("|")).not.toMatch(/\b(at|by|ab|bis|las|desde)\s*(\||\.|$)|الساعة\s*(\||\.|$)/);
        expect(person?.[1] ?? "").toBe("");
      }
    }
  });

  it("name the date of a time that is a week away or more", async () => {
    const far = { ...view, key: "away" as const, people_online: false, opens_at: new Date(2026, 4, 28, 9).toISOString() };
    expect(sentences("away", far, await said()).header[0]).toBe("People are back at May 28 09:00");
    expect(sentences("assistant_closed", far, await said()).header[1]).toBe("Automated · people back at May 28 09:00");
  });

  it("leave no empty placeholder in any state and language", async () => {
    const full = { ...view, name: "Sara", team: "Orders", place: 2, case: "4812", email: "a@b.example", opens_at: new Date(NOON).toISOString(), answer_by: new Date(NOON).toISOString() };
    for (const language of ["en", "de", "es", "ar"] as const) {
      const table = await words(language);
      for (const state of Object.keys(table.states) as (keyof typeof table.states)[]) {
        const { header, placeholder, person, spoken } = sentences(state, full, { words: table, language, brand: "Fernhill", now: NOON });
        expect([...header, placeholder, ...(person ?? []), spoken ?? ""].join("|")).not.toMatch(/[{}]|undefined|null/);
      }
    }
  });
});
