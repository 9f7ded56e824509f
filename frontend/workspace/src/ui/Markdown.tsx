import { createElement, Fragment, type ReactNode } from "react";
import { type Block, blocksOf, isNew, type Span, withoutTitle } from "../core/markdown.ts";

export interface MarkdownProps {
  text: string;
  /** What stands above it, and need not be said again. */
  title?: string;
  /** Pieces that are live: what is not among them is marked as new. */
  live?: ReadonlySet<string> | null;
  /** The level of the page's heading above it. */
  under?: number;
}

/** A text as its readers see it. Built of elements; no HTML is ever made of it. */
export function Markdown({ text, title = "", live = null, under = 2 }: MarkdownProps) {
  // oxlint-disable-next-line react/no-array-index-key -- blocks of one fixed text
  return <>{withoutTitle(blocksOf(text), title).map((block, n) => <Fragment key={n}>{drawn(block, live, under)}</Fragment>)}</>;
}

function drawn(block: Block, live: ReadonlySet<string> | null, under: number): ReactNode {
  switch (block.type) {
    case "heading":
      return createElement(`h${Math.min(6, under + 1)}`, { dir: "auto", className: block.level === 1 ? "h1" : undefined }, <Spans of={block.spans} />);
    case "paragraph":
      return (
        <p dir="auto">
          <Marked spans={block.spans} live={live} />
        </p>
      );
    case "list": {
      // oxlint-disable-next-line react/no-array-index-key -- items of one fixed text
      const items = block.items.map((spans, n) => <li key={n} dir="auto"><Marked spans={spans} live={live} /></li>);
      return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
    case "code":
      return <pre dir="ltr">{block.text}</pre>;
    case "rule":
      return <hr />;
  }
}

function Marked({ spans, live }: { spans: readonly Span[]; live: ReadonlySet<string> | null }) {
  return isNew(spans, live) ? (
    <mark>
      <Spans of={spans} />
    </mark>
  ) : (
    <Spans of={spans} />
  );
}

function Spans({ of }: { of: readonly Span[] }) {
  return (
    <>
      {of.map((span, n) => {
        const inside = span.bold === true ? <b>{span.text}</b> : span.italic === true ? <em>{span.text}</em> : span.code === true ? <code>{span.text}</code> : span.text;
        return span.href === undefined ? (
          // oxlint-disable-next-line react/no-array-index-key -- parts of one fixed text
          <Fragment key={n}>{inside}</Fragment>
        ) : (
          // oxlint-disable-next-line react/no-array-index-key -- parts of one fixed text
          <a key={n} href={span.href} target="_blank" rel="noopener noreferrer">
            {inside}
          </a>
        );
      })}
    </>
  );
}
