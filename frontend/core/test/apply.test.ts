import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply } from "../src/apply.ts";
import type { ServerFrame } from "../src/frames.ts";
import { written } from "../src/outgoing.ts";
import { type ChatState, emptyChat } from "../src/state.ts";
import { assistantSays, customerSays, event, hello, view } from "./journeys.ts";

const NOW = Date.parse("2026-11-24T09:00:00Z");
const after = (...frames: ServerFrame[]): ChatState => frames.reduce((s, f) => apply(s, f, NOW), emptyChat);
const seqs = (state: ChatState) => state.lines.map((line) => line.seq);

describe("the customer's screen", () => {
  it("shows what was said in the order of the journal", () => {
    const state = after(hello(), customerSays(1, "Hello"), assistantSays(2, "Hi"));
    expect(seqs(state)).toEqual([1, 2]);
    expect(state.seq).toBe(2);
  });

  it("shows a line once, however often it arrives", () => {
    const state = after(hello(), customerSays(1, "Hello"), customerSays(1, "Hello"));
    expect(seqs(state)).toEqual([1]);
  });

  it("puts a late line where it belongs", () => {
    expect(seqs(after(hello(), assistantSays(5, "b"), assistantSays(3, "a")))).toEqual([3, 5]);
  });

  it("is the same whatever order and however often the events come", () => {
    const frames = [1, 2, 4, 7, 8].map((seq) => assistantSays(seq, `line ${seq}`));
    const straight = after(hello(), ...frames);
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 12 }), (repeats) => {
        const shuffled = [...repeats.map((at) => frames[at] as ServerFrame), ...frames];
        expect(after(hello(), ...shuffled).lines).toEqual(straight.lines);
      }),
    );
  });

  it("takes the customer's own line out of the waiting ones when the journal has it", () => {
    const waiting = { ...after(hello()), outbox: written([], "a1", "Hello", NOW) };
    const acked = apply(waiting, { type: "accepted", client_id: "a1", seq: 1 }, NOW);
    expect(acked.outbox[0]?.status).toBe("confirmed");
    const shown = apply(acked, customerSays(1, "Hello", "a1"), NOW);
    expect(shown.outbox).toEqual([]);
    expect(seqs(shown)).toEqual([1]);
  });

  it("does not skip what happened between an acknowledgement and its event", () => {
    const state = apply(after(hello(), customerSays(1, "x")), { type: "accepted", client_id: "a1", seq: 9 }, NOW);
    expect(state.seq).toBe(1);
  });

  it("keeps a refused line on the screen with its reason", () => {
    const waiting = { ...after(hello()), outbox: written([], "a1", "Hello", NOW) };
    const state = apply(waiting, { type: "refused", client_id: "a1", code: "too_long", message: "Too long." }, NOW);
    expect(state.outbox[0]).toMatchObject({ status: "failed", code: "too_long" });
    expect(state.refusal?.message).toBe("Too long.");
  });

  it("keeps a line waiting when the refusal passes by itself", () => {
    const waiting = { ...after(hello()), outbox: written([], "a1", "Hello", NOW) };
    const state = apply(waiting, { type: "refused", client_id: "a1", code: "unavailable", message: "Later.", retry_after_s: 2 }, NOW);
    expect(state.outbox[0]?.status).toBe("pending");
  });

  it("starts over when it is told of another conversation, and keeps the unsent words", () => {
    const before = { ...after(hello(), customerSays(1, "Hello")), outbox: written([], "a1", "More", NOW) };
    const state = apply(before, hello(0, "c_2"), NOW);
    expect(state.lines).toEqual([]);
    expect(state.conversation).toBe("c_2");
    expect(state.outbox).toHaveLength(1);
  });

  it("resumes where it was after a drop", () => {
    const state = after(hello(), customerSays(1, "Hello"), hello(4), assistantSays(4, "Hi"));
    expect(seqs(state)).toEqual([1, 4]);
  });

  it("moves the place in line without a new view", () => {
    const state = apply(after(hello()), { type: "waiting", place: 2, eta_low_s: 60, eta_high_s: 120, team: "Orders", because: "changed" }, NOW);
    expect(state.view).toMatchObject({ place: 2, eta_low_s: 60, eta_high_s: 120, team: "Orders" });
  });

  it("lets a typing cue go when the words arrive or the speaker changes", () => {
    const typing = apply(after(hello()), { type: "typing", who: "bot" }, NOW);
    expect(typing.typing?.until).toBe(NOW + 6_000);
    expect(apply(typing, assistantSays(1, "Hi"), NOW).typing).toBeNull();
    expect(apply(typing, { type: "state", state: { ...view, speaks: "person" } }, NOW).typing).toBeNull();
    expect(apply(typing, customerSays(1, "Hm"), NOW).typing).not.toBeNull();
  });

  it("keeps lines of a kind that it does not know", () => {
    const state = after(hello(), event(1, { kind: "something_new", text: "A new thing." } as never));
    expect(state.lines[0]?.event).toMatchObject({ text: "A new thing." });
  });

  it("is not disturbed by a frame from a newer server", () => {
    const state = after(hello());
    expect(apply(state, { type: "fireworks" } as never, NOW)).toBe(state);
  });
});
