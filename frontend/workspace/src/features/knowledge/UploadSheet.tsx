import { CircleCheck, FileText, TriangleAlert, Upload } from "lucide-react";
import { type ChangeEvent, type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { KnowledgeSource } from "../../api/knowledge.ts";
import { Refused } from "../../api/transport.ts";
import type { Id } from "../../api/types.ts";
import { useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { isReading, useFresh, useSources } from "./queries.ts";

interface Batch {
  n: number;
  files: readonly File[];
  /** On its way, 0 to 1; then here and being read, or refused as a whole. */
  share: number;
  state: "going" | "here" | "failed";
  code: string;
  /** The source that they are read into. */
  source: Id;
}

const KINDS = [".md", ".markdown", ".txt", ".html", ".htm", ".pdf", ".docx", ".csv", ".tsv", ".jsonl"] as const;
/** Names of files that the server reads. */
const READ = /\.(?:md|markdown|txt|html?|pdf|docx|csv|tsv|jsonl)$/iu;

/** Files from this computer, several at once; each says whether it was read. */
export function UploadSheet({ files, onClose }: { files: readonly File[]; onClose: () => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const sources = useSources().data?.items ?? [];
  const [batches, setBatches] = useState<readonly Batch[]>([]);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const begun = useRef(false);

  async function send(some: readonly File[]): Promise<void> {
    if (some.length === 0) return;
    const n = Date.now();
    const settle = (more: Partial<Batch>): void => setBatches((all) => all.map((one) => (one.n === n ? { ...one, ...more } : one)));
    const readable = some.filter((file) => READ.test(file.name));
    const others = some.filter((file) => !READ.test(file.name));
    // What cannot be read is not sent at all, and says so at once.
    setBatches((all) => [
      ...all,
      ...(others.length === 0 ? [] : [{ n: n + 1, files: others, share: 0, state: "failed" as const, code: "unknown_kind", source: "" }]),
      ...(readable.length === 0 ? [] : [{ n, files: readable, share: 0, state: "going" as const, code: "", source: "" }]),
    ]);
    if (readable.length === 0) return;
    try {
      const { source } = await commands.upload<{ source: KnowledgeSource }>("/knowledge/upload", readable, (share) => settle({ share }));
      settle({ share: 1, state: "here", source: source.id });
      void fresh();
    } catch (error) {
      settle({ state: "failed", code: error instanceof Refused ? error.code : "unreachable" });
    }
  }

  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void send(files);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what was dropped, once
  }, []);

  function chosen(event: ChangeEvent<HTMLInputElement>): void {
    void send([...(event.target.files ?? [])]);
    event.target.value = "";
  }

  function dropped(event: DragEvent): void {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    void send([...event.dataTransfer.files]);
  }

  return (
    <Dialog title={t("knowledge.add_files")} help={t("knowledge.upload.help")} onClose={onClose} wide>
      <button
        type="button"
        className="drop"
        data-over={over ? "" : undefined}
        onClick={() => picker.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={dropped}
      >
        <Icon of={Upload} size="l" />
        <b>{t("knowledge.upload.choose")}</b>
        <span className="xs dim">{t("knowledge.upload.kinds")}</span>
      </button>
      <input ref={picker} type="file" multiple hidden accept={KINDS.join(",")} onChange={chosen} />
      {batches.length === 0 ? null : (
        <ul className="col fails" aria-label={t("knowledge.upload.files")} role="list" tabIndex={0}>
          {batches.flatMap((batch) => batch.files.map((file) => <FileRow key={`${batch.n}${file.name}`} file={file} batch={batch} into={sources.find((one) => one.id === batch.source)} />))}
        </ul>
      )}
      <p className="vh" role="status">
        {batches.some((one) => one.state === "going") ? t("knowledge.upload.going") : batches.length > 0 ? t("knowledge.upload.over") : ""}
      </p>
      <div className="row">
        <span className="sp" />
        <button type="button" className="btn primary" onClick={onClose}>
          {t("knowledge.upload.done")}
        </button>
      </div>
    </Dialog>
  );
}

const nameOf = (where: string): string => where.split(/[\\/]/u).at(-1) ?? where;

function FileRow({ file, batch, into }: { file: File; batch: Batch; into: KnowledgeSource | undefined }) {
  const { t, i18n } = useTranslation();
  const reading = batch.state === "here" && (into === undefined || isReading(into));
  const failure = batch.state !== "here" || reading ? undefined : into?.failures.find((one) => nameOf(one.where) === file.name);
  const kept = batch.state === "here" && !reading && failure === undefined;
  const bad = batch.state === "failed" || failure !== undefined;
  const size = new Intl.NumberFormat(`${i18n.language}-u-nu-latn`, { style: "unit", unit: file.size < 1_000_000 ? "kilobyte" : "megabyte", maximumFractionDigits: 1 }).format(file.size / (file.size < 1_000_000 ? 1000 : 1_000_000));
  return (
    <li className="row">
      <Icon of={bad ? TriangleAlert : kept ? CircleCheck : FileText} size="s" className={bad ? "bad" : kept ? "ok" : "dim"} />
      <span className="sp">
        <bdi className="sm break">{file.name}</bdi>
        <span className={bad ? "xs bad" : "xs dim"}>
          {failure !== undefined ? t(`knowledge.unread.${failure.code}`, { defaultValue: failure.said }) : batch.state === "failed" ? t([`knowledge.unread.${batch.code}`, `knowledge.refused.${batch.code}`, "knowledge.refused.unknown"]) : kept ? t("knowledge.upload.kept") : reading ? t("knowledge.source.being_read") : size}
        </span>
        {batch.state === "going" ? (
          <span className="prog">
            <i style={{ inlineSize: `${Math.round(batch.share * 100)}%` }} />
          </span>
        ) : null}
      </span>
    </li>
  );
}
