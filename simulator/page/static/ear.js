// The browser's speech recognition, where it exists. It may send sound to the browser's maker, so
// that is said before it is used for the first time.

import { byId } from "./dom.js";

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition ?? null;

export function setUpEar({ locale, onStart, onHeard, onStop, onProblem }) {
  const button = byId("speak");
  if (!Recognition) return;
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
      onHeard(result[0].transcript, result.isFinal);
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
}

function asked() {
  const dialog = byId("privacy");
  dialog.returnValue = "type";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "speak"), { once: true });
  });
}
