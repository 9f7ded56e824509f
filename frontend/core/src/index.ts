export * from "./apply.ts";
export * from "./connection.ts";
export * from "./frames.ts";
export * from "./outgoing.ts";
export * from "./state.ts";
