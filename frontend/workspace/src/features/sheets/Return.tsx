import { Plus, X } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Item } from "../../api/types.ts";
import { show, useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";

/** Back to the assistant, which is told what was settled and what was promised. The customer is told too. */
export function Return({ item, onDone }: { item: Item; onDone: (left: boolean) => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const [summary, setSummary] = useState("");
  const [promises, setPromises] = useState<string[]>([]);
  const [next, setNext] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const ids = { summary: useId(), promise: useId() };
  const close = (): void => show({ sheet: null });
  const missing = tried && summary.trim() === "";

  function add(): void {
    const promise = next.trim();
    if (promise !== "") setPromises((all) => [...all, promise]);
    setNext("");
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (summary.trim() === "") return;
    setBusy(true);
    const all = next.trim() === "" ? promises : [...promises, next.trim()];
    void commands.act(item.id, { act: "return", summary: summary.trim(), promises: all }).then((done) => {
      setBusy(false);
      if (!done) return;
      close();
      onDone(true);
    });
  }

  return (
    <Dialog title={t("return.title")} help={t("return.help", { name: item.customer.name ?? t("the_customer_start") })} onClose={close}>
      <form className="grid" onSubmit={submit}>
        <div className="field">
          <label htmlFor={ids.summary}>{t("return.summary")}</label>
          <textarea id={ids.summary} className="input" rows={3} dir="auto" maxLength={1000} value={summary} aria-invalid={missing} placeholder={t("return.summary_placeholder")} onChange={(event) => setSummary(event.target.value)} />
          {missing ? <p className="err">{t("return.summary_needed")}</p> : null}
        </div>
        <div className="field">
          <label htmlFor={ids.promise}>{t("return.promises")}</label>
          {promises.map((promise) => (
            <p className="row sm" key={promise}>
              <span dir="auto">{promise}</span>
              <span className="sp" />
              <button type="button" className="ib sm" aria-label={t("return.remove", { promise })} onClick={() => setPromises((all) => all.filter((one) => one !== promise))}>
                <Icon of={X} size="s" />
              </button>
            </p>
          ))}
          <div className="row g1">
            <input
              id={ids.promise}
              className="input"
              dir="auto"
              maxLength={200}
              value={next}
              placeholder={t("return.promise_placeholder")}
              onChange={(event) => setNext(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" || event.ctrlKey || event.metaKey || next.trim() === "") return;
                event.preventDefault();
                add();
              }}
            />
            <IconButton icon={Plus} label={t("return.add")} tip={false} onClick={add} />
          </div>
        </div>
        <SheetEnd disabled={busy} onCancel={close}>
          {t("return.do")}
        </SheetEnd>
      </form>
    </Dialog>
  );
}
