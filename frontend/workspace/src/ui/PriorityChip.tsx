import { ChevronDown, ChevronsUp, ChevronUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Priority } from "../api/types.ts";
import { Icon } from "./Icon.tsx";

export function PriorityChip({ priority }: { priority: Priority }) {
  const { t } = useTranslation();
  const high = priority === "high" || priority === "urgent";
  const icon = high ? ChevronsUp : priority === "low" ? ChevronDown : ChevronUp;
  return (
    <span className={high ? "chip bad" : "chip"}>
      <Icon of={icon} />
      {t(`priority.${priority}`)}
    </span>
  );
}
