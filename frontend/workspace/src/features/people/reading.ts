/** Somebody as they are edited, and the change that comes of it: only what is different is sent. */

import type { PersonChange, PersonInfo } from "../../api/line.ts";
import type { SkillHad } from "../../api/floor.ts";

export const LEVELS = [1, 2, 3] as const;

export interface Draft {
  capacity: number;
  teams: readonly string[];
  skills: readonly SkillHad[];
  languages: readonly string[];
  back_at: string | null;
}

export function draftOf(one: PersonInfo): Draft {
  return { capacity: one.capacity, teams: one.teams.map((team) => team.id), skills: one.skills, languages: one.languages, back_at: one.back_at };
}

const said = (skills: readonly SkillHad[]): string[] => skills.map((skill) => (skill.level > 1 ? `${skill.name}:${skill.level}` : skill.name));
const same = (some: readonly string[], others: readonly string[]): boolean => some.length === others.length && some.every((one) => others.includes(one));

export function changeOf(before: Draft, after: Draft): PersonChange {
  return {
    ...(before.capacity === after.capacity ? {} : { capacity: after.capacity }),
    ...(same(before.teams, after.teams) ? {} : { teams: [...after.teams] }),
    ...(same(said(before.skills), said(after.skills)) ? {} : { skills: said(after.skills) }),
    ...(same(before.languages, after.languages) ? {} : { languages: [...after.languages] }),
    ...(before.back_at === after.back_at ? {} : { back_at: after.back_at }),
  };
}

/** A skill as it is typed: lower case, no blanks, so that nobody has it under two names. */
export const skillName = (typed: string): string => typed.trim().toLocaleLowerCase().replaceAll(/\s+/gu, "-").replaceAll(/[:,;]/gu, "");
