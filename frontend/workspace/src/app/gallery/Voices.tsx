import { Lock, PencilLine } from "lucide-react";
import { Avatar } from "../../ui/Avatar.tsx";
import { Icon } from "../../ui/Icon.tsx";

/** Colour, shape, line and word: any one of them is enough to know who speaks. */
export function Voices() {
  return (
    <section>
      <h2>The four voices</h2>
      <div className="two">
        <div className="grid g4">
          <div className="msg end bot">
            <Avatar voice="bot" />
            <p className="who">
              <b>Assistant</b> automated
            </p>
            <div className="bub">Violet, dashed bar, dashed squircle, the word “automated”.</div>
          </div>
          <div className="msg end person">
            <Avatar voice="person" initials="SK" />
            <p className="who">
              <b>Sara</b> a person
            </p>
            <div className="bub">Blue, solid bar, solid circle, a name.</div>
          </div>
          <div className="msg">
            <Avatar voice="customer" initials="WF" />
            <p className="who">
              <b>Wren</b>
            </p>
            <div className="bub">Neutral, no bar, on the other side.</div>
          </div>
        </div>
        <div className="grid g4 ga-start">
          <div className="notebox">
            <Icon of={Lock} size="s" />
            <p className="who">
              Note from <b>Marco</b> · only your team sees this
            </p>
            <p>Amber, lock, full width, square corners.</p>
          </div>
          <div className="draftbox">
            <div className="h">
              <Icon of={PencilLine} size="s" />
              <span>
                <b>Suggested reply</b> draft, not sent
              </span>
            </div>
            <p>Teal, dashed outline all round, pencil, “not sent”.</p>
          </div>
          <p className="sys pass-line">
            <span>
              <b>The pass:</b> dashed becomes solid
            </span>
          </p>
        </div>
      </div>
    </section>
  );
}
