/** Words: English is always there, the other languages come when they are chosen. */

import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { type Locale, preferences } from "../core/preferences.ts";
import en from "./en.json";

const OTHERS: Readonly<Record<Exclude<Locale, "en">, () => Promise<{ default: object }>>> = {
  de: () => import("./de.json"),
  es: () => import("./es.json"),
  ar: () => import("./ar.json"),
};

/** Words of pages that most people open rarely; they join the others when such a page is opened. */
export type Bundle = "pages" | "floor";
const BUNDLES: Readonly<Record<Bundle, Readonly<Record<Locale, () => Promise<{ default: object }>>>>> = {
  pages: {
    en: () => import("./pages/en.json"),
    de: () => import("./pages/de.json"),
    es: () => import("./pages/es.json"),
    ar: () => import("./pages/ar.json"),
  },
  floor: {
    en: () => import("./floor/en.json"),
    de: () => import("./floor/de.json"),
    es: () => import("./floor/es.json"),
    ar: () => import("./floor/ar.json"),
  },
};
const wanted = new Set<Bundle>();
const joined = new Set<string>();

export async function learnPageWords(bundle: Bundle = "pages"): Promise<void> {
  wanted.add(bundle);
  await Promise.all([join(bundle, "en"), join(bundle, preferences.get().locale)]);
}

async function join(bundle: Bundle, locale: Locale): Promise<void> {
  const name = `${bundle}:${locale}`;
  if (joined.has(name)) return;
  const { default: words } = await BUNDLES[bundle][locale]();
  i18next.addResourceBundle(locale, "translation", words, true, true);
  joined.add(name);
}

export async function learnWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  await speak(preferences.get().locale);
  preferences.subscribe(() => void speak(preferences.get().locale));
}

/** The English name of a rule that ships, by which a renamed one is known. */
export function shippedName(rule: string): string | undefined {
  return (en.recipe as Readonly<Record<string, string>>)[rule];
}

async function speak(locale: Locale): Promise<void> {
  if (i18next.language === locale) return;
  if (locale !== "en" && !i18next.hasResourceBundle(locale, "translation")) {
    const { default: words } = await OTHERS[locale]();
    i18next.addResourceBundle(locale, "translation", words);
  }
  await Promise.all([...wanted].map((bundle) => join(bundle, locale)));
  await i18next.changeLanguage(locale);
}
