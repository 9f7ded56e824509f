import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = resolve(dirname(fileURLToPath(import.meta.url)), "../src");

/** Imports point from the right to the left, or stay where they are. */
const LAYERS = [["core"], ["api", "state"], ["actions", "ui", "i18n"], ["features"], ["app"]];

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/u.test(file));
const roomOf = (file: string): string => file.split("/")[0] ?? "";
const rank = (room: string): number => LAYERS.findIndex((rooms) => rooms.includes(room));

function importsOf(file: string): string[] {
  const text = readFileSync(join(SRC, file), "utf8");
  return [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/gu)].map((match) => relative(SRC, resolve(SRC, dirname(file), match[1] ?? "")));
}

describe("imports", () => {
  it("point inward", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((imported) => rank(roomOf(file)) >= 0 && rank(roomOf(imported)) > rank(roomOf(file)))
        .map((imported) => `${file} imports ${imported}`),
    );
    expect(wrong).toEqual([]);
  });

  it("never go from one feature to another", () => {
    const wrong = files
      .filter((file) => roomOf(file) === "features")
      .flatMap((file) => importsOf(file).filter((imported) => roomOf(imported) === "features" && imported.split("/")[1] !== file.split("/")[1]).map((imported) => `${file} imports ${imported}`));
    expect(wrong).toEqual([]);
  });

  it("reach the mock from the start file alone, behind its condition", () => {
    expect(files.filter((file) => roomOf(file) !== "dev" && importsOf(file).some((imported) => roomOf(imported) === "dev"))).toEqual(["main.tsx"]);
  });
});

describe("styles", () => {
  it("know no left and right", () => {
    const styles = readdirSync(join(SRC, "styles"));
    const wrong = styles.flatMap((file) =>
      readFileSync(join(SRC, "styles", file), "utf8")
        .split("\n")
        .filter((line) => /(?:^|[\s:-])(?:left|right)(?:$|[\s:;-])/u.test(line.replace(/\/\*.*?\*\//gu, "")))
        .map((line) => `${file}: ${line.trim()}`),
    );
    expect(wrong).toEqual([]);
  });
});
