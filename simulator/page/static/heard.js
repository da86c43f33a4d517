// What was said, where it came through the microphone: what may be mis-heard is marked, and can be corrected.

import { make } from "./dom.js";

// Returns the line of what was said, and what stands below it. `onCorrect` is given words that were meant, or none to
// be asked for them.
export function renderHeard({ words, doubtful, others, cutAfter, instead }, onCorrect) {
  const said = make("p", { className: "said" }, make("span", { className: "unseen" }, "You: "));
  words.split(" ").forEach((word, place) => {
    const doubt = doubtful.includes(place);
    if (place) said.append(" ");
    said.append(doubt ? make("span", { className: "doubtful", title: "This may have been another word." }, word) : word);
  });
  const note = make("p", { className: "heard-note" }, told({ doubtful, cutAfter, instead }));
  const offers = make("span", { className: "offers" });
  const likely = doubtful.length ? others : [];
  if (likely.length) offers.append("Was it");
  for (const other of likely) {
    const offer = make("button", { type: "button", className: "small" }, `“${other}”`);
    offer.addEventListener("click", () => onCorrect(other));
    offers.append(offer);
  }
  const correct = make("button", { type: "button", className: "small" }, "Correct it");
  correct.addEventListener("click", () => onCorrect(null));
  offers.append(correct);
  note.append(" ", offers);
  return [said, note];
}

function told({ doubtful, cutAfter, instead }) {
  if (instead) return `Corrected: it was heard as “${instead}”.`;
  const limit = cutAfter ? ` Only the first ${cutAfter} s were heard.` : "";
  return doubtful.length ? `Heard so; what is underlined may be mis-heard.${limit}` : `Heard so.${limit}`;
}

// Only what was heard last can be taken back.
export function withdrawOffers(log) {
  for (const offers of log.querySelectorAll(".offers")) offers.remove();
}
