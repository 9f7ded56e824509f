/** Counts and places: whole where they are whole, with at most two places where a channel weighs less than one. */

import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export function useFigure(): (value: number) => string {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const format = new Intl.NumberFormat(`${i18n.language}-u-nu-latn`, { maximumFractionDigits: 2 });
    return (value) => format.format(value);
  }, [i18n.language]);
}
