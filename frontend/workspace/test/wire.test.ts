/**
 * What this desk reads is what the server sends: every field that is named here stands in the shapes that are made
 * from the server's own (`@segue/core/desk.gen`). The compiler is the judge; at run time there is nothing to see.
 */

import type * as wire from "@segue/core/desk.gen";
import { describe, expectTypeOf, it } from "vitest";
import type { Assistant, Failing } from "../src/api/assistant.ts";
import type { ActionInput, ActionShown, Run } from "../src/api/doing.ts";
import type { Decision, Floor, FloorAct, FloorPerson, FloorRow, FloorTeam, Surge } from "../src/api/floor.ts";
import type { Calendar, CallTried, Considered, Hours, OpenDay, PersonChange, PromisePage, PromiseShown, Routing, TeamShown, WaitScore, WaitScores } from "../src/api/line.ts";
import type { AnsweredTurn, Asked, FullItem, Gap, GapDraft, ItemChange, ItemDraft, ItemVersion, KnowledgeItem, KnowledgeSource, NewSource, Sync } from "../src/api/knowledge.ts";

/** Fields that are read here and sent by nobody. */
type Unsent<Mine, Theirs> = Exclude<keyof Mine, keyof Theirs>;

describe("the shapes of the wire", () => {
  it("hold everything that is read of knowledge", () => {
    expectTypeOf<Unsent<KnowledgeSource, wire.SourceShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<Sync, wire.SyncShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<KnowledgeItem, wire.ItemShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<FullItem, wire.FullItem>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<ItemDraft, wire.ItemDraftShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<ItemVersion, wire.ItemVersionShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<AnsweredTurn, wire.AnsweredTurn>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<Gap, wire.GapShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<GapDraft, wire.GapDraftShown>>().toEqualTypeOf<never>();
  });

  it("take everything that is said of it", () => {
    expectTypeOf<Unsent<ItemChange, wire.ItemChange>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<NewSource, wire.SourceIn>>().toEqualTypeOf<never>();
    expectTypeOf<"title" | "body" | "examples" | "draft">().toExtend<keyof wire.ItemIn>();
    expectTypeOf<"question" | "item" | "draft" | "language">().toExtend<keyof wire.ToAsk>();
  });

  it("hold everything that is read of the assistant and of actions", () => {
    // The team of an offer is not told yet: it is shown where it is.
    expectTypeOf<Unsent<Asked, wire.AskedShown>>().toEqualTypeOf<"team">();
    expectTypeOf<Unsent<Assistant, wire.Assistant>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<Assistant["covers"], wire.Covers>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<Assistant["last_days"], wire.LastDays>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<Failing, wire.Failing>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<ActionShown, wire.ActionShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<ActionInput, wire.ActionInputShown>>().toEqualTypeOf<never>();
    // What a run takes back is known from the journal.
    expectTypeOf<Unsent<Run, wire.RunShown>>().toEqualTypeOf<"undoes">();
  });

  it("hold everything that is read of the floor", () => {
    expectTypeOf<Unsent<Floor, wire.FloorShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<FloorRow, wire.FloorRow>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<FloorPerson, wire.FloorPerson>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<FloorTeam, wire.FloorTeam>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<Surge, wire.SurgeShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<Decision, wire.Decision>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<FloorAct, wire.FloorAct>>().toEqualTypeOf<"conversation">();
  });

  it("hold everything that is read of the line: who, why, by when, and how true it was", () => {
    expectTypeOf<Unsent<Routing, wire.RoutingShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<Considered, wire.ConsideredShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<PromisePage, wire.PromisesShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<PromiseShown, wire.PromiseShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<CallTried, wire.CallShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<TeamShown, wire.TeamShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<Hours, wire.HoursShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<Calendar, wire.CalendarShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<OpenDay, wire.DayShown>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<WaitScores, wire.WaitsScore>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<WaitScore, wire.WaitFigures>>().toEqualTypeOf<never>();
    expectTypeOf<Unsent<PersonChange, wire.PersonChange>>().toEqualTypeOf<never>();
    expectTypeOf<"hours" | "answer_within_min">().toExtend<keyof wire.TeamChange>();
    expectTypeOf<"text" | "client_id">().toExtend<keyof wire.Whisper>();
    expectTypeOf<"outcome" | "again_at" | "note" | "epoch">().toExtend<keyof wire.Called>();
    expectTypeOf<"on" | "for_min" | "more">().toExtend<keyof wire.SurgeAsked>();
    expectTypeOf<"team" | "for_min">().toExtend<keyof wire.LendAsked>();
  });
});
