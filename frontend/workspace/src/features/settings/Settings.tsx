import { Volume2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { LOCALES, NAMES, prefer, type Theme } from "../../core/preferences.ts";
import { play } from "../../core/sound.ts";
import { usePreferences } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";

const THEMES: readonly Theme[] = ["light", "dark", "system"];

/** What one person chooses for this computer. */
export function Settings({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  const chosen = usePreferences((all) => all);
  const [heard, setHeard] = useState<boolean | null>(null);
  return (
    <>
      <header className="page-h">
        <h1>{t("settings.title")}</h1>
      </header>
      <div className="page-b settings">
        {children}
        <section className="card">
          <div className="card-h">
            <h2>{t("settings.look")}</h2>
          </div>
          <div className="sec grid">
            <div className="field">
              <span className="lbl" id="theme">
                {t("settings.theme")}
              </span>
              <div className="tabs" role="group" aria-labelledby="theme">
                {THEMES.map((theme) => (
                  <button type="button" className="tab" key={theme} aria-pressed={chosen.theme === theme} onClick={() => prefer({ theme })}>
                    {t(`settings.theme_${theme}`)}
                  </button>
                ))}
              </div>
            </div>
            <div className="field">
              <label htmlFor="language">{t("settings.language")}</label>
              <select id="language" className="input" value={chosen.locale} onChange={(event) => prefer({ locale: LOCALES.find((locale) => locale === event.target.value) ?? "en" })}>
                {LOCALES.map((locale) => (
                  <option value={locale} key={locale} lang={locale}>
                    {NAMES[locale]}
                  </option>
                ))}
              </select>
            </div>
          </div>
        </section>
        <section className="card">
          <div className="card-h">
            <h2>{t("settings.sounds")}</h2>
          </div>
          <div className="sec grid">
            <label className="row">
              <input type="checkbox" className="switch" checked={chosen.sound} onChange={(event) => prefer({ sound: event.target.checked })} />
              <span>
                {t("settings.sound_on")} <span className="xs dim">{t("settings.sound_help")}</span>
              </span>
            </label>
            <div className="field">
              <label htmlFor="volume">{t("settings.volume")}</label>
              <input id="volume" type="range" min="0.1" max="1" step="0.1" value={chosen.volume} disabled={!chosen.sound} onChange={(event) => prefer({ volume: Number(event.target.value) })} />
            </div>
            <div className="row wrap">
              <button type="button" className="btn" onClick={() => void play("test").then(setHeard)}>
                <Icon of={Volume2} size="s" />
                {t("action.test_sound")}
              </button>
              <span className="sm mut" role="status">
                {heard === null ? "" : t(heard ? "sound.played" : "sound.blocked")}
              </span>
            </div>
          </div>
        </section>
        <section className="card">
          <div className="card-h">
            <h2>{t("settings.keyboard")}</h2>
          </div>
          <div className="sec grid">
            <label className="row">
              <input type="checkbox" className="switch" checked={chosen.singleKeys} onChange={(event) => prefer({ singleKeys: event.target.checked })} />
              <span>
                {t("settings.single_keys")} <span className="xs dim">{t("settings.single_keys_help")}</span>
              </span>
            </label>
          </div>
        </section>
      </div>
    </>
  );
}
