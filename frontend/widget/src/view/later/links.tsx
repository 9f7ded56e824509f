/** Text is text. Only http and https addresses become links, and what is shown is what is opened. */
import type { JSX } from "preact";

const ADDRESS = /https?:\/\/[^\s<>"'`\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/gi;

export interface Part {
  text: string;
  link: boolean;
}

export function Linked({ text }: { text: string }): JSX.Element {
  return (
    <>
      {parts(text).map((part, at) =>
        part.link ? (
          <a key={at} href={part.text} target="_blank" rel="noopener noreferrer nofollow" dir="ltr">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}

/** The text cut into addresses and everything else; joined again it is the same text. */
export function parts(text: string): Part[] {
  const found: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimmed(match[0]);
    if (!isWeb(address)) continue;
    found.push({ text: text.slice(from, match.index), link: false }, { text: address, link: true });
    from = match.index + address.length;
  }
  return [...found, { text: text.slice(from), link: false }];
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
