import { describe, expect, it } from "vitest";
import type { PersonInfo, PromiseShown } from "../src/api/line.ts";
import { barOf, calendarsOf, EMPTY, faultOf, hoursOf, minutesOf, OFFICE, timeOf } from "../src/features/hours/reading.ts";
import { changeOf, draftOf, skillName } from "../src/features/people/reading.ts";
import { againAt, byDue, dialled, nameOf, stateAt, TRIES_AGAIN } from "../src/features/promises/reading.ts";
import { at, T0 } from "./stories.ts";

describe("times of a day", () => {
  it("may be typed as people do, and are kept as the server writes them", () => {
    expect(["9", "9:30", "09.30", "24:00", "2+1", "half past"].map(timeOf)).toEqual(["09:00", "09:30", "09:30", "24:00", "02:00+1", "half past"]);
    expect(["09:00", "24:00", "02:00+1", "24:30", "x"].map(minutesOf)).toEqual([540, 1440, 1560, null, null]);
  });

  it("draw a night on both of its days", () => {
    expect(barOf([["18:00", "06:00+1"]], [])).toEqual([{ from: 0.75, to: 1 }]);
    expect(barOf([], [["18:00", "06:00+1"]])).toEqual([{ from: 0, to: 0.25 }]);
    expect(barOf([["17:00", "09:00"]], [])).toEqual([]);
  });
});

describe("calendars", () => {
  const madrid = { ...EMPTY, zone: "Europe/Madrid", week: OFFICE };

  it("stand side by side while they are edited, and travel as one with more", () => {
    const hours = { ...madrid, more: [{ ...madrid, zone: "America/New_York" }] };
    expect(calendarsOf(hours).map((one) => one.zone)).toEqual(["Europe/Madrid", "America/New_York"]);
    expect(hoursOf(calendarsOf(hours))).toEqual(hours);
  });

  it("have no further ones when the first is round the clock", () => {
    expect(hoursOf([{ ...madrid, week: [] }, madrid]).more).toEqual([]);
  });

  it("show a fault where it is", () => {
    expect(faultOf({ code: "overlap", where: "more[0] · week · Monday", message: "!" })).toEqual({ calendar: 1, part: "week", at: 0, message: "!" });
    expect(faultOf({ where: "days[2]" })).toMatchObject({ calendar: 0, part: "days", at: 2 });
    expect(faultOf({ where: "zone" })).toMatchObject({ part: "zone", at: -1 });
    expect(faultOf({ where: "more" })).toMatchObject({ calendar: 0, part: "rest" });
  });
});

describe("what is changed of somebody", () => {
  const sara = { id: "a", capacity: 4, teams: [{ id: "billing", name: "Billing" }], skills: [{ name: "refunds", level: 2 }], languages: ["en"], back_at: null } as unknown as PersonInfo;

  it("is only what is different", () => {
    const before = draftOf(sara);
    expect(changeOf(before, before)).toEqual({});
    expect(changeOf(before, { ...before, capacity: 3 })).toEqual({ capacity: 3 });
    expect(changeOf(before, { ...before, skills: [...before.skills, { name: "tents", level: 1 }] })).toEqual({ skills: ["refunds:2", "tents"] });
    expect(changeOf(before, { ...before, back_at: at(60) })).toEqual({ back_at: at(60) });
  });

  it("names a skill in one way", () => {
    expect([" Big Refunds ", "tents:3"].map(skillName)).toEqual(["big-refunds", "tents3"]);
  });
});

describe("promises", () => {
  const promise = (conversation: string, due: number, more: Partial<PromiseShown> = {}): PromiseShown => ({ conversation, due_at: at(due), state: "ok", kind: "callback", ...more }) as PromiseShown;

  it("stand by when they are due, and are late by the clock, too", () => {
    expect(byDue([promise("b", 60), promise("a", 60), promise("c", 5)]).map((one) => one.conversation)).toEqual(["c", "a", "b"]);
    expect(stateAt(promise("a", 60), T0 + 60_000)).toBe("broken");
    expect(stateAt(promise("a", 60, { state: "soon" }), T0)).toBe("soon");
  });

  it("are tried again where trying again may help", () => {
    expect(["reached", "no_answer", "busy", "voicemail", "wrong_number"].filter((one) => TRIES_AGAIN.has(one as never))).toEqual(["no_answer", "busy", "voicemail"]);
    const from = new Date(2026, 10, 24, 16, 50);
    expect(againAt("half_hour", from).getHours()).toBe(17);
    expect([againAt("tomorrow", from).getDate(), againAt("tomorrow", from).getHours()]).toEqual([25, 9]);
  });

  it("know a name however it is told, and a number as it is dialled", () => {
    expect(nameOf(promise("a", 1, { customer: "Fern" }))).toEqual({ name: "Fern", initials: "F" });
    expect(nameOf(promise("a", 1, { customer: null })).name).toBeNull();
    expect(dialled("+44 (0)20 7946-0321")).toBe("+4402079460321");
  });
});
