/**
 * What held a rule back, in the reader's language. Figures mean the same everywhere and are taken over from
 * the server; its other remarks are English, and stand only where English is read.
 */

import type { TFunction } from "i18next";
import type { RuleSeen } from "../../api/decisions.ts";

const OF = /^(-?[\d.]+) of (-?[\d.]+)(?: [a-z ]+)?(?: in the last \d+ turns)?$/u;

/** Figures that are more than nothing: `1 of 2`, `0.34 of 0.70`. */
export function begun(why: string): boolean {
  const [, value, needs] = OF.exec(why) ?? [];
  return value !== undefined && Number(needs) > 0 && Number(value) / Number(needs) >= 0.1;
}

/** With as many digits as it came with, and the language's own mark between them. */
function inFigures(text: string | undefined, locale: string): string {
  const digits = text?.split(".")[1]?.length ?? 0;
  return new Intl.NumberFormat(`${locale}-u-nu-latn`, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(Number(text));
}

export function whyInWords(rule: Pick<RuleSeen, "state" | "why">, t: TFunction, locale: string): string {
  const { state, why } = rule;
  if (state === "decided" || state === "matched") return t(`decisions.state.${state}`);
  const figures = locale === "en" ? null : OF.exec(why);
  const said = locale === "en" ? why : figures === null ? "" : t("decisions.of", { value: inFigures(figures[1], locale), needs: inFigures(figures[2], locale) });
  const word = t(`decisions.state.${state}`);
  if (state === "near") return said === "" ? word : `${word}, ${said}`;
  return said === "" ? word : said;
}
