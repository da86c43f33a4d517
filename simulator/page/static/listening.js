// What hears those who speak: a recogniser on this computer where `make voice` has put one, else the browser's own, else nothing.

import { setUpBrowserRecogniser } from "./browser-recogniser.js";
import { byId } from "./dom.js";
import { setUpOwnRecogniser } from "./own-recogniser.js";

const HELD_KEY = "KeyL";

// `installed`: whether there is one on this computer. `onHeard` is given what was heard, `onPart` words that are not all yet.
export function setUpListening({ installed, ...page }) {
  const button = byId("speak");
  if (installed) {
    setUpOwnRecogniser({ button, holdKey, ...page });
    tell("Hold the microphone button, or Alt and L, while you speak. Your words are recognised on this computer.");
  } else if (setUpBrowserRecogniser({ button, ...page })) {
    tell("The microphone button uses the browser's recogniser. For one on this computer run make voice.");
  } else {
    holdKey(() => page.onProblem("No recogniser is installed: run `make voice`, then start `make run` again."), () => {});
    tell("To speak to it, run make voice: this browser has no recogniser of its own.");
  }
}

// Held wherever the focus is, with Alt like all keys of the page; letting go of either key counts.
function holdKey(onPress, onRelease) {
  document.addEventListener("keydown", (event) => {
    if (event.code !== HELD_KEY || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (!event.repeat) onPress();
  });
  document.addEventListener("keyup", (event) => {
    if (event.code === HELD_KEY || event.key === "Alt") onRelease();
  });
}

function tell(text) {
  byId("recogniser-note").textContent = text;
}
