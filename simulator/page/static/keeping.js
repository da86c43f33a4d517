// The conversation of this tab, kept by the browser until the tab is closed: a reload, a way back or a new start of
// the simulator loses nothing. What is kept is its transcript, and the moment at which it stood.

const PLACE = "conversation";

export function keep(conversation) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify(conversation));
  } catch {
    // A browser that keeps nothing loses the conversation with the page, and no more than that.
  }
}

export function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE));
  } catch {
    return null;
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(PLACE);
  } catch {
    // Nothing was kept.
  }
}
