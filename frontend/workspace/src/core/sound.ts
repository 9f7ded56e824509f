/**
 * Sounds made on the spot, so that none has to be downloaded: two rising notes for somebody who needs
 * a person, one soft knock for a word in a conversation you are not looking at. Browsers keep pages
 * silent until the first click; `Test sound` is also what unlocks them.
 */

import { preferences } from "./preferences.ts";

export type Sound = "offer" | "message" | "test";

let context: AudioContext | null = null;

interface Note {
  hz: number;
  from: number;
  lasts: number;
}

const SCORE: Readonly<Record<Sound, readonly Note[]>> = {
  offer: [
    { hz: 587.33, from: 0, lasts: 0.22 },
    { hz: 880, from: 0.16, lasts: 0.42 },
  ],
  message: [{ hz: 659.25, from: 0, lasts: 0.18 }],
  test: [
    { hz: 587.33, from: 0, lasts: 0.22 },
    { hz: 880, from: 0.16, lasts: 0.42 },
  ],
};

/** Plays, or stays silent when sounds are off or the browser does not allow it yet. True when heard. */
export async function play(sound: Sound): Promise<boolean> {
  const { sound: wanted, volume } = preferences.get();
  if (!wanted && sound !== "test") return false;
  // Before the first click a browser would only write a warning.
  if (!(navigator.userActivation?.hasBeenActive ?? true)) return false;
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") await context.resume();
    if (context.state !== "running") return false;
    for (const note of SCORE[sound]) ring(context, note, volume);
    return true;
  } catch {
    return false;
  }
}

function ring(audio: AudioContext, note: Note, volume: number): void {
  const start = audio.currentTime + note.from;
  const tone = audio.createOscillator();
  const gain = audio.createGain();
  tone.type = "triangle";
  tone.frequency.value = note.hz;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.4 * volume, start + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0005, start + note.lasts);
  tone.connect(gain).connect(audio.destination);
  tone.start(start);
  tone.stop(start + note.lasts + 0.02);
}
