import { ChevronDown, FolderOpen, Globe, Plus, Sparkles, Upload } from "lucide-react";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Filter, Gap, KnowledgeSource } from "../../api/knowledge.ts";
import type { Id } from "../../api/types.ts";
import { useStagehand } from "../../actions/use.ts";
import { useDesk } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Menu, MenuItem } from "../../ui/Menu.tsx";
import { AddFolder, AddSite } from "./AddSource.tsx";
import { AskPanel } from "./AskPanel.tsx";
import { Editor } from "./Editor.tsx";
import { claimEdits, dropEdit, edits, hasWords, keepEdit, NEW, useEdit } from "./edits.ts";
import { GapView } from "./GapView.tsx";
import { ItemList } from "./ItemList.tsx";
import { useGaps, useItems, useOneItem } from "./queries.ts";
import { rightsOf, tidy } from "./reading.ts";
import { SourceSheet } from "./SourceSheet.tsx";
import { UploadSheet } from "./UploadSheet.tsx";
import { usePageKeys } from "./usePageKeys.ts";

export interface KnowledgePageProps {
  /** The open item, by the address of the page; `new` for one that is not there yet. */
  item: Id | null;
  onOpen: (item: Id | null) => void;
}

type Sheet = { is: "site" } | { is: "folder" } | { is: "upload"; files: readonly File[] } | { is: "source"; source: Id } | null;

/** What the assistant answers from: found, written, published, and tried before anybody else sees it. */
export function KnowledgePage({ item: opened, onOpen }: KnowledgePageProps) {
  const { t } = useTranslation();
  const { hands } = useStagehand();
  const me = useDesk((desk) => desk.me);
  const rights = rightsOf(me?.role);
  const [filter, setFilter] = useState<Filter>("all");
  const [search, setSearch] = useState("");
  const [source, setSource] = useState<KnowledgeSource | null>(null);
  const [gap, setGap] = useState<Gap | null>(null);
  const [sheet, setSheet] = useState<Sheet>(null);
  const q = useRested(search.trim());
  const listed = useItems(filter === "gaps" ? "all" : filter, q, source?.id ?? null);
  const gaps = useGaps();
  const items = listed.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = listed.data?.pages[0]?.counts ?? {};
  // The first item is open where there is room for it beside the list.
  const first = filter === "gaps" ? null : (items[0]?.id ?? null);
  const item = opened ?? (gap === null && matchMedia("(min-width: 761px)").matches ? first : null);
  const read = useOneItem(item);
  const edit = useEdit(item ?? "");
  const close = (): void => setSheet(null);
  const owner = me?.id;
  useEffect(() => {
    if (owner !== undefined) claimEdits(owner);
  }, [owner]);

  function open(id: Id): void {
    setGap(null);
    onOpen(id);
    toEditor();
  }

  function choose(next: Gap): void {
    setGap(next);
    onOpen(null);
    toEditor();
  }

  function write(from?: Gap): void {
    const question = from?.question;
    // What was begun is gone on with, not thrown away.
    if (from === undefined && hasWords(edits.get()[NEW])) return open(NEW);
    keepEdit(NEW, { title: question === undefined ? "" : sentence(question), body: "", examples: question === undefined ? [] : tidy([question, ...(from?.examples ?? [])]), version: 0 });
    open(NEW);
  }

  usePageKeys({
    order: filter === "gaps" ? [] : items.map((one) => one.id),
    current: item,
    onOpen: open,
    onNew: rights.edit ? () => write() : null,
  });
  const drop = useDropped(rights.publish, (files) => setSheet({ is: "upload", files }));
  const count = counts.all;

  return (
    <>
      <header className="page-h kn-h">
        <h1>{t("knowledge.title")}</h1>
        {count === undefined ? null : <span className="chip">{t("knowledge.items", { count })}</span>}
        <span className="sp" />
        <button type="button" className="btn ghost kn-can" onClick={() => hands.go("/assistant")}>
          <Icon of={Sparkles} size="s" />
          {t("assistant.short")}
        </button>
        {rights.publish ? (
          <span className="row g1 kn-add">
            <button type="button" className="btn" onClick={() => setSheet({ is: "site" })}>
              <Icon of={Globe} size="s" />
              {t("knowledge.add_site")}
            </button>
            <Menu
              label={t("knowledge.add_more")}
              trigger={
                <button type="button" className="btn kn-more" aria-label={t("knowledge.add_more")}>
                  <Icon of={ChevronDown} size="s" />
                </button>
              }
            >
              <MenuItem icon={Upload} onSelect={() => setSheet({ is: "upload", files: [] })}>
                {t("knowledge.add_files")}
              </MenuItem>
              <MenuItem icon={FolderOpen} onSelect={() => setSheet({ is: "folder" })}>
                {t("knowledge.add_folder")}
              </MenuItem>
            </Menu>
          </span>
        ) : null}
        {rights.edit ? (
          <button type="button" className="btn primary" aria-keyshortcuts="N" onClick={() => write()}>
            <Icon of={Plus} size="s" />
            {t("knowledge.new")}
          </button>
        ) : null}
      </header>
      <div className="kn" data-open={item === null && gap === null ? undefined : ""} {...drop.events}>
        <ItemList
          items={items}
          counts={{ ...counts, ...(gaps.data === undefined ? {} : { gaps: gaps.data.items.length }) }}
          state={listed.isPending ? "pending" : listed.isError && listed.data === undefined ? "failed" : "ready"}
          onAgain={() => void listed.refetch()}
          more={listed.hasNextPage ? () => void listed.fetchNextPage() : null}
          filter={filter}
          onFilter={setFilter}
          search={search}
          onSearch={setSearch}
          source={source}
          onSource={setSource}
          gaps={gaps.data?.items ?? null}
          gap={gap}
          onGap={choose}
          current={item}
          onOpen={open}
          onSheet={(id) => setSheet({ is: "source", source: id })}
          rights={rights}
        />
        {gap !== null && opened === null ? (
          <GapView key={gap.question} gap={gap} onWrite={rights.edit ? () => write(gap) : null} onKept={open} />
        ) : (
          <Editor
            key={item ?? ""}
            id={item}
            full={item === NEW ? null : (read.data ?? null)}
            state={item === null || item === NEW ? "ready" : read.isError && read.data === undefined ? "failed" : read.data === undefined ? "pending" : "ready"}
            error={read.error}
            onAgain={() => void read.refetch()}
            rights={rights}
            edit={edit}
            empty={items.length === 0 && listed.isSuccess && filter === "all" && q === ""}
            onCreated={(id) => {
              dropEdit(NEW);
              open(id);
            }}
            onGone={() => onOpen(null)}
            onSite={rights.publish ? () => setSheet({ is: "site" }) : null}
            onUpload={rights.publish ? () => setSheet({ is: "upload", files: [] }) : null}
            onWrite={rights.edit ? () => write() : null}
          />
        )}
        <AskPanel item={item === NEW ? null : (read.data ?? null)} edit={item === NEW ? undefined : edit} rights={rights} onOpen={open} suggestion={gap?.question ?? null} />
        {drop.over ? (
          <div className="kn-drop" aria-hidden="true">
            <Icon of={Upload} size="xl" />
            <p>{t("knowledge.drop")}</p>
          </div>
        ) : null}
      </div>
      {sheet?.is === "site" ? <AddSite onClose={close} onAdded={(id) => setSheet({ is: "source", source: id })} /> : null}
      {sheet?.is === "folder" ? <AddFolder onClose={close} onAdded={(id) => setSheet({ is: "source", source: id })} /> : null}
      {sheet?.is === "upload" ? <UploadSheet files={sheet.files} onClose={close} /> : null}
      {sheet?.is === "source" ? (
        <SourceSheet
          id={sheet.source}
          rights={rights}
          onClose={close}
          onItems={(one) => {
            setSource(one);
            setFilter("all");
            close();
          }}
        />
      ) : null}
    </>
  );
}

/** On a phone the item stands below the list: whoever opens one is brought there. */
function toEditor(): void {
  if (!matchMedia("(max-width: 760px)").matches) return;
  requestAnimationFrame(() => document.querySelector(".kn > .ed")?.scrollIntoView({ block: "start" }));
}

/** The text once the hand has rested, so that not every letter asks the server. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), 220);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

/** Files may be dropped anywhere on the page. */
function useDropped(allowed: boolean, onFiles: (files: readonly File[]) => void) {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const holds = (event: DragEvent): boolean => allowed && event.dataTransfer.types.includes("Files");
  const events = {
    onDragEnter(event: DragEvent) {
      if (!holds(event)) return;
      depth.current += 1;
      setOver(true);
    },
    onDragOver(event: DragEvent) {
      if (holds(event)) event.preventDefault();
    },
    onDragLeave(event: DragEvent) {
      if (!holds(event)) return;
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) setOver(false);
    },
    onDrop(event: DragEvent) {
      if (!holds(event)) return;
      event.preventDefault();
      depth.current = 0;
      setOver(false);
      onFiles([...event.dataTransfer.files]);
    },
  };
  return { over, events };
}

/** A question as a title: it begins with a capital, where its script has any. */
function sentence(question: string): string {
  const [first = "", ...rest] = [...question.trim()];
  return (first.toLocaleUpperCase() + rest.join("")).slice(0, 200);
}
