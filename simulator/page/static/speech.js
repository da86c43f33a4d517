// A reply as text that can be read along: every word and every hold knows its moment.

import { make, seconds } from "./dom.js";

export function renderSpeech(score) {
  const paragraph = make("p", { className: "speech" });
  const marks = [];
  let hold = null;
  for (const piece of score.pieces) {
    if (piece.hold !== null && piece.hold !== hold) {
      const { at, seconds: length } = score.holds[piece.hold];
      const pill = make("span", { className: "hold", role: "note", "aria-label": `hold for ${seconds(length)}` });
      pill.textContent = rounded(length);
      paragraph.append(pill, " ");
      marks.push({ at, end: at + length, element: pill, hold: length });
    }
    hold = piece.hold;
    if (piece.kind === "sound") paragraph.append(make("span", { className: "hold" }, `sound: ${piece.text}`), " ");
    piece.words.forEach((word, place) => {
      const element = make("span", { className: "word" }, word.text);
      const end = piece.words[place + 1]?.at ?? piece.at + piece.seconds;
      if (piece.manner.rate !== 1 || piece.manner.volume !== 1) element.classList.add("stressed");
      marks.push({ at: word.at, end, element });
      paragraph.append(element, " ");
    });
  }
  return { paragraph, marks };
}

const rounded = (length) => `${Math.round(length)} s`;

// Shows how far the voice has come, and returns what is said now; `position` null shows everything as said.
export function follow(marks, position) {
  let spoken = null;
  for (const { at, end, element, hold } of marks) {
    const now = position !== null && position >= at && position < end;
    if (now) spoken = element;
    element.classList.toggle("now", now);
    element.classList.toggle("ahead", position !== null && position < at);
    if (hold) element.textContent = now ? `${Math.ceil(end - position)}` : rounded(hold);
  }
  return spoken;
}

// Marks what nobody heard, because the speech was cut off at `position`.
export function cutOff(marks, position) {
  const unheard = marks.filter(({ at, element }) => at >= position && !element.classList.contains("unheard"));
  unheard[0]?.element.before(make("span", { className: "unseen" }, "not heard from here on: "));
  for (const { element } of unheard) element.classList.add("unheard");
}
