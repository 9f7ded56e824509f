import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ACTIONS, type Group } from "../../actions/index.ts";
import { prefer } from "../../core/preferences.ts";
import { show, usePreferences } from "../../state/use.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { Keys } from "../../ui/Keys.tsx";

const GROUPS: readonly (Group | "knowledge")[] = ["conversation", "move", "go", "knowledge", "me"];
/** Keys that belong to a field rather than to an action. */
const IN_FIELDS = [
  { id: "send", keys: "mod+enter" },
  { id: "saved_reply", keys: "/" },
] as const;

/** Keys of the knowledge page, which looks after its own. */
const IN_KNOWLEDGE = [
  { id: "k_next", keys: "j" },
  { id: "k_previous", keys: "k" },
  { id: "k_search", keys: "/" },
  { id: "k_new", keys: "n" },
  { id: "k_ask", keys: "a" },
  { id: "k_save", keys: "mod+s" },
  { id: "k_publish", keys: "mod+enter" },
] as const;

/** Every key, searchable, and the switch that turns the single-letter ones off. */
export function KeySheet() {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const singleKeys = usePreferences((chosen) => chosen.singleKeys);
  const words = text.toLocaleLowerCase().trim();
  const holds = (label: string, keys: string): boolean => words === "" || label.toLocaleLowerCase().includes(words) || keys.toLowerCase() === words;
  const rows = ACTIONS.filter((action) => action.keys !== undefined).map((action) => ({
    id: action.id,
    group: action.group,
    keys: action.keys ?? "",
    label: t(`action.${action.id}`),
  }));
  const fields = IN_FIELDS.map((field) => ({ ...field, group: "conversation" as const, label: t(`keys.${field.id}`) }));
  const pages = IN_KNOWLEDGE.map((key) => ({ ...key, group: "knowledge" as const, label: t(`keys.${key.id}`) }));
  const shown = [...rows, ...fields, ...pages].filter((row) => holds(row.label, row.keys));
  return (
    <Dialog title={t("keys.title")} onClose={() => show({ sheet: null })} wide>
      <div className="search">
        <Icon of={Search} size="s" />
        <input className="input" type="search" aria-label={t("keys.search")} placeholder={t("keys.search")} value={text} onChange={(event) => setText(event.target.value)} />
      </div>
      <div className="keysheet">
        {GROUPS.map((group) => {
          const inGroup = shown.filter((row) => row.group === group);
          return inGroup.length === 0 ? null : (
            <section key={group}>
              <h3 className="xs dim">{t(`keys.group.${group}`)}</h3>
              <dl>
                {inGroup.map((row) => (
                  <div className="row" key={row.id}>
                    <dt className="sp">{row.label}</dt>
                    <dd className="row g1">
                      <span className="vh">{row.keys.replaceAll("+", " ")}</span>
                      <Keys keys={row.keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
        {shown.length === 0 ? <p className="sm dim">{t("palette.none")}</p> : null}
      </div>
      <label className="row">
        <input type="checkbox" className="switch" checked={singleKeys} onChange={(event) => prefer({ singleKeys: event.target.checked })} />
        <span>
          {t("settings.single_keys")} <span className="xs dim">{t("settings.single_keys_help")}</span>
        </span>
      </label>
    </Dialog>
  );
}
