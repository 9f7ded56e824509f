/** The floor of the renders, alive: waits grow, people can be lent and given places, surge mode begins and ends. */

import type { Decision, Floor, FloorPerson, FloorRow, FloorTeam } from "../api/floor.ts";
import type { TeamRef } from "../api/types.ts";
import { ago, ahead, BILLING, ORDERS } from "./people.ts";

export const RETURNS: TeamRef = { id: "returns", name: "Returns" };
const TEAMS = [BILLING, ORDERS, RETURNS];

const row = (conversation: string, name: string, initials: string, waited: number, more: Partial<FloorRow>): FloorRow => ({
  conversation,
  case: "4812",
  customer: { name, initials, email: null, verified: false },
  quote: "",
  reason: "asked",
  reason_text: "Asked for a person",
  flags: [],
  team: BILLING,
  since: ago(waited),
  waited_s: waited,
  promised_s: 120,
  risk: waited >= 120 ? "over" : waited > 72 ? "near" : "ok",
  place: 1,
  stage: "waiting",
  offered_to: null,
  until: null,
  priority: "normal",
  why_not_yet: "",
  ...more,
});

const LINE: FloorRow[] = [
  row("c_ivy", "Ivy Ford", "IF", 192, { quote: "third time I ask", flags: ["angry"], why_not_yet: "Everyone who speaks German is full." }),
  row("c_hazel", "Hazel Glen", "HG", 91, { quote: "charged twice", reason: "misses", reason_text: "Two answers missed", place: 2, stage: "offered", offered_to: { id: "a_sara", name: "Sara", initials: "SK" }, until: ahead(18) }),
  row("c_clay", "Clay Banks", "CB", 48, { quote: "frame cracked", reason: "safety", reason_text: "Safety words", team: RETURNS, priority: "urgent", why_not_yet: "Nia is finishing another chat first." }),
  row("c_fern", "Fern Hollis", "FH", 20, { quote: "size exchange", team: ORDERS, flags: ["vip"], why_not_yet: "Is offered to Marco next." }),
];

const person = (id: string, name: string, initials: string, team: TeamRef, load: number, capacity: number, longest: number | null, more: Partial<FloorPerson> = {}): FloorPerson => ({
  agent: { id, name, initials },
  status: "available",
  back_at: null,
  teams: [team],
  lent: [],
  load,
  capacity,
  over: load > capacity,
  longest_s: longest,
  offer: null,
  skills: [{ name: "refunds", level: 2 }],
  languages: ["en"],
  ...more,
});

const PEOPLE: FloorPerson[] = [
  person("a_sara", "Sara", "SK", BILLING, 4, 5, 102, { offer: { conversation: "c_hazel", until: ahead(18) }, skills: [{ name: "refunds", level: 3 }], languages: ["en", "de"] }),
  person("a_marco", "Marco", "MA", ORDERS, 1.5, 4, 30, { skills: [{ name: "parcels", level: 2 }], languages: ["en", "it"] }),
  person("a_lena", "Lena", "LE", BILLING, 5, 4, 125),
  person("a_tomas", "Tomas", "TO", RETURNS, 1, 4, 10, { status: "busy" }),
  person("a_nia", "Nia", "NI", RETURNS, 3, 4, 55),
  person("a_jo", "Jo", "JO", ORDERS, 0, 4, null, { status: "away", back_at: ahead(1800), languages: [] }),
];

const wave = (n: number): number => Math.round(30 + 10 * Math.sin(n / 7) + Math.max(0, n - 38) ** 1.55);

export function mockFloor(states: ReadonlySet<string>, refuse: (status: number, code: string, detail: string) => never) {
  const people = new Map((states.has("nobody") ? [] : PEOPLE).map((one) => [one.agent.id, structuredClone(one)]));
  const surges = new Map<string, FloorTeam["surge"]>(states.has("surge") ? [["billing", { until: ahead(3300), by: "Ines Vogel", more: 1 }]] : []);
  const teams = states.has("noteam") ? [] : TEAMS;

  function line(): FloorRow[] {
    if (states.has("calm")) return [];
    if (!states.has("crowd")) return LINE;
    return Array.from({ length: 10_000 }, (_, n) => row(`c_x${n}`, n % 50 === 0 ? `Maximiliana ${"Featherstonehaugh ".repeat(6)}${n}` : `Customer ${n}`, "CX", 5 + ((n * 37) % 900), { place: n + 1, team: TEAMS[n % 3] ?? BILLING, promised_s: n % 11 === 0 ? null : 300 }));
  }

  function decisions(): Decision[] {
    if (states.has("calm")) return [];
    return [
      { id: "d1", kind: "promise_at_risk", team: BILLING, title: "Billing can’t keep its promise", text: "4 waiting, 1 place free. At this pace the next wait is 4–6 min. Customers were told 1–2.", acts: [{ act: "surge", label: "Surge mode", team: BILLING }, { act: "borrow", label: "Borrow Marco", agent: { id: "a_marco", name: "Marco", initials: "MA" }, team: BILLING }] },
      { id: "d2", kind: "drafts", team: BILLING, title: "2 answers need an OK", text: "Oldest runs out in 0:41, then goes to a person.", acts: [{ act: "review", label: "Review" }] },
      { id: "d3", kind: "promises_due", team: null, title: "3 promises due before 15:00", text: "Call-backs for Fern, Clay and one more.", acts: [{ act: "promises", label: "See promises" }] },
    ];
  }

  function floor(team: string | null): Floor {
    const now = Date.now();
    const all = line().filter((one) => team === null || one.team.id === team);
    const waits = all.map((one) => Math.round((now - Date.parse(one.since)) / 1000));
    const known = [...people.values()].filter((one) => team === null || one.teams.some((own) => own.id === team) || one.lent.some((own) => own.team.id === team));
    const longest = waits.length === 0 ? null : Math.max(...waits);
    return {
      at: new Date(now).toISOString(),
      team: TEAMS.find((one) => one.id === team) ?? null,
      assistant: { count: 52, close: 3 },
      waiting: { count: states.has("crowd") || all.length === 0 ? all.length : all.length + 2, longest_s: longest, promised_low_s: 60, promised_high_s: 120 },
      person: { count: known.reduce((sum, one) => sum + Math.ceil(one.load), 0), places: known.reduce((sum, one) => sum + one.capacity, 0) },
      today: { median_s: 41, p90_s: 200, handoffs: 214 },
      promise: { share: 0.84, target: 0.8 },
      line: all.map((one, n) => ({ ...one, waited_s: waits[n] ?? 0 })),
      more: all.length === 0 || states.has("crowd") ? [] : [{ team: BILLING, count: 2 }],
      people: known,
      decisions: decisions(),
      history: { from: new Date(now - 3_600_000).toISOString(), to: new Date(now).toISOString(), promise_s: 120, points: Array.from({ length: 61 }, (_, n) => ({ at: new Date(now - (60 - n) * 60_000).toISOString(), longest_s: states.has("calm") ? 20 : wave(n) })) },
      teams: teams.map((one) => ({ team: one, open: one.id !== "returns" || states.has("crowd"), opens_at: one.id === "returns" ? ahead(50_000) : null, surge: surges.get(one.id) ?? null, waiting: all.filter((waits2) => waits2.team.id === one.id).length, free: one.id === "billing" ? 1 : 2.5 })),
    };
  }

  return {
    floor,
    people,
    surge(team: string, body: Record<string, unknown>): void {
      surges.set(team, body["on"] === true ? { until: new Date(Date.now() + Number(body["for_min"] ?? 60) * 60_000).toISOString(), by: "Sara Kim", more: Number(body["more"] ?? 1) } : null);
    },
    surgeOf: (team: string): FloorTeam["surge"] => surges.get(team) ?? null,
    change(agent: string, body: Record<string, unknown>): FloorPerson {
      const one = people.get(agent) ?? refuse(404, "not_found", "Not here.");
      const skills = (body["skills"] as string[] | undefined)?.map((skill) => ({ name: skill.split(":")[0] ?? skill, level: Number(skill.split(":")[1] ?? 1) }));
      const more = { ...body, ...(skills === undefined ? {} : { skills }), ...(body["teams"] === undefined ? {} : { teams: TEAMS.filter((team) => (body["teams"] as string[]).includes(team.id)) }) } as Partial<FloorPerson>;
      const after = { ...one, ...more };
      people.set(agent, { ...after, over: after.load > after.capacity });
      return people.get(agent) ?? one;
    },
    lend(agent: string, body: Record<string, unknown>): FloorPerson {
      const one = people.get(agent) ?? refuse(404, "not_found", "Not here.");
      const team = TEAMS.find((known) => known.id === body["team"]) ?? refuse(422, "unknown_team", "There is no such team.");
      const after = { ...one, lent: [{ team, until: new Date(Date.now() + Number(body["for_min"] ?? 60) * 60_000).toISOString() }] };
      people.set(agent, after);
      return after;
    },
  };
}
