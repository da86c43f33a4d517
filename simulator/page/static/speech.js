// A reply as text that can be read along: every word and every hold knows its moment.

import { make, seconds } from "./dom.js";

export function renderSpeech(score) {
  const paragraph = make("p", { className: "speech" });
  const marks = [];
  const times = moments(score);
  const mark = (element, more = {}) => marks.push({ ...times.next().value, element, ...more });
  let hold = null;
  for (const piece of score.pieces) {
    if (piece.hold !== null && piece.hold !== hold) {
      const { seconds: length } = score.holds[piece.hold];
      const pill = make("span", { className: "hold", role: "note", "aria-label": `hold for ${seconds(length)}` });
      pill.textContent = rounded(length);
      paragraph.append(pill, " ");
      mark(pill, { hold: true });
    }
    hold = piece.hold;
    if (piece.kind === "sound") paragraph.append(make("span", { className: "hold" }, `sound: ${piece.text}`), " ");
    for (const word of piece.words) {
      const element = make("span", { className: "word" }, word.text);
      if (piece.manner.rate !== 1 || piece.manner.volume !== 1) element.classList.add("stressed");
      mark(element);
      paragraph.append(element, " ");
    }
  }
  return { paragraph, marks };
}

// When each hold and word of a score begins and ends, in order.
function* moments(score) {
  let hold = null;
  for (const piece of score.pieces) {
    if (piece.hold !== null && piece.hold !== hold) {
      const { at, seconds: length } = score.holds[piece.hold];
      yield { at, end: at + length };
    }
    hold = piece.hold;
    for (const [place, word] of piece.words.entries()) {
      yield { at: word.at, end: piece.words[place + 1]?.at ?? piece.at + piece.seconds };
    }
  }
}

// Moves `marks` to the moments of their score as a voice says it.
export function move(marks, score) {
  const times = moments(score);
  for (const mark of marks) Object.assign(mark, times.next().value);
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
    if (hold) element.textContent = now ? `${Math.ceil(end - position)}` : rounded(end - at);
  }
  return spoken;
}

// Marks what nobody heard, because the speech was cut off at `position`.
export function cutOff(marks, position) {
  const unheard = marks.filter(({ at, element }) => at >= position && !element.classList.contains("unheard"));
  unheard[0]?.element.before(make("span", { className: "unseen" }, "not heard from here on: "));
  for (const { element } of unheard) element.classList.add("unheard");
}
