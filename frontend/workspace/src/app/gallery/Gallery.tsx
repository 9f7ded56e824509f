import { Logo } from "../../ui/Marks.tsx";
import { Actions, Inputs } from "./Controls.tsx";
import { Colours, Identity, Type } from "./Foundations.tsx";
import { Desk } from "./Desk.tsx";
import { Data, Overlays, States } from "./Surfaces.tsx";
import { Voices } from "./Voices.tsx";

/**
 * Every component in every state, on one page, for review: Relay as the workspace builds it. Not
 * translated: its readers are the people who build it.
 */
export function Gallery() {
  return (
    <div className="ga" lang="en" dir={document.documentElement.dir}>
      <header className="grid g2">
        <p className="row g2 ga-brand">
          <Logo /> Segue
        </p>
        <h1>Relay</h1>
        <p className="mut ga-lead">
          A calm system with four voices. Everything neutral is ours; every colour is somebody speaking or something that
          happened.
        </p>
      </header>
      <Voices />
      <Colours />
      <div className="two">
        <Type />
        <Identity />
      </div>
      <Actions />
      <div className="two">
        <Inputs />
        <Overlays />
      </div>
      <div className="two">
        <States />
        <Data />
      </div>
      <Desk />
    </div>
  );
}
