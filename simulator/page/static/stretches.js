// A stretch as a picture: a row for each turn, as wide as it is long, with its cues; a press on one is heard from there.

import { get } from "./api.js";
import { byId, make, seconds } from "./dom.js";

const KINDS = { move: "movement", hold: "hold", repeat: "counted", "keep on": "keep on" };

// `voiced()` tells whether the server can speak; `onListen(listening)` is told while a stretch is heard as a whole.
export function setUpStretches({ locale, voiced, onHear, onListen }) {
  const dialog = byId("stretches");
  const select = byId("stretch");
  const whole = byId("whole");
  let known = [];
  byId("see-stretch").addEventListener("click", () => {
    dialog.showModal();
    load().catch((error) => byId("timeline").replaceChildren(make("p", { className: "problem" }, error.message)));
  });
  select.addEventListener("change", () => draw());
  whole.addEventListener("play", () => onListen(true));
  for (const kind of ["pause", "ended", "error"]) whole.addEventListener(kind, () => onListen(false));
  // A sound that has begun cannot tell why it ends.
  whole.addEventListener("ended", () => askWhy());
  whole.addEventListener("error", () => askWhy("The stretch cannot be played: reload the page."));
  whole.addEventListener("play", () => tellTrouble(""));
  dialog.addEventListener("close", () => whole.pause());

  function askWhy(otherwise = "") {
    const told = ({ trouble }) => (trouble ? `The voice broke off: ${trouble}. Press play, and it starts anew.` : otherwise);
    return get(`/api/stretches/${encodeURIComponent(select.value)}/trouble`).then(told, (error) => error.message).then(tellTrouble);
  }

  function tellTrouble(trouble) {
    byId("whole-trouble").textContent = trouble;
    byId("whole-trouble").hidden = !trouble;
  }

  async function load() {
    known = (await get(`/api/stretches?locale=${encodeURIComponent(locale())}`)).stretches;
    const chosen = select.value;
    select.replaceChildren(...known.map(({ id, name, seconds: length }) => (
      make("option", { value: id }, `${name}, ${minutes(length)}`))));
    if (known.some(({ id }) => id === chosen)) select.value = chosen;
    draw();
  }

  function draw() {
    const stretch = known.find(({ id }) => id === select.value);
    byId("whole-line").hidden = !stretch || !voiced();
    if (stretch && voiced()) whole.src = `/api/stretches/${encodeURIComponent(stretch.id)}/whole.wav?locale=${locale()}`;
    byId("timeline").replaceChildren(...(stretch ? rows(stretch) : [make("p", { className: "note" }, "There is none.")]));
  }

  function rows({ id, turns }) {
    const longest = Math.max(...turns.map((turn) => turn.seconds));
    return turns.map((turn, number) => {
      const row = make("div", { className: "beats", role: "group", "aria-label": `Turn ${number + 1}` });
      row.append(...turn.beats.map((beat, place) => drawn(id, beat, turn.beats[place - 1])));
      row.style.width = `${(100 * turn.seconds) / longest}%`;
      return make("div", { className: "turn-row" }, make("small", {}, `turn ${number + 1}, ${seconds(turn.seconds)}`), row);
    });
  }

  function drawn(id, beat, before) {
    const { stage, step, side, kind, text, silence, meanwhile } = beat;
    const begins = !before || before.stage !== stage;
    const named = `${step}${side ? `, ${side}` : ""}: ${KINDS[kind] ?? kind}, ${seconds(beat.seconds)}`;
    const said = meanwhile.length ? `\nmeanwhile: ${meanwhile.join(" ")}` : "";
    const button = make("button", {
      type: "button", className: `beat kind-${kind.replace(" ", "-")} ${begins ? "begins" : ""}`,
      title: `${named}, ${seconds(silence)} of it silent\n${text}${said}`,
    });
    const head = begins ? `${step}${side ? `, ${side}` : ""}` : seconds(beat.seconds);
    button.append(make("b", {}, head), make("span", {}, text));
    if (meanwhile.length) button.append(make("i", { "aria-hidden": "true" }, "·".repeat(meanwhile.length)));
    button.style.flexGrow = beat.seconds;
    button.addEventListener("click", () => {
      dialog.close();
      onHear(id, stage);
    });
    return button;
  }
}

function minutes(length) {
  const whole = Math.round(length);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
