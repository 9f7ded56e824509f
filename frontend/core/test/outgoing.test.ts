import { describe, expect, it } from "vitest";
import { again, keep, refused, takeUp, unsent, written } from "../src/outgoing.ts";

const two = written(written([], "a", "first", 1), "b", "second", 2);

describe("what was written and not yet confirmed", () => {
  it("survives a reload in order", () => {
    expect(takeUp(keep(two)).map((line) => line.text)).toEqual(["first", "second"]);
  });

  it("is tried again after a reload even if it had failed", () => {
    expect(unsent(takeUp(keep(refused(two, "a", "too_long", false))))).toHaveLength(2);
  });

  it("is written once, however often the button is pressed", () => {
    expect(written(two, "a", "first", 1)).toBe(two);
  });

  it("can be tried again by hand", () => {
    expect(unsent(again(refused(two, "a", "too_long", false), "a"))).toHaveLength(2);
  });

  it("takes up nothing from broken storage", () => {
    for (const broken of [null, undefined, "", "{", "7", "[1,null]", '[{"clientId":1}]']) expect(takeUp(broken)).toEqual([]);
  });
});
