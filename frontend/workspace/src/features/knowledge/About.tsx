import { Plus, Trash2, X } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { AUDIENCES, type Audience, type FullItem, type ItemChange, itemPath } from "../../api/knowledge.ts";
import { Refused } from "../../api/transport.ts";
import { useCommands } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { SheetEnd } from "../../ui/SheetEnd.tsx";
import { useDay, useLanguage } from "../../ui/figures.ts";
import { useFresh } from "./queries.ts";
import { neverLive, type Rights, tidy } from "./reading.ts";

const LANGUAGES = ["en", "de", "es", "ar", "fr", "it", "nl", "pt", "pl", "tr", "sv", "da", "uk", "ja", "zh"] as const;
/** Days until somebody should look at it again. */
const REVIEWS = [30, 90, 180, 365] as const;

/** How the assistant may use it, whose it is, and when somebody looks at it again. Kept at once. */
export function About({ full, rights, onGone }: { full: FullItem; rights: Rights; onGone: () => void }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const fresh = useFresh();
  const day = useDay();
  const language = useLanguage();
  const ids = { use: useId(), about: useId(), audience: useId(), language: useId(), owner: useId(), review: useId() };
  const [removing, setRemoving] = useState(false);
  const off = !rights.edit;

  function change(more: ItemChange): void {
    commands
      .patch<FullItem>(itemPath(full.id), { ...more, version: full.version })
      .then(fresh)
      .catch((error: unknown) => {
        const code = error instanceof Refused ? error.code : "unreachable";
        commands.tell({ id: "knowledge", tone: "bad", key: "told.plain", text: t(`knowledge.refused.${code}`, { defaultValue: t("knowledge.refused.unknown") }) });
        void fresh();
      });
  }

  function remove(): void {
    setRemoving(false);
    commands
      .remove(itemPath(full.id))
      .then(() => {
        onGone();
        return fresh();
      })
      .catch(() => commands.tell({ tone: "bad", key: "told.unreachable" }));
  }

  const languages = LANGUAGES.includes(full.language as never) || full.language === "" ? LANGUAGES : [full.language, ...LANGUAGES];
  return (
    <>
      <section className="card pad grid g3" aria-labelledby={ids.use}>
        <h2 id={ids.use}>{t("knowledge.use.title")}</h2>
        <label className="row">
          <input className="switch" type="checkbox" checked={full.on} disabled={off} onChange={(event) => change({ on: event.target.checked })} /> {t("knowledge.use.answer")}
        </label>
        <div className="field kn-half">
          <label htmlFor={ids.audience}>{t("knowledge.use.audience")}</label>
          <select id={ids.audience} className="input" value={full.audience} disabled={off} onChange={(event) => change({ audience: event.target.value as Audience })}>
            {AUDIENCES.map((one) => (
              <option key={one} value={one}>
                {t(`knowledge.audience.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <Needs needs={full.needs} editable={rights.edit} onChange={(needs) => change({ needs })} />
      </section>
      <section className="card pad grid g3" aria-labelledby={ids.about}>
        <h2 id={ids.about}>{t("knowledge.about.title")}</h2>
        <div className="kn-fields">
          <div className="field">
            <label htmlFor={ids.language}>{t("knowledge.about.language")}</label>
            <select id={ids.language} className="input" value={full.language} disabled={off} onChange={(event) => change({ language: event.target.value })}>
              {languages.map((one) => (
                <option key={one} value={one}>
                  {language(one)}
                </option>
              ))}
            </select>
          </div>
          <div className="field">
            <label htmlFor={ids.owner}>{t("knowledge.about.owner")}</label>
            <input
              id={ids.owner}
              className="input"
              dir="auto"
              maxLength={80}
              key={full.owner}
              defaultValue={full.owner}
              disabled={off}
              onBlur={(event) => {
                if (event.target.value.trim() !== full.owner) change({ owner: event.target.value.trim() });
              }}
            />
          </div>
          <div className="field">
            <label htmlFor={ids.review}>{t("knowledge.about.review")}</label>
            <input
              id={ids.review}
              className="input"
              type="date"
              key={full.review ?? ""}
              defaultValue={full.review ?? ""}
              disabled={off}
              onBlur={(event) => {
                if ((event.target.value || null) !== full.review) change({ review: event.target.value || null });
              }}
            />
          </div>
        </div>
        {rights.edit ? (
          <p className="row wrap xs dim">
            {t("knowledge.about.again")}
            {REVIEWS.map((days) => (
              <button type="button" className="btn sm ghost" key={days} onClick={() => change({ review: new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10) })}>
                {t("knowledge.about.in", { count: days })}
              </button>
            ))}
          </p>
        ) : null}
        <p className="row wrap xs dim">
          {full.updated === null ? null : <span>{t("knowledge.about.updated", { day: day(full.updated), name: full.by || full.source_name })}</span>}
          {full.edited ? <span>· {t("knowledge.about.edited", { name: full.source_name })}</span> : null}
          <span className="sp" />
          {rights.publish || (rights.edit && neverLive(full)) ? (
            <button type="button" className="btn sm ghost bad" onClick={() => setRemoving(true)}>
              <Icon of={Trash2} size="s" />
              {t("knowledge.remove")}
            </button>
          ) : null}
        </p>
      </section>
      {removing ? (
        <Dialog title={t("knowledge.remove_title")} help={t(full.source === "articles" ? "knowledge.remove_help" : "knowledge.remove_read_help")} onClose={() => setRemoving(false)}>
          <SheetEnd onCancel={() => setRemoving(false)} onRemove={remove}>
            {t("knowledge.remove")}
          </SheetEnd>
        </Dialog>
      ) : null}
    </>
  );
}

const KNOWN_FIELDS = ["order", "email", "postcode", "country", "product"] as const;

/** What the assistant asks for before it answers from this. */
function Needs({ needs, editable, onChange }: { needs: readonly string[]; editable: boolean; onChange: (needs: string[]) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const id = useId();
  const label = (name: string): string => t(`fact.${name}`, { defaultValue: t(`knowledge.field.${name}`, { defaultValue: name.replaceAll("_", " ") }) });

  function add(event: FormEvent): void {
    event.preventDefault();
    const name = text.trim().toLocaleLowerCase().replace(/\s+/gu, "_");
    setText("");
    if (name !== "") onChange(tidy([...needs, name]));
  }

  if (!editable && needs.length === 0) return null;
  return (
    <div className="field">
      <span className="lbl" id={id}>
        {t("knowledge.use.needs")}
      </span>
      <div className="row wrap g1 tags">
        {needs.map((name) => (
          <span className="chip line" key={name}>
            <bdi>{label(name)}</bdi>
            {editable ? (
              <button type="button" className="chip-x" aria-label={t("knowledge.use.needs_remove", { name: label(name) })} onClick={() => onChange(needs.filter((one) => one !== name))}>
                <Icon of={X} size="xs" />
              </button>
            ) : null}
          </span>
        ))}
        {editable
          ? KNOWN_FIELDS.filter((name) => !needs.includes(name))
              .slice(0, 4)
              .map((name) => (
                <button type="button" className="btn sm ghost" key={name} onClick={() => onChange([...needs, name])}>
                  <Icon of={Plus} size="xs" />
                  {label(name)}
                </button>
              ))
          : null}
      </div>
      {editable ? (
        <form className="row g2 kn-half" onSubmit={add}>
          <input className="input" dir="auto" maxLength={40} value={text} aria-labelledby={id} placeholder={t("knowledge.use.needs_placeholder")} onChange={(event) => setText(event.target.value)} />
        </form>
      ) : null}
      <p className="help">{t("knowledge.use.needs_help")}</p>
    </div>
  );
}
