/** What this person chose on this computer: look, language, sounds, keys. Nothing here leaves the browser. */

import { observable } from "./observable.ts";
import { readStored, writeStored } from "./storage.ts";

export type Theme = "light" | "dark" | "system";
export type Locale = "en" | "de" | "es" | "ar";

export const LOCALES: readonly Locale[] = ["en", "de", "es", "ar"];
export const NAMES: Readonly<Record<Locale, string>> = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  ar: "العربية",
};

export interface Preferences {
  theme: Theme;
  locale: Locale;
  /** Offers ring and other conversations knock; off means silence altogether. */
  sound: boolean;
  volume: number;
  /** WCAG 2.1.4: single-letter keys can be switched off; combinations stay. */
  singleKeys: boolean;
  panel: boolean;
}

const KEY = "segue.preferences";

function spokenLocale(): Locale {
  const wanted = (navigator.languages ?? [navigator.language]).map((tag) => tag.slice(0, 2));
  return LOCALES.find((locale) => wanted.includes(locale)) ?? "en";
}

export const preferences = observable<Preferences>({
  theme: "system",
  locale: spokenLocale(),
  sound: true,
  volume: 0.6,
  singleKeys: true,
  panel: true,
  ...readStored<Partial<Preferences>>(KEY),
});

export function prefer(change: Partial<Preferences>): void {
  preferences.set((current) => ({ ...current, ...change }));
  writeStored(KEY, preferences.get());
}

/** Puts theme, language and direction on the document, and follows the system's night. */
export function dressDocument(): () => void {
  const night = matchMedia("(prefers-color-scheme: dark)");
  const dress = (): void => {
    const { theme, locale } = preferences.get();
    const root = document.documentElement;
    root.dataset["theme"] = theme === "system" ? (night.matches ? "dark" : "light") : theme;
    root.lang = locale;
    root.dir = locale === "ar" ? "rtl" : "ltr";
  };
  dress();
  night.addEventListener("change", dress);
  const stop = preferences.subscribe(dress);
  return () => {
    night.removeEventListener("change", dress);
    stop();
  };
}
