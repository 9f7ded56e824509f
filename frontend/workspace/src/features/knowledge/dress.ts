/** What the buttons over the text do to it: Markdown around what is selected, or at the beginning of its lines. */

export type Dress = "bold" | "heading" | "list" | "steps" | "link";

export interface Dressed {
  text: string;
  /** What is selected afterwards. */
  from: number;
  to: number;
}

const BEGINS: Readonly<Record<"heading" | "list" | "steps", { has: RegExp; begin: (n: number) => string }>> = {
  heading: { has: /^#{1,6}\s+/u, begin: () => "## " },
  list: { has: /^[-*+]\s+/u, begin: () => "- " },
  steps: { has: /^\d+[.)]\s+/u, begin: (n) => `${n + 1}. ` },
};

export function dressed(text: string, from: number, to: number, how: Dress, spare: { bold: string; link: string }): Dressed {
  if (how === "bold" || how === "link") {
    const inside = text.slice(from, to) || spare[how];
    const [before, after] = how === "bold" ? ["**", "**"] : ["[", "](https://)"];
    const begin = from + before.length;
    return { text: text.slice(0, from) + before + inside + after + text.slice(to), from: begin, to: begin + inside.length };
  }
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const nextLine = text.indexOf("\n", to);
  const end = nextLine === -1 ? text.length : nextLine;
  const lines = text.slice(start, end).split("\n");
  const { has, begin } = BEGINS[how];
  const off = lines.every((line) => has.test(line));
  const bare = (line: string): string => Object.values(BEGINS).reduce((left, one) => left.replace(one.has, ""), line);
  const changed = lines.map((line, n) => (off ? line.replace(has, "") : begin(n) + bare(line))).join("\n");
  return { text: text.slice(0, start) + changed + text.slice(end), from: start + changed.length, to: start + changed.length };
}
