/** Figures and times of these pages, in the reader's language and the same digits everywhere. */

import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ago as agoOf } from "../state/durations.ts";
import { useNow } from "../state/use.ts";

export function usePercent(): (share: number) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.NumberFormat(`${i18n.language}-u-nu-latn`, { style: "percent", maximumFractionDigits: 0 });
    return (share) => format.format(share);
  }, [i18n.language]);
}

/** `just now`, `2 h ago`. */
export function useAgo(): (at: string) => string {
  const { t } = useTranslation();
  const now = useNow();
  return useCallback(
    (at) => {
      const since = agoOf(Math.max(0, now - Date.parse(at)));
      return since.unit === "now" ? t("ago.now") : t("ago.past", { time: t(`ago.${since.unit}`, { n: since.n }) });
    },
    [t, now],
  );
}

export function useLanguage(): (code: string) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const names = new Intl.DisplayNames([i18n.language], { type: "language", fallback: "code" });
    return (code) => {
      try {
        return code === "" ? "" : (names.of(code) ?? code);
      } catch {
        return code;
      }
    };
  }, [i18n.language]);
}

export function useDay(): (day: string) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(`${i18n.language}-u-nu-latn`, { day: "numeric", month: "long", year: "numeric" });
    return (day) => format.format(new Date(day));
  }, [i18n.language]);
}
