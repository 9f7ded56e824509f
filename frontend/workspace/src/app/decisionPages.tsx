/** The pages of decisions: which conversation is meant is the route's to say. */

import { Link, useParams } from "@tanstack/react-router";
import { DecisionsPage } from "../features/decisions/DecisionsPage.tsx";
import { Recent } from "../features/decisions/Recent.tsx";

export function OneDecisions() {
  const { conversation } = useParams({ strict: false }) as { conversation: string };
  return <DecisionsPage key={conversation} conversation={conversation} />;
}

export function AllDecisions() {
  return (
    <Recent
      link={(conversation, className, children) => (
        <Link className={className} to="/conversations/$conversation/decisions" params={{ conversation }}>
          {children}
        </Link>
      )}
    />
  );
}
