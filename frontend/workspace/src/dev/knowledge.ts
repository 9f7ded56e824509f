/** The knowledge of the renders: Fernhill's articles, two sources, what nobody could answer, and an assistant to ask. */

import type { Assistant } from "../api/assistant.ts";
import type { ActionShown } from "../api/doing.ts";
import type { Asked, AskedBoth, Filter, FullItem, Gap, ItemChange, ItemVersion, KnowledgeItem, KnowledgeSource, NewSource, Sync } from "../api/knowledge.ts";
import { ago, START } from "./people.ts";

const DAY = 86_400;
const sync = (more: Partial<Sync> = {}): Sync => ({ state: "done", started: ago(7300), ended: ago(7200), done: 38, total: 38, added: 0, changed: 2, same: 36, gone: 0, failed: 0, error: "", ...more });
const day = (days: number): string => new Date(START + days * 86_400_000).toISOString().slice(0, 10);

const REFUNDS = `We send your money back as soon as the parcel reaches us and we’ve looked at it. That takes us up to two days.

## When it arrives

- Card: 5–7 business days
- Bank transfer: 2–3 business days
- Gift card: the same day`;
const REFUNDS_DRAFT = `${REFUNDS}

## If it’s been longer

After 10 days something has gone wrong on our side. The assistant should say so and bring in a person from Billing.`;

const item = (id: string, title: string, used: number, helped: number | null, more: Partial<FullItem> = {}): FullItem => ({
  id,
  source: "articles",
  source_name: "Articles",
  title,
  url: null,
  language: "en",
  audience: "public",
  owner: "Lena",
  review: day(60),
  on: true,
  version: 3,
  updated: ago(20 * DAY),
  by: "Lena Hoff",
  edited: false,
  stale: false,
  used,
  helped,
  draft: null,
  needs: [],
  body: `${title}.\n\n1. Read this first.\n2. Then **that**, as [our page](https://fernhill.example/help) says.`,
  examples: [],
  passages: [{ heading: "", text: title }],
  answers: [
    { conversation: "c_wren", case: "4809", at: ago(390), question: "My refund for order 1234 still isn’t here", confidence: 0.82, helped: false },
    { conversation: "c_old", case: "4711", at: ago(90_000), question: "how long does a refund take", confidence: 0.91, helped: true },
    { conversation: "c_heath", case: "4802", at: ago(180_000), question: "money back to my card, when?", confidence: 0.77, helped: null },
  ],
  ...more,
});

const FULL: FullItem[] = [
  item("refunds", "Refunds: how long they take", 214, 0.71, {
    version: 4,
    body: REFUNDS,
    examples: ["where is my refund", "how long until I get my money back", "refund still not there"],
    draft: { title: "Refunds: how long they take", body: REFUNDS_DRAFT, examples: ["where is my refund", "how long until I get my money back", "refund still not there", "it’s been two weeks since I sent it back"], at: ago(4000), by: "Lena Hoff", note: "after 58 handoffs last month" },
  }),
  item("wash", "Wash and proof a shell", 96, 0.92, { examples: ["can I machine wash my jacket"] }),
  item("shipping", "Shipping times and costs", 340, 0.9, { needs: ["postcode"] }),
  item("address", "Change a delivery address", 28, null, { stale: true, edited: true, source: "site", source_name: "fernhill.example/help", review: day(-120), updated: ago(334 * DAY) }),
  item("tents", "Tent repairs", 41, 0.83, { audience: "signed_in" }),
  item("discounts", "Trade discounts", 0, null, { on: false, audience: "internal" }),
  item("site-sizing", "Sizing chart for boots", 57, 0.66, { source: "site", source_name: "fernhill.example/help", url: "https://fernhill.example/help/sizing", owner: "" }),
];

const SOURCES: KnowledgeSource[] = [
  { id: "articles", kind: "articles", name: "Articles", where: "", depth: 0, most: 0, every_h: 0, audience: "public", language: "", owner: "", on: true, items: 46, sync: sync({ state: "never" }), failures: [] },
  {
    id: "site",
    kind: "site",
    name: "fernhill.example/help",
    where: "https://fernhill.example/help",
    depth: 3,
    most: 500,
    every_h: 24,
    audience: "public",
    language: "",
    owner: "Lena",
    on: true,
    items: 38,
    sync: sync({ failed: 2 }),
    failures: [
      { where: "https://fernhill.example/help/size-chart.pdf", code: "too_large", said: "The document is larger than 20 MB.", at: ago(7210) },
      { where: "https://fernhill.example/help/old-terms", code: "http_404", said: "The page answers 404.", at: ago(7205) },
    ],
  },
];

const GAPS: Gap[] = [
  { question: "can I change my order after paying", times: 31, handed_over: 22, conversations: [{ id: "c_noor", case: "4816", at: ago(95) }, { id: "c_hazel", case: "4815", at: ago(900) }, { id: "c_old", case: "4711", at: ago(90_000) }], last: ago(95), examples: ["change my order", "add something to my order"], draft: { title: "Changing an order after paying", body: "You can change an order until it is packed, usually within an hour.\n\nOpen it under Orders and choose Change. After that, send it back for free.", examples: ["change my order"], answers: 12 } },
  { question: "do you ship to Norway", times: 17, handed_over: 3, conversations: [{ id: "c_bot2", case: null, at: ago(3) }], last: ago(3) },
  { question: "هل يمكنني الدفع عند الاستلام", times: 6, handed_over: 6, conversations: [{ id: "c_amal", case: "4811", at: ago(58) }], last: ago(58) },
];

export const ACTIONS: ActionShown[] = [
  { id: "order_status", title: "Look up an order", description: "Where a parcel is, and when it arrives.", inputs: [{ name: "order", label: "Order", kind: "order", required: true, choices: [], description: "Four digits, on the confirmation", fact: "order" }], who: ["bot", "agent"], changes: false, needs_yes: false, needs_identity: false, needs_approval: false, undo: false },
  {
    id: "start_return",
    title: "Start a return",
    description: "Makes a return with a label that can be printed.",
    inputs: [
      { name: "order", label: "Order", kind: "order", required: true, choices: [], description: "", fact: "order" },
      { name: "reason", label: "Reason", kind: "choice", required: true, choices: ["Does not fit", "Damaged", "Changed my mind"], description: "" },
      { name: "email", label: "E-mail", kind: "email", required: false, choices: [], description: "Where the label goes", fact: "email" },
    ],
    who: ["bot", "agent"],
    changes: true,
    needs_yes: true,
    needs_identity: true,
    needs_approval: false,
    undo: true,
  },
  { id: "refund", title: "Re-run a refund", description: "Sends the money again, to the card it came from.", inputs: [{ name: "order", label: "Order", kind: "order", required: true, choices: [], description: "", fact: "order" }, { name: "amount", label: "Amount", kind: "number", required: true, choices: [], description: "", fact: "amount" }], who: ["agent"], changes: true, needs_yes: false, needs_identity: true, needs_approval: true, undo: false },
];

const ASSISTANT: Assistant = {
  by: "knowledge",
  name: "Fernhill assistant",
  covers: { items: 84, on: 80, passages: 312, languages: ["en", "de", "es"], sources: 2 },
  topics: [
    { title: "Shipping times and costs", items: 6, used: 340, helped: 0.9 },
    { title: "Refunds", items: 4, used: 214, helped: 0.71 },
    { title: "Washing and care", items: 11, used: 96, helped: 0.92 },
    { title: "Boots and sizes", items: 9, used: 57, helped: 0.66 },
    { title: "Tent repairs", items: 3, used: 12, helped: null },
  ],
  actions: ACTIONS,
  may_say: [
    { text: "Answers it is less sure of than 0.70 wait for a person in Billing.", rule: "low-confidence" },
    { text: "Anything about money over €200 waits for a person.", rule: "about-money" },
  ],
  fails: [
    { question: "can I change my order after paying", why: "missed", at: ago(95), conversation: "c_noor", case: "4816", item: null },
    { question: "my refund is 12 days late??", why: "handed_over", at: ago(400), conversation: "c_wren", case: "4809", item: "refunds" },
    { question: "do the boots run small", why: "low_confidence", at: ago(5000), conversation: "c_piper", case: "4810", item: "site-sizing" },
  ],
  last_days: { answers: 2140, missed: 186, handed_over: 241, solved: 1604, days: 7 },
};

type Refuse = (status: number, code: string, detail: string, more?: object) => never;

/** Answers `/knowledge/…`, `/assistant` and `/actions`. */
export function mockKnowledge(states: ReadonlySet<string>, refuse: Refuse) {
  const bare = states.has("kempty");
  const items = new Map<string, FullItem>(structuredClone(bare ? [] : FULL).map((one) => [one.id, one]));
  const sources = new Map<string, KnowledgeSource>(structuredClone(bare ? SOURCES.slice(0, 1).map((one) => ({ ...one, items: 0 })) : SOURCES).map((one) => [one.id, one]));
  const versions = new Map<string, ItemVersion[]>();
  let made = 0;
  if (states.has("syncing")) begin("site", 38, true);

  const counts = (): Partial<Record<Filter, number>> => {
    const all = [...items.values()];
    return { all: bare ? items.size : 77 + items.size, gaps: bare ? 0 : GAPS.length, stale: all.filter((one) => one.stale).length, off: all.filter((one) => !one.on).length, drafts: all.filter((one) => one.draft !== null).length };
  };
  const row = ({ body: _b, examples: _e, passages: _p, answers: _a, ...rest }: FullItem): KnowledgeItem => rest;

  function begin(id: string, total: number, still = false): void {
    const source = sources.get(id);
    if (source === undefined) return;
    source.sync = sync({ state: "running", started: new Date().toISOString(), ended: null, done: still ? 17 : 0, total, same: 0, changed: 0 });
    if (still) return;
    const step = setInterval(() => {
      source.sync = { ...source.sync, done: Math.min(total, source.sync.done + Math.ceil(total / 5)) };
      if (source.sync.done < total) return;
      clearInterval(step);
      source.sync = { ...source.sync, state: "done", ended: new Date().toISOString(), same: total - source.failures.length, failed: source.failures.length };
      source.items = Math.max(source.items, total - source.failures.length);
    }, 500);
  }

  function change(id: string, body: ItemChange): FullItem {
    const one = items.get(id) ?? refuse(404, "not_found", "Not here.");
    if (states.has("conflict") && body.version !== undefined) refuse(409, "stale_item", "Somebody else changed this item meanwhile.");
    const { draft: asDraft, version: _version, title, body: text, examples, ...settings } = body;
    Object.assign(one, settings);
    const words = title !== undefined || text !== undefined || examples !== undefined;
    const said = { title: title ?? one.draft?.title ?? one.title, body: text ?? one.draft?.body ?? one.body, examples: examples ?? one.draft?.examples ?? one.examples };
    if (words && asDraft === true) one.draft = { ...said, at: new Date().toISOString(), by: "Sara Kim", note: "" };
    else if (words) live(one, said);
    else if (asDraft === true && one.draft !== null) one.draft = { ...one.draft, by: "Sara Kim", note: "" };
    return one;
  }

  function live(one: FullItem, said: { title: string; body: string; examples: string[] }, note = ""): void {
    const before = versions.get(one.id) ?? [];
    versions.set(one.id, [{ version: one.version, at: one.updated ?? ago(0), by: one.by, title: one.title, body: one.body, examples: one.examples, note }, ...before]);
    Object.assign(one, said, { version: one.version + 1, updated: new Date().toISOString(), by: "Sara Kim", draft: null, stale: false });
  }

  function ask(question: string, id: string | undefined, draft: boolean): AskedBoth {
    const late = /refund|money|late/iu.test(question);
    const vague = /boot|size/iu.test(question) && question.length < 18;
    const told = (more: Partial<Asked>): Asked => ({ text: "", sure: true, confidence: 0.88, needs: 0.6, answerable: true, sources: [], clarifies: false, choices: [], would_offer: false, ...more });
    const live = late
      ? told({ text: "Refunds arrive 5–7 business days after we get the parcel back.", confidence: 0.71, sources: [{ id: "refunds", title: "Refunds, “When it arrives”" }] })
      : vague
        ? told({ text: "Which do you mean?", clarifies: true, choices: ["Boots that run small", "Boots for winter", "Returning boots"], confidence: 0.55, sure: false, sources: [] })
        : told({ text: "I don’t know that one for sure. Shall I bring in a person?", sure: false, answerable: false, confidence: 0.31, would_offer: true });
    if (!draft || id === undefined) return { live, draft: null };
    return { live, draft: late ? told({ text: "After 10 days something has gone wrong on our side, sorry. I can bring in a person from Billing now. Shall I?", sources: [{ id: "refunds", title: "Refunds, “If it’s been longer”" }], would_offer: true, team: "Billing" }) : live };
  }

  function answerItems(method: string, url: URL, id: string | undefined, what: string | undefined, which: string | undefined, body: Record<string, unknown>): unknown {
    if (id === undefined && method === "POST") {
      made += 1;
      const fresh = item(`new-${made}`, String(body["title"]), 0, null, { version: 1, body: String(body["body"] ?? ""), examples: (body["examples"] as string[]) ?? [], owner: "Sara", updated: new Date().toISOString(), by: "Sara Kim", answers: [] });
      if (body["draft"] === true) Object.assign(fresh, { draft: { title: fresh.title, body: fresh.body, examples: fresh.examples, at: fresh.updated, by: "Sara Kim", note: "" }, version: 0, on: false });
      items.set(fresh.id, fresh);
      return fresh;
    }
    if (id === undefined) {
      const words = (url.searchParams.get("q") ?? "").toLowerCase();
      const filter = url.searchParams.get("filter") ?? "all";
      const from = url.searchParams.get("source") ?? "";
      const held = [...items.values()].filter((one) => `${one.title} ${one.body}`.toLowerCase().includes(words) && (from === "" || one.source === from) && (filter === "stale" ? one.stale : filter === "off" ? !one.on : filter === "drafts" ? one.draft !== null : true));
      return { items: held.map(row), next: null, counts: counts() };
    }
    const one = items.get(id) ?? refuse(404, "not_found", "Not here.");
    if (what === "versions" && which === undefined) return { items: [{ version: one.version, at: one.updated, by: one.by, title: one.title, body: one.body, examples: one.examples, note: "" }, ...(versions.get(id) ?? [{ version: 3, at: ago(90 * DAY), by: "Lena Hoff", title: one.title, body: "We send your money back within two weeks.", examples: [], note: "First words" }])] };
    if (what === "versions") {
      live(one, { title: one.title, body: "We send your money back within two weeks.", examples: [] }, "restored");
      return one;
    }
    if (what === "publish") {
      if (one.draft !== null) live(one, one.draft);
      one.on = true;
      return one;
    }
    if (what === "discard") {
      one.draft = null;
      return one;
    }
    if (method === "DELETE") return void items.delete(id);
    return method === "PATCH" ? change(id, body as ItemChange) : one;
  }

  function answerSources(method: string, id: string | undefined, what: string | undefined, body: Record<string, unknown>): unknown {
    if (id === undefined && method === "GET") return { items: [...sources.values()] };
    if (id === undefined) {
      const asked = body as unknown as NewSource;
      if (!/^https?:/u.test(asked.where) && asked.kind === "site") refuse(422, "bad_where", "This is not the address of a website.");
      made += 1;
      sources.set(`s${made}`, { id: `s${made}`, depth: 3, most: 500, every_h: 24, audience: "public", owner: "Sara", ...asked, language: "", on: true, items: 0, sync: sync({ state: "never" }), failures: [] });
      begin(`s${made}`, 12);
      return sources.get(`s${made}`);
    }
    const one = sources.get(id) ?? refuse(404, "not_found", "Not here.");
    if (what === "sync") begin(id, Math.max(5, one.items));
    else if (method === "DELETE") return void sources.delete(id);
    else if (method === "PATCH") Object.assign(one, body);
    return one;
  }

  return {
    answer(method: string, url: URL, body: Record<string, unknown>): unknown {
      const [, first, second, third, fourth, fifth] = url.pathname.split("/").map(decodeURIComponent);
      if (first === "actions") return { items: ACTIONS };
      if (first === "assistant") return states.has("kempty") ? { ...ASSISTANT, covers: { items: 0, on: 0, passages: 0, languages: [], sources: 0 }, topics: [], actions: [], may_say: [], fails: [], last_days: { answers: 0, missed: 0, handed_over: 0, solved: 0, days: 7 } } : ASSISTANT;
      if (states.has("kbroken")) return refuse(503, "unavailable", "The database does not answer.");
      if (second === "items") return answerItems(method, url, third, fourth, fifth, body);
      if (second === "sources") return answerSources(method, third, fourth, body);
      if (second === "gaps") return { items: bare ? [] : GAPS };
      if (second === "ask") return ask(String(body["question"]), body["item"] as string | undefined, body["draft"] === true);
      return refuse(404, "not_found", "Not here.");
    },
    async upload(files: readonly File[], progress: (share: number) => void): Promise<unknown> {
      for (const share of [0.2, 0.5, 0.8, 1]) {
        await new Promise((done) => setTimeout(done, 200));
        progress(share);
      }
      const bad = files.filter((file) => /\.(?:exe|zip|png)$/iu.test(file.name));
      const before = sources.get("upload");
      sources.set("upload", {
        ...(SOURCES[0] as KnowledgeSource),
        id: "upload",
        kind: "upload",
        name: "Uploaded files",
        items: (before?.items ?? 0) + files.length - bad.length,
        sync: sync({ ended: new Date().toISOString(), done: files.length, total: files.length, failed: bad.length }),
        failures: bad.map((file) => ({ where: file.name, code: "unknown_kind", said: "Segue cannot read this kind of file.", at: new Date().toISOString() })),
      });
      return { source: sources.get("upload") };
    },
  };
}
