// Keys that work wherever the focus is. All are held with Alt, so that none is typed by accident.

import { byId } from "./dom.js";

const KEYS = {
  KeyK: () => byId("ahead").click(),
  KeyC: () => byId("halt").click(),
  KeyS: () => byId("words").focus(),
  KeyI: () => [...document.querySelectorAll(".inside > summary")].at(-1)?.click(),
};

export function setUpShortcuts() {
  document.addEventListener("keydown", (event) => {
    // By the key's place, since Alt makes another letter of it on some keyboards.
    const deed = KEYS[event.code];
    if (!deed || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    deed();
  });
}
