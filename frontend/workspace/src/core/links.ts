/**
 * Text stays text. Only plain http, https and mail addresses become links, made of parts that the
 * screen draws as elements; no HTML is ever built from what somebody wrote.
 */

export type Part = { text: string } | { text: string; href: string };

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
const TRAILING = /[.,;:!?)\]}'"»”’…]+$/u;

export function linkParts(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const found = trimmed(match[0]);
    const href = safeHref(found);
    if (href === null) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: found, href });
    from = match.index + found.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** A full stop after an address belongs to the sentence; a bracket only when it was opened outside. */
function trimmed(found: string): string {
  const cut = found.replace(TRAILING, "");
  const opened = (cut.match(/\(/g) ?? []).length;
  const closed = (cut.match(/\)/g) ?? []).length;
  return opened > closed && found[cut.length] === ")" ? `${cut})` : cut;
}

export function safeHref(address: string): string | null {
  if (/^[^\s:/@]+@[^\s@]+$/u.test(address)) return `mailto:${address}`;
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}
