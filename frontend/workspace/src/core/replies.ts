/**
 * Saved replies with variables: `{{customer.first_name | "there"}}`. A variable without a value and
 * without a spare word is reported, so that nobody ever receives "Hi {{customer.first_name}}".
 */

export interface SavedReply {
  id: string;
  title: string;
  text: string;
}

export type Values = Readonly<Record<string, string | null | undefined>>;

export interface Filled {
  text: string;
  missing: string[];
}

const VARIABLE = /\{\{\s*([\w.]+)\s*(?:\|\s*(?:"([^"]*)"|“([^”]*)”)\s*)?\}\}/gu;

export function fill(text: string, values: Values): Filled {
  const missing: string[] = [];
  const filled = text.replace(VARIABLE, (whole, name: string, plain?: string, curly?: string) => {
    const value = values[name];
    if (value !== undefined && value !== null && value !== "") return value;
    const spare = plain ?? curly;
    if (spare !== undefined) return spare;
    missing.push(name);
    return whole;
  });
  return { text: filled, missing };
}

/** Variables that are still standing in a text about to be sent. */
export function unfilled(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map((match) => match[1] ?? "");
}

/** Replies whose title or text holds every word of the search, titles first. */
export function matching(replies: readonly SavedReply[], search: string): SavedReply[] {
  const words = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  const holds = (text: string): boolean => {
    const lower = text.toLocaleLowerCase();
    return words.every((word) => lower.includes(word));
  };
  const titled = replies.filter((reply) => holds(reply.title));
  const others = replies.filter((reply) => !holds(reply.title) && holds(`${reply.title} ${reply.text}`));
  return [...titled, ...others];
}
