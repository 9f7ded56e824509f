import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Measured, Turn, WhatIf } from "../src/api/decisions.ts";
import { changed, closest, decidingTurn, firstQuestion, inPersonsHands, knobsInFile, knobsOf, messagesSooner, partOf, scaleOf, SHIPPED } from "../src/features/decisions/reading.ts";
import { begun, whyInWords } from "../src/features/decisions/why.ts";
import { at } from "./stories.ts";

const turn = (seq: number, more: Partial<Turn> = {}): Turn => ({ seq, at: at(seq), author: "customer", name: "Wren", text: `turn ${seq}`, ...more });
const meter = (field: string, value: number | null, needs: number, more: Partial<Measured> = {}): Measured => ({ field, label: field, value, needs, op: "at_least", ...more });
const rules: Turn["rules"] = [
  { id: "asked", name: "Asked for a person", lane: "asked", state: "not", why: "" },
  { id: "frustration", name: "Losing patience", lane: "mood", state: "near", why: "0.34 of 0.60" },
];

const STORY: Turn[] = [
  turn(2, { outcome: { kind: "stayed" }, meters: [meter("frustration", 0.34, 0.6), meter("misses", 0, 2)], rules }),
  turn(3, { author: "bot", moment: "answered", outcome: { kind: "answered" }, meters: [meter("confidence", 0.92, 0.5, { op: "below" })] }),
  turn(5, { outcome: { kind: "handed_off", rule: "asked", lane: "asked" }, meters: [meter("frustration", 0.81, 0.6, { held: true })], rules }),
  turn(6, { author: "bot" }),
  turn(7, { author: "agent" }),
  turn(9, { author: "bot", moment: "answered" }),
];

describe("the deciding turn", () => {
  it("is the one at which a person was called, whatever was offered before", () => {
    expect(decidingTurn([turn(1, { outcome: { kind: "offered" } }), ...STORY])?.seq).toBe(5);
    expect(decidingTurn([turn(1, { outcome: { kind: "held" } }), turn(2, { outcome: { kind: "offered" } })])?.seq).toBe(2);
    expect(decidingTurn([turn(1)])).toBeNull();
  });
});

describe("what came closest before", () => {
  it("is counted by how much of the way was gone, and never holds what was not known", () => {
    const near = closest([turn(1, { meters: [meter("a", 1, 4), meter("b", 0.5, 0.6), meter("c", null, 0.1)] }), ...STORY], decidingTurn(STORY), 5);
    expect(near.map((one) => one.meter.field)).toEqual(["b", "frustration", "a"]);
  });

  it("leaves out what is far above a floor", () => {
    expect(partOf(meter("confidence", 0.92, 0.5, { op: "below" }))).toBeCloseTo(0.54);
    expect(closest(STORY, decidingTurn(STORY)).map((one) => one.meter.field)).toEqual(["frustration"]);
  });
});

describe("whose hands it is in", () => {
  it("is a person's from the handoff on, until the assistant answers again", () => {
    expect(inPersonsHands(STORY)).toEqual([false, false, true, true, true, false]);
  });
});

describe("what if", () => {
  const person = (seq: number) => ({ seq, at: at(seq), what: "handed_off", rule: "x" });
  const answer = (then: WhatIf["then"], now: WhatIf["now"], sooner_s: number | null = null): WhatIf => ({ then, now, sooner_s, also: null });

  it.each([
    ["sooner", answer(person(5), person(2), 69)],
    ["later", answer(person(2), person(5), -69)],
    ["same", answer(person(5), person(5), 0)],
    ["never", answer(person(5), null)],
    ["appears", answer(null, person(5))],
    ["still_none", answer(null, null)],
  ])("%s", (word, result) => expect(changed(result)).toBe(word));

  it("counts the customer's messages in between, both ways", () => {
    expect(messagesSooner(STORY, answer(person(5), person(2)))).toBe(1);
    expect(messagesSooner(STORY, answer(person(2), person(5)))).toBe(-1);
    expect(messagesSooner(STORY, answer(person(5), null))).toBe(0);
  });

  it("asks first about what came closest, at the line where it would have crossed", () => {
    const knobs = knobsOf({ turns: STORY });
    expect(knobs[0]).toMatchObject({ rule: "frustration", field: "frustration", value: 0.6 });
    expect(new Set(knobs.map((one) => one.rule))).toEqual(new Set(["frustration"]));
    expect(firstQuestion({ turns: STORY }, knobs)).toMatchObject({ knob: { field: "frustration" }, value: 0.34 });
    expect(firstQuestion({ turns: STORY }, [])).toBeNull();
  });

  it("takes the line of a rule that was changed from what was measured", () => {
    const moved = [turn(2, { meters: [meter("frustration", 0.34, 0.8)], rules: rules ?? [] })];
    expect(knobsOf({ turns: moved })[0]).toMatchObject({ field: "frustration", value: 0.8 });
  });

  it("knows every number of the rules that ship", () => {
    const source = readFileSync(new URL("../../../src/segue/domain/rules/recipes.py", import.meta.url), "utf8");
    const numbers = source.split(/ = Rule\(/u).flatMap((part) => {
      const rule = /^\s+"([^"]+)"/u.exec(part)?.[1] ?? "";
      return [...part.matchAll(/Test\("(\w+)", "(\w+)", (-?[\d.]+)\)/gu)].map(([, field, op, value]) => `${rule} ${field} ${op} ${Number(value)}`);
    });
    expect(SHIPPED.map((one) => `${one.rule} ${one.field} ${one.op} ${one.value}`).sort()).toEqual(numbers.sort());
  });

  it("finds every number of a policy file, however its conditions are grouped", () => {
    const found = knobsInFile([
      { id: "mine", name: "Mine", when: [{ about_money: { at_least: 0.7 } }, { any: [{ misses: { at_least: 1 } }, { tier: "vip" }] }, { in_last: { turns: 5, times: 2, when: [{ confidence: { below: 0.5 } }] } }] },
      { recipe: "long", when: { all: [{ turns: { at_least: 8 } }] } },
    ]);
    expect(found.map((one) => [one.rule, one.field, one.op, one.value])).toEqual([
      ["mine", "about_money", "at_least", 0.7],
      ["mine", "misses", "at_least", 1],
      ["long", "turns", "at_least", 8],
    ]);
  });

  it("moves shares by hundredths and counts by one", () => {
    const knob = { rule: "r", name: "", op: "at_least" };
    expect(scaleOf({ ...knob, field: "frustration", value: 0.6 })).toEqual({ min: 0, max: 1, step: 0.01 });
    expect(scaleOf({ ...knob, field: "misses", value: 1 })).toMatchObject({ min: 1, step: 1 });
    expect(scaleOf({ ...knob, field: "turns", value: 8 })).toEqual({ min: 1, max: 16, step: 1 });
  });
});

describe("why a rule was not", () => {
  const t = ((key: string, values?: Record<string, string>) => (values === undefined ? key : `${values["value"]}/${values["needs"]}`)) as never;

  it("takes figures over in every language, and English remarks in none but English", () => {
    expect(whyInWords({ state: "not", why: "1 of 2" }, t, "de")).toBe("1/2");
    expect(whyInWords({ state: "not", why: "0.02 of 0.70" }, t, "de")).toBe("0,02/0,70");
    expect(whyInWords({ state: "not", why: "0 of 2 in the last 2 turns" }, t, "de")).toBe("0/2");
    expect(whyInWords({ state: "not", why: "2 of 8 turns" }, t, "en")).toBe("2 of 8 turns");
    expect(whyInWords({ state: "not", why: "no words matched" }, t, "de")).toBe("decisions.state.not");
    expect(whyInWords({ state: "not", why: "no words matched" }, t, "en")).toBe("no words matched");
    expect(["1 of 2", "0 of 2", "0.01 of 0.60", "no such words"].map(begun)).toEqual([true, false, false, false]);
    expect(whyInWords({ state: "matched", why: "1 of 2" }, t, "en")).toBe("decisions.state.matched");
  });
});
