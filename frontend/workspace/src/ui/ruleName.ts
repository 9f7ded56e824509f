/**
 * What a rule is called. Rules that ship have a name in every language; one that somebody named keeps the
 * name it was given, and one that only its id is known of is called by that.
 */

import type { TFunction } from "i18next";
import { shippedName } from "../i18n/index.ts";

export function ruleName(t: TFunction, id: string, name?: string | null): string {
  const shipped = shippedName(id);
  if (shipped !== undefined && (name === undefined || name === null || name === "" || name === shipped)) return t(`recipe.${id}`);
  return name || shipped || id.replaceAll(/[-_]+/gu, " ");
}
