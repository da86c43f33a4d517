// The page: joins the server, the clock, the voice and what is shown.

import { get, getText, post } from "./api.js";
import { showDevice } from "./device.js";
import { byId, make } from "./dom.js";
import { setUpEar } from "./ear.js";
import { Player } from "./player.js";
import { follow } from "./speech.js";
import { renderNote, renderSessionEnd, renderTurn } from "./turns.js";
import { bestVoice, voices, whenVoicesCome } from "./voice.js";

const log = byId("log");
const words = byId("words");
const welcome = byId("welcome").cloneNode(true);

let options;
let room = null;
let name = "";
let shownNotes = 0;
let findings = 0;
let marks = [];
let reading = false;
let outcome = null;
let chosenVoice = "auto";
let lastMode = "";
let busy = Promise.resolve();

const player = new Player({ onTick: show, onAct: () => act(silence), onVoiceFailed: voiceFailed });

// -- doing things, one after the other ------------------------------------------------------------

function act(deed) {
  // The clock stands while the skill answers, and so does everything else that is asked.
  player.hold("asking");
  busy = busy
    .then(deed)
    .then(() => problem(null), (error) => problem(error.message))
    .finally(() => player.release("asking"));
  return busy;
}

async function begin(choice) {
  const told = await post("/api/conversations", choice);
  log.replaceChildren(welcome.cloneNode(true));
  startRoom(told);
}

function startRoom(told) {
  room = `/api/conversations/${told.id}`;
  name = told.name;
  shownNotes = 0;
  findings = 0;
  outcome = null;
  marks = [];
  for (const element of document.querySelectorAll(".skill-name")) element.textContent = name;
  byId("name").textContent = name.replace(/\b\w/g, (letter) => letter.toUpperCase());
  document.title = `${titled()} simulator`;
  stand(told.standing);
}

async function say(text) {
  const at = player.elapsed;
  const told = await post(`${room}/say`, { words: text, at });
  addTurn(told.turn, told.standing.notes);
  stand(told.standing);
}

async function silence() {
  const told = await post(`${room}/silence`);
  addTurn(told.turn, told.standing.notes);
  stand(told.standing);
}

async function letPass(seconds, label) {
  const wasOpen = player.standing.session_open;
  const told = await post(`${room}/pass`, { seconds, at: player.elapsed });
  log.append(make("p", { className: "event" }, make("b", {}, `${label} passes`)));
  addNotes(told.standing, wasOpen);
  stand(told.standing);
}

async function leave() {
  const told = await post(`${room}/leave`, { at: player.elapsed });
  addNotes(told.standing, true);
  stand(told.standing);
}

async function replay(text) {
  const told = await post("/api/replays", { text });
  log.replaceChildren();
  startRoom(told);
  setChoice(told.choice);
  setHalt(true);
  let wrong = 0;
  for (const turn of told.turns) {
    addTurn(turn);
    if (turn.failures.length || turn.error || turn.findings.length) wrong += 1;
  }
  const count = told.turns.length;
  const result = wrong ? `${wrong} of ${count} turns not as expected` : `all ${count} turns as expected`;
  log.append(make("p", { className: `replayed ${wrong ? "bad" : "good"}` },
    make("b", {}, `Replayed: ${result}.`), " The clock stands; say something to go on from here."));
  stand(told.standing);
}

// -- showing --------------------------------------------------------------------------------------

// `after`: what the device did by itself at once, such as ending the session of a skill that failed.
function addTurn(turn, after = []) {
  byId("welcome")?.remove();
  settleSpeech();
  const wasOpen = player.standing?.session_open;
  const rendered = renderTurn(turn, titled(), shownNotes);
  shownNotes = after.length;
  rendered.element.append(...after.map((note) => renderNote(note)));
  log.append(rendered.element);
  marks = rendered.marks;
  reading = marks.length > 0;
  outcome = turn.outcome ?? outcome;
  findings += turn.findings.length;
  showChecks();
  const ended = (turn.meanwhile ?? []).some((note) => note.event === "session_ended");
  if (!turn.session_open && (turn.heard_by === "skill" || (wasOpen && ended))) {
    log.append(renderSessionEnd("The session is over: the next words go to Alexa"));
  }
  if (player.standing) player.standing.session_open = turn.session_open;
  scrollDown();
}

function addNotes(standing, wasOpen) {
  byId("welcome")?.remove();
  log.append(...standing.notes.slice(shownNotes).map((note) => renderNote(note)));
  shownNotes = standing.notes.length;
  if (wasOpen && !standing.session_open) {
    log.append(renderSessionEnd("The session is over: the next words go to Alexa"));
  }
  scrollDown();
}

function stand(standing) {
  player.load(standing);
  // A reprompt that the device said by itself while time passed is not the speech on show.
  reading = Boolean(standing.playing) && marks.length > 0 && !(standing.playing.reprompt && standing.playing.began > 0);
  if (!standing.playing) settleSpeech();
  if (!standing.session_open) outcome = null;
  showChips();
}

function settleSpeech() {
  follow(marks, null);
  reading = false;
}

function show() {
  if (!player.standing) return;
  const view = showDevice(player, name);
  if (reading) follow(marks, player.playing ? player.position : null);
  if (!player.playing) reading = false;
  if (view.mode !== lastMode) {
    lastMode = view.mode;
    showButtons(view.mode);
    // The reply itself is read by the log; only the change of the microphone needs words.
    if (view.mode === "listening" || view.mode === "closed") byId("told").textContent = `${view.title}. ${view.meaning}`;
  }
}

function showButtons(mode) {
  const ahead = byId("ahead");
  ahead.disabled = mode === "closed";
  ahead.textContent = mode === "listening" ? "Stay silent" : "Skip to the end";
  byId("leave").hidden = !player.standing.session_open;
}

function showChips() {
  const { closed, open, outcomes } = options.suggestions;
  const lines = !player.standing.session_open ? closed : (outcomes[outcome] ?? open);
  const chips = byId("chips");
  const hadFocus = chips.contains(document.activeElement);
  chips.replaceChildren(...lines.map((line) => {
    const text = line.replaceAll("{name}", name);
    const chip = make("button", { type: "button", className: "chip" }, text);
    chip.addEventListener("click", () => act(() => say(text)));
    return chip;
  }));
  if (hadFocus) chips.firstElementChild?.focus({ preventScroll: true });
}

function showChecks() {
  const checks = byId("checks");
  checks.dataset.findings = findings;
  const found = findings === 1 ? "1 finding" : `${findings} findings`;
  checks.textContent = `Checks against Alexa's rules: ${findings ? `${found}, beside the turn` : "nothing found so far"}.`;
}

function problem(text) {
  byId("problem").hidden = !text;
  byId("problem").textContent = text ?? "";
}

function titled() {
  return byId("name").textContent;
}

function scrollDown() {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  requestAnimationFrame(() => {
    log.scrollTo({ top: log.scrollHeight, behavior });
    // On a phone the whole page scrolls, and the settings stand below the conversation.
    const bottom = log.parentElement.getBoundingClientRect().bottom + scrollY;
    if (bottom > innerHeight) scrollTo({ top: bottom - innerHeight, behavior });
  });
}

// -- the composer ---------------------------------------------------------------------------------

byId("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = words.value.trim();
  if (!text || !room) return;
  words.value = "";
  act(() => say(text)).then(() => player.release("typing"));
});

words.addEventListener("input", () => {
  if (words.value.trim() && byId("wait-for-typing").checked) player.hold("typing");
  else player.release("typing");
});

words.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    words.value = "";
    player.release("typing");
  }
});

setUpEar({
  locale: () => byId("locale").value,
  onStart: () => player.hold("hearing"),
  onHeard: (text, final) => {
    words.value = text;
    if (final) {
      words.value = "";
      act(() => say(text));
    }
  },
  onStop: () => player.release("hearing"),
  onProblem: problem,
});

// -- time and sound -------------------------------------------------------------------------------

function setHalt(halted) {
  byId("halt").setAttribute("aria-pressed", String(halted));
  byId("halt").textContent = halted ? "Let the clock run" : "Stop the clock";
  if (halted) player.hold("halt");
  else player.release("halt");
}

byId("halt").addEventListener("click", () => setHalt(!player.isHeldBy("halt")));
byId("ahead").addEventListener("click", () => player.skip());
byId("leave").addEventListener("click", () => act(leave));
byId("speed").addEventListener("change", (event) => player.setSpeed(Number(event.target.value)));
for (const button of document.querySelectorAll("[data-pass]")) {
  const label = button.textContent.replace(/^a/, "A");
  button.addEventListener("click", () => act(() => letPass(Number(button.dataset.pass), label)));
}

function listVoices() {
  const select = byId("voice");
  const found = voices();
  const best = bestVoice(byId("locale").value || "en-US");
  select.replaceChildren(make("option", { value: "" }, "silent"));
  for (const voice of found) {
    const away = voice.localService ? "" : ", over the network";
    select.append(make("option", { value: voice.voiceURI }, `${voice.name}${away}`));
  }
  if (chosenVoice === "auto") select.value = best?.voiceURI ?? "";
  else select.value = chosenVoice;
  takeVoice();
}

function takeVoice() {
  const voice = voices().find((one) => one.voiceURI === byId("voice").value) ?? null;
  player.setVoice(voice);
  let note = "";
  if (!voices().length) note = "This browser has no English voice, so the clock runs silently: read along.";
  else if (voice && !voice.localService) note = "This voice is made elsewhere: the browser sends the words to its maker.";
  else if (voice) note = "Choose silent if a screen reader reads the replies.";
  byId("voice-note").textContent = note;
}

function voiceFailed() {
  byId("voice").value = "";
  chosenVoice = "";
  byId("voice-note").textContent = "The browser's voice did not answer, so the clock runs on silently.";
}

byId("voice").addEventListener("change", () => {
  chosenVoice = byId("voice").value;
  takeVoice();
});
whenVoicesCome(listVoices);

// -- who is speaking ------------------------------------------------------------------------------

function choice() {
  return {
    locale: byId("locale").value,
    user: byId("user").value,
    hearing: byId("hearing").value,
    share: Math.min(Math.max(byId("share").valueAsNumber || 0, 0), 100) / 100,
    seed: Math.max(byId("seed").valueAsNumber || 0, 0),
  };
}

function setChoice({ locale, user, hearing, share, seed }) {
  byId("locale").value = locale;
  byId("user").value = user;
  byId("hearing").value = hearing;
  byId("share").value = Math.round(share * 100);
  byId("seed").value = seed;
  byId("losses").hidden = hearing !== "device";
}

byId("hearing").addEventListener("change", () => {
  byId("losses").hidden = byId("hearing").value !== "device";
});

byId("choose").addEventListener("submit", (event) => {
  event.preventDefault();
  act(() => begin(choice())).then(() => {
    setHalt(false);
    listVoices();
    words.focus();
  });
});

// -- keeping --------------------------------------------------------------------------------------

function download(text, type, filename) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: url, download: filename }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

byId("save").addEventListener("click", () => act(async () => {
  download(await getText(`${room}/transcript`), "application/yaml", "conversation.yaml");
}));

byId("again").addEventListener("click", () => act(async () => {
  await replay(await getText(`${room}/transcript`));
}));

byId("replay").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) act(async () => replay(await file.text()));
  event.target.value = "";
});

byId("export").addEventListener("click", () => act(async () => {
  const skill = encodeURIComponent(byId("skill-id").value.trim());
  download(await getText(`${room}/dialog?skill_id=${skill}`), "application/json", "ask-dialog.json");
}));

// -- beginning ------------------------------------------------------------------------------------

act(async () => {
  options = await get("/api/options");
  byId("locale").append(...options.locales.map((locale) => make("option", { value: locale }, locale)));
  setChoice({ locale: options.locale, user: "new", hearing: "ideal", share: options.share, seed: 0 });
  // On a phone the conversation comes first.
  byId("settings").open = matchMedia("(min-width: 56rem)").matches;
  listVoices();
  await begin(choice());
  player.release("starting");
  if (matchMedia("(pointer: fine)").matches) words.focus();
});
