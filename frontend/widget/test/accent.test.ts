import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accent } from "../src/accent.ts";
import { contrast, rgb, textOn } from "../src/contrast.ts";

const of = (colour: string) => rgb(colour) ?? [0, 0, 0];
const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, "0")}`);

describe("a brand colour", () => {
  it("always carries text that can be read, in both themes", () => {
    fc.assert(
      fc.property(hex, fc.constantFrom("light" as const, "dark" as const), (colour, theme) => {
        const { fill, text } = accent(colour, theme);
        expect(contrast(of(fill), of(text))).toBeGreaterThanOrEqual(4.5);
        expect(contrast(of(colour), of(textOn(of(colour))))).toBeGreaterThanOrEqual(4.5);
      }),
    );
  });

  it("always has an edge that can be seen on the panel", () => {
    fc.assert(
      fc.property(hex, (colour) => {
        expect(contrast(of(accent(colour, "light").edge), [255, 255, 255])).toBeGreaterThanOrEqual(2.95);
        expect(contrast(of(accent(colour, "dark").fill), [23, 24, 27])).toBeGreaterThanOrEqual(2.95);
      }),
    );
  });

  it("is kept as it is when it can be read already", () => {
    expect(accent("#1F4D3A", "light")).toEqual({ fill: "#1f4d3a", text: "#fff", edge: "#1f4d3a" });
  });

  it("keeps its yellow and gets black words and a darker edge", () => {
    const { fill, text, edge } = accent("#FFE600", "light");
    expect([fill, text]).toEqual(["#ffe600", "#000"]);
    expect(edge).not.toBe(fill);
  });

  it("is plain ink when it is no colour", () => {
    for (const nonsense of ["", "green", "#12", "url(x)", null, undefined]) expect(accent(nonsense, "light").fill).toBe("#1c1d22");
  });
});
