import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserCheck, UserX } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Example, Turn } from "../../api/decisions.ts";
import { announce, useCommands } from "../../state/use.ts";
import { Icon } from "../../ui/Icon.tsx";

const LABELS = ["person", "no_person"] as const;
const MOST_PAGES = 10;

/**
 * Whether a person should have come here. What is said becomes an example: every later version of the rules
 * is tried on it before it is published.
 */
export function Label({ conversation, turn }: { conversation: string; turn: Turn }) {
  const { t } = useTranslation();
  const commands = useCommands();
  const client = useQueryClient();
  const key = ["examples", conversation];
  const kept = useQuery({ queryKey: key, queryFn: () => examplesOf(commands.get, conversation), staleTime: 60_000, retry: false });
  const given = kept.data?.find((one) => one.seq === turn.seq) ?? null;
  const change = useMutation({
    async mutationFn(label: Example["label"]) {
      if (given?.label === label) {
        await commands.remove(`/examples/${encodeURIComponent(given.id)}`);
        return null;
      }
      // A second label of the same turn takes the place of the first.
      await commands.post(`/conversations/${encodeURIComponent(conversation)}/examples`, { seq: turn.seq, label });
      return label;
    },
    onSuccess: (label) => announce(t(label === null ? "label.taken_back" : "label.kept")),
    onError: () => commands.tell({ id: "label", tone: "bad", key: "told.unreachable" }),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  });
  const wanted = change.isPending ? (change.variables === given?.label ? null : change.variables) : (given?.label ?? null);
  return (
    <div className="sec">
      <h3 id="label-q">{t("label.question")}</h3>
      <div className="labels" role="group" aria-labelledby="label-q">
        {LABELS.map((label) => (
          <button type="button" className="btn sm" key={label} aria-pressed={wanted === label} aria-disabled={change.isPending} onClick={() => change.isPending || change.mutate(label)}>
            <Icon of={label === "person" ? UserCheck : UserX} size="s" />
            {t(`label.${label}`)}
          </button>
        ))}
      </div>
      <p className="xs dim label-h">{given === null || given.by === "" ? t("label.help") : t("label.by", { name: given.by })}</p>
    </div>
  );
}

/** Examples come oldest first and of all conversations: this one's are picked out. */
async function examplesOf(get: <T>(path: string) => Promise<T>, conversation: string): Promise<Example[]> {
  const found: Example[] = [];
  let after: string | null = "";
  for (let page = 0; page < MOST_PAGES && after !== null; page += 1) {
    const query: string = after === "" ? "" : `?after=${encodeURIComponent(after)}`;
    const answer: { items: Example[]; next?: string | null } = await get(`/examples${query}`);
    found.push(...answer.items.filter((one) => one.conversation === conversation));
    after = answer.next ?? null;
  }
  return found;
}
