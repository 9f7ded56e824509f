/**
 * The Markdown that knowledge is written in, read into a small tree: headings, lists, tables' rows as plain
 * lines, paragraphs; bold, italic, code and links inside. What it does not know stays as it was written, and
 * nothing in it can become anything but text or a link that is safe to follow.
 */

import { safeHref } from "./links.ts";

export type Span = { text: string; bold?: true; italic?: true; code?: true; href?: string };
export type Block =
  | { type: "heading"; level: number; spans: Span[] }
  | { type: "paragraph"; spans: Span[] }
  | { type: "list"; ordered: boolean; start: number; items: Span[][] }
  | { type: "code"; text: string }
  | { type: "rule" };

const HEADING = /^(#{1,6})\s+(.+?)\s*#*$/u;
const BULLET = /^\s{0,3}[-*+]\s+(.*)$/u;
const NUMBER = /^\s{0,3}(\d{1,4})[.)]\s+(.*)$/u;
const RULE = /^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/u;
const FENCE = /^```/u;

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  let paragraph: string[] = [];
  const settle = (): void => {
    if (paragraph.length > 0) blocks.push({ type: "paragraph", spans: spansOf(paragraph.join("\n")) });
    paragraph = [];
  };
  for (let n = 0; n < lines.length; n += 1) {
    const line = lines[n] ?? "";
    if (FENCE.test(line)) {
      settle();
      const end = lines.findIndex((other, at) => at > n && FENCE.test(other));
      const to = end === -1 ? lines.length : end;
      blocks.push({ type: "code", text: lines.slice(n + 1, to).join("\n") });
      n = to;
      continue;
    }
    const heading = HEADING.exec(line);
    const one = BULLET.exec(line) ?? NUMBER.exec(line);
    if (heading !== null) {
      settle();
      blocks.push({ type: "heading", level: heading[1]?.length ?? 1, spans: spansOf(heading[2] ?? "") });
    } else if (RULE.test(line)) {
      settle();
      blocks.push({ type: "rule" });
    } else if (one !== null) {
      settle();
      listed(blocks, line);
    } else if (line.trim() === "") settle();
    else {
      const last = blocks.at(-1);
      // A line that goes on below an item belongs to it.
      if (paragraph.length === 0 && last?.type === "list" && /^\s{2,}\S/u.test(line) && lines[n - 1]?.trim() !== "") last.items.at(-1)?.push(...spansOf(`\n${line.trim()}`));
      else paragraph.push(line);
    }
  }
  settle();
  return blocks;
}

function listed(blocks: Block[], line: string): void {
  const number = NUMBER.exec(line);
  const words = number?.[2] ?? BULLET.exec(line)?.[1] ?? "";
  const last = blocks.at(-1);
  if (last?.type === "list" && last.ordered === (number !== null)) last.items.push(spansOf(words));
  else blocks.push({ type: "list", ordered: number !== null, start: Number(number?.[1] ?? 1), items: [spansOf(words)] });
}

const INLINE = /\*\*(?<bold>[^*]+)\*\*|__(?<under>[^_]+)__|\*(?<italic>[^*\s][^*]*)\*|`(?<code>[^`]+)`|\[(?<label>[^\]]+)\]\((?<href>[^)\s]+)\)/gu;

export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) spans.push({ text: text.slice(from, match.index) });
    from = match.index + match[0].length;
    const { bold, under, italic, code, label, href } = match.groups ?? {};
    const strong = bold ?? under;
    if (strong !== undefined) spans.push({ text: strong, bold: true });
    else if (italic !== undefined) spans.push({ text: italic, italic: true });
    else if (code !== undefined) spans.push({ text: code, code: true });
    else {
      const safe = safeHref(href ?? "");
      spans.push(safe === null ? { text: match[0] } : { text: label ?? "", href: safe });
    }
  }
  if (from < text.length) spans.push({ text: text.slice(from) });
  return spans;
}

const plain = (spans: readonly Span[]): string => spans.map((span) => span.text).join("").trim();

/** A text often begins with its title once more: as a heading under the title it is left out. */
export function withoutTitle(blocks: readonly Block[], title: string): readonly Block[] {
  const [first, ...others] = blocks;
  return first?.type === "heading" && plain(first.spans).toLocaleLowerCase() === title.trim().toLocaleLowerCase() ? others : blocks;
}

/** Everything that stands in a text by itself: paragraphs and items of lists. */
export function piecesOf(text: string): ReadonlySet<string> {
  return new Set(blocksOf(text).flatMap((block) => (block.type === "paragraph" ? [plain(block.spans)] : block.type === "list" ? block.items.map(plain) : [])));
}

/** Whether a piece is new beside what is live; without anything live, nothing is marked. */
export function isNew(spans: readonly Span[], live: ReadonlySet<string> | null): boolean {
  return live !== null && live.size > 0 && !live.has(plain(spans));
}
