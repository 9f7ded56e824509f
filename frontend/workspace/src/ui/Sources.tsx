import { FileText, Package } from "lucide-react";
import type { Source } from "../api/types.ts";
import { safeHref } from "../core/links.ts";
import { Icon } from "./Icon.tsx";

/** Where an answer stands written. A source without an address is named all the same. */
export function Sources({ sources }: { sources: readonly Source[] }) {
  if (sources.length === 0) return null;
  return (
    <span className="src">
      {sources.map((source) => {
        const href = source.url === null || source.url === undefined ? null : hrefOf(source.url);
        const inside = (
          <>
            <Icon of={source.id.startsWith("order") ? Package : FileText} size="xs" />
            {source.title}
          </>
        );
        return href === null ? (
          <span className="src-t" key={source.id}>
            {inside}
          </span>
        ) : (
          <a href={href} target="_blank" rel="noopener noreferrer" key={source.id}>
            {inside}
          </a>
        );
      })}
    </span>
  );
}

function hrefOf(url: string): string | null {
  return url.startsWith("/") && !url.startsWith("//") ? url : safeHref(url);
}
