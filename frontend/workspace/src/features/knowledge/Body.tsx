import { Bold, Heading2, Link, List, ListOrdered } from "lucide-react";
import { useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FullItem } from "../../api/knowledge.ts";
import { piecesOf } from "../../core/markdown.ts";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Markdown } from "../../ui/Markdown.tsx";
import { type Dress, dressed } from "./dress.ts";
import type { Words } from "./reading.ts";

const TOOLS: readonly { dress: Dress; icon: typeof Bold }[] = [
  { dress: "bold", icon: Bold },
  { dress: "heading", icon: Heading2 },
  { dress: "list", icon: List },
  { dress: "steps", icon: ListOrdered },
  { dress: "link", icon: Link },
];

/** The text as it reads, or as it is written. What a draft says anew is marked while it is read. */
export function Body({ words, full, editable, onChange }: { words: Words; full: FullItem | null; editable: boolean; onChange: (body: string) => void }) {
  const { t } = useTranslation();
  const [writing, setWriting] = useState(editable && words.body === "");
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const live = useMemo(() => (full === null || full.body.trim() === "" ? null : piecesOf(full.body)), [full]);

  function dress(how: Dress): void {
    const field = box.current;
    const at = field === null ? ([words.body.length, words.body.length] as const) : ([field.selectionStart, field.selectionEnd] as const);
    const after = dressed(words.body, at[0], at[1], how, { bold: t("knowledge.tool.word"), link: t("knowledge.tool.word") });
    onChange(after.text);
    setWriting(true);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(after.from, after.to);
    });
  }

  return (
    <>
      {editable ? (
        <div className="row wrap g2">
          <div className="tool" role="toolbar" aria-label={t("knowledge.tool.label")}>
            {TOOLS.map((tool) => (
              <IconButton small key={tool.dress} icon={tool.icon} label={t(`knowledge.tool.${tool.dress}`)} onClick={() => dress(tool.dress)} />
            ))}
          </div>
          <span className="sp" />
          <div className="tabs" role="group" aria-label={t("knowledge.body")}>
            <button type="button" className="tab" aria-pressed={!writing} onClick={() => setWriting(false)}>
              {t("knowledge.preview")}
            </button>
            <button
              type="button"
              className="tab"
              aria-pressed={writing}
              onClick={() => {
                setWriting(true);
                requestAnimationFrame(() => box.current?.focus());
              }}
            >
              {t("knowledge.write")}
            </button>
          </div>
        </div>
      ) : null}
      {writing ? (
        <>
          <label className="vh" htmlFor={id}>
            {t("knowledge.body")}
          </label>
          <div className="grow body" data-text={`${words.body}\n`}>
            <textarea id={id} ref={box} data-focus="knowledge-body" dir="auto" value={words.body} placeholder={t("knowledge.body_placeholder")} aria-describedby={`${id}-help`} onChange={(event) => onChange(event.target.value)} />
          </div>
          <p className="help" id={`${id}-help`}>
            {t("knowledge.body_help")}
          </p>
        </>
      ) : words.body.trim() === "" ? (
        <p className="mut">{t("knowledge.no_body")}</p>
      ) : (
        <div className="prose" dir="auto">
          <Markdown text={words.body} title={words.title} live={live} />
        </div>
      )}
      {full?.url == null ? null : (
        <p className="xs">
          <a href={full.url} target="_blank" rel="noopener noreferrer" className="row g1 ed-url">
            <Icon of={Link} size="xs" />
            <bdi className="ell">{full.url}</bdi>
          </a>
        </p>
      )}
    </>
  );
}
