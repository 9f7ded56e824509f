import { linkParts } from "../core/links.ts";

/** What somebody wrote, with addresses one can follow. Line breaks stay; nothing else is interpreted. */
export function Linked({ text }: { text: string }) {
  return (
    <>
      {linkParts(text).map((part, n) =>
        "href" in part ? (
          // oxlint-disable-next-line react/no-array-index-key -- parts of one fixed text
          <a key={n} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}
