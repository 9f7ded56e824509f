import { useSurface } from "../state/use.ts";

/** The one `role=status` of the workspace. It stands in the page before there is anything to say. */
export function StatusLine() {
  const spoken = useSurface((open) => open.spoken);
  return (
    <div role="status" className="vh">
      {spoken}
    </div>
  );
}
