// A recogniser on this computer. What is spoken while a key or the button is held goes to the simulator's own server,
// which recognises it here; the browser's recogniser is not asked, and no sound is kept.

import { postSound } from "./api.js";
import { byId } from "./dom.js";
import { openMicrophone } from "./microphone.js";

const LONGEST_S = 15;
const SHORTEST_S = 0.3;
// Whoever lets go with the last word is still heard to its end.
const TAIL_MS = 200;

const REFUSALS = {
  NotAllowedError: "The browser keeps the microphone from this page: allow it beside the address, then try again.",
  NotFoundError: "This computer has no microphone, or the browser finds none.",
  NotReadableError: "The microphone does not answer: another program may be using it.",
};

export function setUpOwnRecogniser({ button, holdKey, locale, onStart, onHeard, onStop, onProblem }) {
  let letGo = null;

  async function hear(released) {
    onStart();
    show("Waiting for the microphone …");
    let recording = null;
    try {
      recording = await openMicrophone((level) => button.style.setProperty("--level", level.toFixed(2)));
      button.setAttribute("aria-pressed", "true");
      show("Listening … let go when you have spoken.");
      const limit = setTimeout(() => letGo("limit"), LONGEST_S * 1000);
      const cut = (await released) === "limit";
      clearTimeout(limit);
      if (!cut) await new Promise((resolve) => setTimeout(resolve, TAIL_MS));
      const { sound, seconds } = await recording.stop();
      button.setAttribute("aria-pressed", "false");
      if (seconds < SHORTEST_S + TAIL_MS / 1000) throw new Error("Hold it down while you speak, and let go afterwards.");
      show("Recognising …");
      const heard = await postSound(`/api/recognise?locale=${locale()}`, sound);
      if (!heard.words) throw new Error("Nothing was heard. Is this the right microphone, and is it loud enough?");
      onHeard({ ...heard, cutAfter: cut ? LONGEST_S : null });
    } catch (error) {
      onProblem(REFUSALS[error.name] ?? error.message);
    } finally {
      recording?.stop();
      button.setAttribute("aria-pressed", "false");
      show("");
      letGo = null;
      onStop();
    }
  }

  function press() {
    if (!letGo) hear(new Promise((resolve) => { letGo = resolve; }));
  }
  const release = () => letGo?.("released");

  button.hidden = false;
  button.setAttribute("aria-label", "Hold to speak");
  button.setAttribute("aria-keyshortcuts", "Alt+L");
  holdKey(press, release);
  for (const [type, deed] of [["pointerdown", press], ["pointerup", release], ["pointercancel", release]]) {
    button.addEventListener(type, (event) => {
      if (type === "pointerdown") button.setPointerCapture(event.pointerId);
      deed();
    });
  }
  for (const [type, deed] of [["keydown", press], ["keyup", release]]) {
    button.addEventListener(type, (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      if (!event.repeat) deed();
    });
  }
  // What presses without holding, such as a screen reader: once to begin, once more to end.
  button.addEventListener("click", (event) => {
    if (event.detail === 0) (letGo ? release : press)();
  });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
  addEventListener("blur", release);
}

function show(text) {
  byId("hearing-now").textContent = text;
}
