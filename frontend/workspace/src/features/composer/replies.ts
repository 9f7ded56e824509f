/** A small set of saved replies, in the language of the workspace. Teams get their own with a later version. */

import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { SavedReply } from "../../core/replies.ts";

const IDS = ["hello", "looking", "more", "thanks", "later", "anything"] as const;

export function useReplies(): readonly SavedReply[] {
  const { t } = useTranslation();
  return useMemo(
    () =>
      IDS.map((id) => ({
        id,
        title: t(`reply.${id}.title`),
        // The variables in them are ours to fill, not i18next's.
        text: t(`reply.${id}.text`, { interpolation: { skipOnVariables: true, prefix: "[[", suffix: "]]" } }),
      })),
    [t],
  );
}
