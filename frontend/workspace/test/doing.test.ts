import { describe, expect, it } from "vitest";
import { type ActionShown, resultOf, runOf } from "../src/api/doing.ts";
import { becameOf } from "../src/features/doing/ActionForm.tsx";
import { filledFrom, inputsOf, missing } from "../src/features/doing/filling.ts";
import { linesOf } from "../src/state/lines.ts";
import { may, toCheck } from "../src/state/views.ts";
import { EMPTY_DESK } from "../src/state/desk.ts";
import { brief, happened, MARCO, row, said, SARA } from "./stories.ts";

const wanted = (n: number, more: object = {}) => ({ kind: "action_wanted", run: { n, call: { action: "start_return", title: "Start a return", inputs: [], shown: [["Order", "1234"]], ...more }, state: "confirm", about: 2, by: null } });
const done = (n: number, more: object = {}) => ({ kind: "action_done", at: "", result: { n, action: "start_return", title: "Start a return", outcome: "done", rows: [["Return", "R-1"]], undo: "cancel_return", ...more } });
const lines = (...events: Parameters<typeof happened>[1][]) =>
  linesOf({ events: events.map((event, n) => happened(n + 1, event)), outbox: [], me: SARA, readTo: 0, customer: { name: "Wren", initials: "W" } }).filter((line) => line.type !== "day");

describe("runs, as events tell of them", () => {
  it("are read from the journal's form and from the flat one alike", () => {
    expect(runOf(wanted(3))).toMatchObject({ n: 3, action: "start_return", title: "Start a return", shown: [{ label: "Order", value: "1234" }], state: "confirm" });
    expect(runOf({ kind: "action_wanted", n: 3, title: "Start a return", rows: [{ label: "Order", value: "1234" }], state: "confirm" })).toMatchObject({ n: 3, shown: [{ label: "Order", value: "1234" }] });
    expect(resultOf(done(3))).toMatchObject({ n: 3, outcome: "done", undo: true, rows: [{ label: "Return", value: "R-1" }] });
    expect(resultOf({ kind: "action_done", n: 3, title: "T", outcome: "failed", rows: [], why: "no" })).toMatchObject({ outcome: "failed", undo: false, why: "no" });
    expect(runOf({ kind: "action_wanted" })).toBeNull();
  });
});

describe("a run in the thread", () => {
  it("is one card: first where it was wanted, then where it was done", () => {
    expect(lines(said("customer", "send it back"), wanted(1)).map((line) => line.type)).toEqual(["message", "action"]);
    const after = lines(said("customer", "send it back"), wanted(1), said("customer", "yes"), { kind: "action_moved", run: { n: 1, call: { title: "Start a return" }, state: "running" } }, done(1));
    expect(after.map((line) => line.type)).toEqual(["message", "message", "action"]);
    expect(after[2]).toMatchObject({ result: { n: 1, rows: [{ label: "Return", value: "R-1" }] }, run: { shown: [{ label: "Order", value: "1234" }], state: "running" } });
  });

  it("is one quiet line, with its title, when nothing was done", () => {
    const after = lines(wanted(1), { kind: "action_over", n: 1, how: "stopped" });
    expect(after).toMatchObject([{ type: "system", kind: "action_over", body: { title: "Start a return", how: "stopped" } }]);
  });

  it("is marked as taken back by the run that took it back", () => {
    const after = lines(wanted(1), done(1), wanted(2, { action: "cancel_return", title: "Cancel the return", undoes: 1 }), done(2, { title: "Cancel the return", undo: "" }));
    expect(after.map((line) => (line.type === "action" ? line.result?.undone : null))).toEqual([true, false]);
    // The attempt that failed took nothing back.
    const failed = lines(wanted(1), done(1), wanted(2, { undoes: 1 }), done(2, { outcome: "failed" }));
    expect(failed[0]).toMatchObject({ result: { undone: false } });
  });

  it("says whose wish it was", () => {
    expect(lines({ ...wanted(1), run: { ...wanted(1).run, by: SARA.id } })).toMatchObject([{ mine: true }]);
    expect(lines(done(1), { ...done(2), by: "a_marco", name: MARCO.name } as never)).toMatchObject([{ by: null, mine: false }, { by: MARCO.name, mine: false }]);
  });
});

describe("answers to tap", () => {
  it("show which one was said", () => {
    const shown = lines(said("bot", "Which order?", { choices: ["1234", "1301"], asked: true }), said("customer", "1301"));
    expect(shown[0]).toMatchObject({ choices: ["1234", "1301"], chosen: "1301", asked: true });
    expect(lines(said("bot", "Which?", { choices: ["1234"] }), said("customer", "neither"))[0]).toMatchObject({ chosen: null });
  });
});

const waiting = { n: 4, action: "refund", title: "Refund", shown: [], state: "approval" as const, ask: "", until: null, by: "assistant", undoes: 0 };

describe("a run that waits for a person's word", () => {
  it("waits for its team, and for leads", () => {
    const mine = row({ action: waiting });
    expect(may(mine, SARA).has("allow")).toBe(true);
    expect(may(row({ action: waiting, agent: MARCO }), SARA).has("allow")).toBe(true);
    expect(may(row({ action: waiting, team: { id: "orders", name: "Orders" } }), { ...SARA, role: "lead" }).has("allow")).toBe(true);
    expect(may(row({ action: waiting, stage: "with_bot", agent: null }), SARA).has("allow")).toBe(true);
    expect(may(row({ action: waiting, stage: "with_bot", agent: null, team: { id: "orders", name: "Orders" } }), SARA).has("allow")).toBe(false);
    expect(may(row({ action: { ...waiting, state: "confirm" } }), SARA).has("allow")).toBe(false);
  });

  it("stands among the things to check, after what has a clock", () => {
    const draft = { n: 1, text: "", about: 1, confidence: 0.5, until: "2026-11-24T09:01:00Z", team: null, rule: "", rule_name: "" };
    const items = { c_2: row({ id: "c_2", action: waiting }), c_3: row({ id: "c_3", stage: "with_bot", agent: null, draft }), c_4: row({ id: "c_4" }) };
    expect(toCheck({ ...EMPTY_DESK, me: SARA, items }).map((item) => item.id)).toEqual(["c_3", "c_2"]);
  });

  it("and doing something is for whoever has the conversation", () => {
    expect(may(row(), SARA).has("do")).toBe(true);
    expect(may(row({ agent: MARCO }), SARA).has("do")).toBe(false);
    expect(may(row({ stage: "waiting", agent: null }), SARA).has("do")).toBe(false);
  });
});

const input = (name: string, more: Partial<ActionShown["inputs"][number]> = {}) => ({ name, label: name, kind: "text" as const, required: true, choices: [], description: "", ...more });
const action: ActionShown = { id: "refund", title: "Refund", description: "", inputs: [input("order", { kind: "order" }), input("amount", { kind: "number" }), input("reason", { kind: "choice", choices: ["Damaged", "Other"] }), input("mail", { kind: "email", required: false })], who: ["agent"], changes: true, needs_yes: false, needs_identity: false, needs_approval: false, undo: false };

describe("the inputs of an action", () => {
  it("are filled from what is known, the surest first, and say from where", () => {
    const facts = [
      { name: "order", label: "Order", value: "1111", source: "guess", seq: 4 },
      { name: "order", label: "Order", value: "1234", source: "signed_in" },
      { name: "amount", label: "Amount", value: "€84.00", source: "order" },
      { name: "reason", label: "Reason", value: "damaged", source: "said", seq: 2 },
    ];
    const filled = filledFrom(action, brief({ facts }), row({ customer: { name: "W", initials: "W", email: "w@example.com", verified: false } }));
    expect(filled).toEqual({
      order: { value: "1234", from: { source: "signed_in", seq: null } },
      amount: { value: "84.00", from: { source: "order", seq: null } },
      reason: { value: "Damaged", from: { source: "said", seq: 2 } },
      mail: { value: "w@example.com", from: { source: "said", seq: null } },
    });
    expect(missing(action, filled)).toEqual([]);
  });

  it("are left empty where nothing fits, and only what is filled in is sent", () => {
    const filled = filledFrom(action, null, row());
    expect(missing(action, filled)).toEqual(["order", "amount", "reason"]);
    expect(inputsOf({ ...filled, order: { value: " 1234 ", from: null } })).toEqual({ order: "1234" });
  });
});

describe("what became of a run", () => {
  it("is read from the thread, and from the row while it waits", () => {
    expect(becameOf([happened(1, wanted(1))], null, 1)).toMatchObject({ run: { state: "confirm" }, result: null, over: null });
    expect(becameOf([happened(1, wanted(1)), happened(2, done(1))], null, 1)).toMatchObject({ result: { outcome: "done" } });
    expect(becameOf([happened(1, wanted(1)), happened(2, { kind: "action_over", n: 1, how: "rejected" })], null, 1)).toMatchObject({ over: "rejected" });
    expect(becameOf([], waiting, 4)).toMatchObject({ run: { state: "approval" } });
    expect(becameOf([happened(1, done(1))], null, 2)).toEqual({ run: null, result: null, over: null });
  });
});
