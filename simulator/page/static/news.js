// Edit and hear: says what became of an edit that was saved, and when, so that a second one is seen to count.

import { byId, make } from "./dom.js";

const TITLES = {
  compiling: "An edit was saved: compiling …",
  compiled: "Recompiled: from now on you hear the new words.",
  faulty: "Your edit has a fault. Until it is mended you hear the words before it.",
};

export function listenToNews() {
  const source = new EventSource("/api/news");
  source.onmessage = (event) => show(JSON.parse(event.data));
  addEventListener("pagehide", () => source.close());
}

function show({ state, lines }) {
  byId("news").hidden = !TITLES[state];
  byId("news").dataset.state = state;
  const [at] = new Date().toTimeString().split(" ");
  byId("news-title").textContent = TITLES[state] ? `${TITLES[state]} (${at})` : "";
  // A fault is read at once; cautions are there for whoever wants them.
  byId("news-more").hidden = !lines.length;
  byId("news-more").open = state === "faulty";
  byId("news-count").textContent = state === "faulty" ? "What to mend" : `Cautions: ${lines.length}`;
  byId("news-lines").replaceChildren(...lines.map((line) => make("li", {}, line)));
}
