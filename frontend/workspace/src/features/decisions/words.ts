/** How values and readings are put into words on this page. */

import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Measured } from "../../api/decisions.ts";

/** Shares have two digits, counts none. Figures are the same in every language, so that they can be compared. */
export function useFigures() {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const locale = `${i18n.language}-u-nu-latn`;
    const share = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    return {
      figure: (value: number, { needs, of_turns }: Pick<Measured, "needs" | "of_turns">): string => (needs <= 1 && (of_turns ?? 0) === 0 && Math.abs(value) <= 1 ? share : count).format(value),
      count: (value: number): string => count.format(value),
      long: (value: number): string => {
        const [n, unit] = value < 100 ? [value, "second"] : value < 6000 ? [Math.round(value / 60), "minute"] : [Math.round(value / 3600), "hour"];
        return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(n);
      },
      seconds: (value: number): string => (value < 100 ? t("decisions.s", { n: value }) : value < 6000 ? t("decisions.min", { n: Math.round(value / 60) }) : t("decisions.h", { n: Math.round(value / 3600) })),
    };
  }, [t, i18n.language]);
}

/** Readings whose names are plain nouns; the others are little sentences, and are quoted inside of another. */
const NOUNS: ReadonlySet<string> = new Set(["frustration", "anger", "anxiety", "frustration_lately", "mood_trend", "minutes"]);

/** What a reading is called inside of a sentence; German keeps its capitals. */
export function useInside(): (meter: Parameters<ReturnType<typeof useLabel>>[0]) => string {
  const { t, i18n } = useTranslation();
  const label = useLabel();
  return useCallback(
    (meter) => {
      const words = label(meter);
      if (!NOUNS.has(meter.field)) return t("quoted", { text: words });
      return i18n.language === "de" ? words : words.charAt(0).toLocaleLowerCase(i18n.language) + words.slice(1);
    },
    [t, i18n.language, label],
  );
}

export function useLabel(): (meter: Pick<Measured, "field"> & { label?: string; of_turns?: number }) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ field, label, of_turns }) => {
      const name = t(`signal.${field}`, { defaultValue: label ?? field.replaceAll("_", " ") });
      return (of_turns ?? 0) > 0 ? t("decisions.lately", { label: name, count: of_turns ?? 0 }) : name;
    },
    [t],
  );
}
