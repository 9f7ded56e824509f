/** Text is text. Only http and https addresses become links, and what is shown is what is opened. */
import type { JSX } from "preact";

const ADDRESS = /https?:\/\/[^\s<>"'`\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/gi;

export function Linked({ text }: { text: string }): JSX.Element {
  const parts: (string | JSX.Element)[] = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = trimmed(found[0]);
    if (!isWeb(address)) continue;
    parts.push(
      text.slice(from, found.index),
      <a href={address} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
        {address}
      </a>,
    );
    from = found.index + address.length;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}

/** The full stop after an address, and a bracket that it did not open, belong to the sentence. */
function trimmed(address: string): string {
  let end = address.replace(/[.,;:!?…]+$/u, "");
  while (/[)\]}]$/.test(end) && !/[([{]/.test(end)) end = end.slice(0, -1).replace(/[.,;:!?…]+$/u, "");
  return end;
}

export function isWeb(address: string | null | undefined): address is string {
  try {
    return ["http:", "https:"].includes(new URL(address ?? "").protocol);
  } catch {
    return false;
  }
}
