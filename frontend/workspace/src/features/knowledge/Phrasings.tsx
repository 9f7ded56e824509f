import { Plus, X } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../ui/Icon.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Pips } from "../../ui/Marks.tsx";
import { ENOUGH_EXAMPLES, tidy } from "./reading.ts";

/** How customers ask for it, in their own words: what helps most to be found. */
export function Phrasings({ examples, editable, onChange }: { examples: readonly string[]; editable: boolean; onChange: (examples: string[]) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const id = useId();

  function add(event: FormEvent): void {
    event.preventDefault();
    // Several can be pasted at once, one a line.
    const next = tidy([...examples, ...text.split("\n")]);
    setText("");
    if (next.length > examples.length) onChange(next);
  }

  return (
    <section className="card pad grid g3" aria-labelledby={id}>
      <div className="row">
        <h2 id={id}>{t("knowledge.examples.title")}</h2>
        <span className="sp" />
        <span className="xs dim row g1">
          <Pips taken={Math.min(ENOUGH_EXAMPLES, examples.length)} of={ENOUGH_EXAMPLES} />
          {t("knowledge.examples.count", { count: examples.length })}
        </span>
      </div>
      <p className="help">{t("knowledge.examples.help")}</p>
      {examples.length === 0 ? null : (
        <ul className="col ex">
          {examples.map((example) => (
            <li className="row" key={example}>
              <span className="sp sm" dir="auto">
                “{example}”
              </span>
              {editable ? <IconButton small icon={X} tip={false} label={t("knowledge.examples.remove", { text: example })} onClick={() => onChange(examples.filter((one) => one !== example))} /> : null}
            </li>
          ))}
        </ul>
      )}
      {editable ? (
        <form className="row g2" onSubmit={add}>
          <input className="input" dir="auto" value={text} maxLength={300} aria-label={t("knowledge.examples.add")} placeholder={t("knowledge.examples.placeholder")} onChange={(event) => setText(event.target.value)} onPaste={(event) => {
            const pasted = event.clipboardData.getData("text");
            if (!pasted.includes("\n")) return;
            event.preventDefault();
            onChange(tidy([...examples, ...pasted.split("\n")]));
          }} />
          <button type="submit" className="btn" disabled={text.trim() === ""}>
            <Icon of={Plus} size="s" />
            {t("knowledge.examples.do")}
          </button>
        </form>
      ) : null}
    </section>
  );
}
