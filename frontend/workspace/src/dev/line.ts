/** Promises, hours, people, routing and scores of Fernhill, for looking at their pages without a server. */

import type { Hours, HoursPreview, PersonInfo, PromisePage, PromiseShown, Routing, TeamShown, WaitScore, WaitScores } from "../api/line.ts";
import type { FloorPerson } from "../api/floor.ts";
import { mockFloor, RETURNS } from "./floor.ts";
import { ago, ahead, BILLING, ORDERS, START } from "./people.ts";

const office: Hours = {
  zone: "Europe/Berlin",
  week: [[["09:00", "17:00"]], [["09:00", "17:00"]], [["09:00", "12:30"], ["13:30", "17:00"]], [["09:00", "17:00"]], [["09:00", "15:00"]], [], []],
  closed_on: ["2026-12-25", "2026-12-26", "2025-10-03"],
  days: [{ date: "2026-12-24", name: "Christmas Eve", open: [["10:00", "14:00"]] }],
  more: [{ zone: "America/New_York", week: [[["10:00", "16:00"]], [["10:00", "16:00"]], [["10:00", "16:00"]], [["10:00", "16:00"]], [["10:00", "16:00"]], [], []], closed_on: [], days: [] }],
};

const sara = { id: "a_sara", name: "Sara Kim", initials: "SK" };
const promise = (conversation: string, name: string, initials: string, more: Partial<PromiseShown>): PromiseShown => ({
  conversation,
  case: "4790",
  kind: "callback",
  due_at: ahead(900),
  state: "soon",
  customer: { name, initials },
  phone: "+44 20 7946 0321",
  email: null,
  language: "en",
  reason: "asked",
  summary: "",
  team: ORDERS,
  agent: null,
  slot: null,
  calls: [],
  again_at: null,
  channel: "web",
  ...more,
});

const PROMISES: PromiseShown[] = [
  promise("c_late", "Juniper Cole", "JC", { due_at: ago(840), state: "broken", summary: "The tent pole (order 1288) broke on the first night. She wants to talk about a replacement before the weekend.", calls: [{ at: ago(7200), outcome: "no_answer", by: "Marco" }, { at: ago(4000), outcome: "busy", by: "Marco" }], again_at: ago(840), case: "4790" }),
  promise("c_fern", "Fern Hollis", "FH", { due_at: ahead(1300), slot: ahead(1300), summary: "Wants to exchange the shell for a larger one; the shop shows none.", agent: sara, case: "4818" }),
  promise("c_clay", "Clay Banks", "CB", { kind: "case", due_at: ahead(9000), state: "ok", phone: null, email: "clay@example.com", summary: "The frame of the pack cracked. Photos are with the case.", team: RETURNS, case: "4801", channel: "email" }),
  promise("c_amal", "أمل", "أم", { kind: "next_answer", due_at: ahead(20), state: "soon", phone: null, language: "ar", summary: "تريد استرداد المبلغ للطلب 1290.", team: BILLING, agent: sara, case: "4813", channel: "whatsapp" }),
  promise("c_rowan", "Rowan Brook", "RB", { kind: "case", due_at: ahead(90_000), state: "ok", phone: null, email: "rowan@example.com", summary: "", team: BILLING, case: "4788", channel: "email" }),
];

const considered = [
  { agent: sara, fits: true, codes: ["preferred"], text: "Knows this customer, and has a place free." },
  { agent: { id: "a_lena", name: "Lena", initials: "LE" }, fits: false, codes: ["full"], text: "Has 5 of 4." },
  { agent: { id: "a_marco", name: "Marco", initials: "MA" }, fits: false, codes: ["not_in_team", "lacks_skill"], text: "Is not in Billing." },
  { agent: { id: "a_jo", name: "Jo", initials: "JO" }, fits: false, codes: ["away"], text: "Is away until 14:30." },
];

const ROUTING: Routing = {
  state: "with_agent",
  text: "Sara was free, has the skill, and knows this customer.",
  place: null,
  team: BILLING,
  needs: [{ name: "refunds", level: 2, dropped: false }, { name: "german", level: 1, dropped: true }],
  language: "en",
  relaxes: null,
  ahead: [],
  considered,
  decisions: [
    { seq: 8, at: ago(329), agent: { id: "a_lena", name: "Lena", initials: "LE" }, why: "Least busy of those who fit.", recomputed: true, considered: [] },
    { seq: 9, at: ago(300), agent: sara, why: "Lena declined; Sara knows this customer.", recomputed: true, considered },
  ],
};
const NOT_YET: Routing = {
  ...ROUTING,
  state: "waiting",
  text: "Everyone in Billing who knows refunds is full.",
  place: 2,
  relaxes: { at: ahead(42), text: "Then the skill refunds is not needed any more, and Orders may help." },
  ahead: [{ conversation: "c_hazel", case: false, why: "Came 1:20 earlier." }],
  considered: considered.map((one) => (one.fits ? { ...one, fits: false, codes: ["full"], text: "Has 4 of 4." } : one)),
  decisions: [],
};

const day = (days: number): string => new Date(START - days * 86_400_000).toISOString().slice(0, 10);
const FIGURES: WaitScore = { shown: 2140, settled: 1388, coverage: 0.79, below: 0.08, above: 0.13, bias_s: 6, pinball_s: 21, held: 0.86 };
const SCORE: WaitScores = {
  ...FIGURES,
  days: 7,
  with_leavers: FIGURES,
  by_team: [
    { ...FIGURES, team: BILLING, settled: 702, held: 0.81, coverage: 0.76 },
    { ...FIGURES, team: ORDERS, settled: 671, held: 0.91, coverage: 0.82 },
    { ...FIGURES, team: RETURNS, settled: 15, held: 0.67, coverage: 0.6 },
  ],
  by_day: Array.from({ length: 7 }, (_, n) => ({ ...FIGURES, day: day(6 - n), settled: 180 + n * 9, held: 0.8 + ((n * 7) % 11) / 100, coverage: 0.79 })),
};

const PREVIEW = (at: string, open: boolean): HoursPreview => ({
  at,
  local: at,
  team: "Billing",
  closed_for: "",
  before: [open ? "The assistant answers. A person can come." : "The assistant answers. Our team is back Mon 09:00."],
  saved: open ? "" : "Case 4821. We write to you by Monday 10:00.",
  open,
  state: open ? "open" : "closed",
  header: [open ? "We are here" : "Back Mon 09:00 your time"],
  lines: open ? ["You are in line. Your place: 2, about 1–2 minutes."] : ["Nobody from Billing is here now.", "We answer by Monday 10:00 your time. You don’t have to stay."],
  opens_at: open ? null : ahead(150_000),
  opens_local: open ? null : "Mon 09:00",
  answer_by: open ? null : ahead(154_000),
  answer_by_local: open ? null : "Mon 10:00",
  choices: open ? ["email", "callback", "leave_message", "keep_asking", "leave_line"] : ["email", "callback", "keep_asking"],
  case: !open,
});

type Refuse = (status: number, code: string, detail: string, more?: object) => never;

export function mockLine(states: ReadonlySet<string>, refuse: Refuse) {
  const floor = mockFloor(states, refuse);
  let hours: Hours = structuredClone(office);
  let settled: string[] = [];
  const team = (id: string): TeamShown => ({ ...([BILLING, ORDERS, RETURNS].find((one) => one.id === id) ?? refuse(404, "not_found", "Not here.")), hours: id === "orders" ? { zone: "Europe/Berlin", week: [], closed_on: [], days: [], more: [] } : hours, hours_text: "Mon–Fri 09:00–17:00", open: id !== "returns", opens_at: null, closes_at: ahead(7200), closed_for: "", answer_within_min: 60, surge: floor.surgeOf(id), members: id === "returns" ? 0 : 3, warnings: id === "returns" ? [{ code: "no_members", text: "Nobody is in this team: whoever comes here becomes a case." }] : [{ code: "old_holidays", text: "1 holiday is of 2025. Add this year’s." }] });
  const info = (one: FloorPerson): PersonInfo => ({ ...one.agent, status: one.status, teams: one.teams, capacity: one.capacity, load: one.load, skills: one.skills, languages: one.languages, back_at: one.back_at, lent: one.lent, shift: null });

  function teams(method: string, id: string | undefined, third: string | undefined, url: URL, body: Record<string, unknown>): unknown {
    if (id === undefined) return [BILLING, ORDERS, RETURNS].map((one) => ({ ...one, open: one.id !== "returns", waiting: 2, available: 1, opens_at: one.id === "returns" ? ahead(50_000) : null }));
    if (third === "surge") floor.surge(id, body);
    if (third === "preview") return PREVIEW(url.searchParams.get("at") ?? "", /T(?:09|1[0-6])/u.test(url.searchParams.get("at") ?? "") && ![0, 6].includes(new Date(url.searchParams.get("at") ?? "").getDay()));
    if (method === "PATCH" && body["hours"] !== undefined) {
      const asked = body["hours"] as Hours;
      const wrong = asked.week.flatMap((spans, n) => spans.filter(([from, to]) => from >= to).map(() => ({ code: "end_before_begin", where: `week · ${["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][n] ?? ""}`, message: "It ends before it begins. If you mean the next day, write 06:00+1." })));
      if (wrong.length > 0) refuse(422, "bad_hours", "These hours cannot be used.", { errors: wrong });
      hours = asked;
    }
    return team(id);
  }

  function promises(url: URL): PromisePage {
    const kind = url.searchParams.get("kind");
    const mine = url.searchParams.get("mine") === "true";
    const items = states.has("nopromises") ? [] : PROMISES.filter((one) => !settled.includes(one.conversation) && (kind === null || kind.split(",").includes(one.kind)) && (!mine || one.agent?.id === "a_sara"));
    return { items, counts: { soon: 2, broken: 1, callbacks: 2, cases: 2 }, next: null };
  }

  return {
    floor,
    teams,
    promises,
    called: (id: string, body: Record<string, unknown>): void => void (settled = body["again_at"] ? settled : [...settled, id]),
    routing: (stage: string): Routing => (stage === "waiting" || stage === "offered" ? NOT_YET : ROUTING),
    score: (): WaitScores => (states.has("noscore") ? { ...SCORE, shown: 0, settled: 0, coverage: null, held: null, bias_s: null, pinball_s: null, by_team: [], by_day: [] } : SCORE),
    agents(method: string, id: string, third: string | undefined, body: Record<string, unknown>): PersonInfo {
      if (third === "lend") return info(floor.lend(id, body));
      if (method === "PATCH") return info(floor.change(id, body));
      return info(floor.people.get(id) ?? refuse(404, "not_found", "Not here."));
    },
  };
}
