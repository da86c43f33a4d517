// The browser's speech recognition, where it exists. It may send sound to the browser's maker, so
// that is said before it is used for the first time.

import { byId } from "./dom.js";

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition ?? null;

// Returns whether there is one.
export function setUpBrowserRecogniser({ button, locale, onStart, onPart, onHeard, onStop, onProblem }) {
  if (!Recognition) return false;
  button.hidden = false;
  let agreed = false;
  let listening = null;

  button.addEventListener("click", async () => {
    if (listening) {
      listening.stop();
      return;
    }
    if (!agreed) agreed = await asked();
    if (agreed) listen();
  });

  function listen() {
    const recognition = new Recognition();
    recognition.lang = locale();
    recognition.interimResults = true;
    recognition.onresult = (event) => {
      const result = event.results[event.results.length - 1];
      if (result.isFinal) onHeard({ words: result[0].transcript, doubtful: [], others: [] });
      else onPart(result[0].transcript);
    };
    recognition.onerror = (event) => {
      if (event.error !== "no-speech" && event.error !== "aborted") onProblem(`Speech recognition failed: ${event.error}.`);
    };
    recognition.onend = () => {
      listening = null;
      button.setAttribute("aria-pressed", "false");
      onStop();
    };
    listening = recognition;
    button.setAttribute("aria-pressed", "true");
    onStart();
    recognition.start();
  }
  return true;
}

function asked() {
  const dialog = byId("privacy");
  dialog.returnValue = "type";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "speak"), { once: true });
  });
}
