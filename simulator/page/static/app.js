// The page: joins the server, the clock, the voice and what is shown.

import { get, getText, post } from "./api.js";
import { suggested } from "./chips.js";
import { showDevice } from "./device.js";
import { byId, make } from "./dom.js";
import { setUpListening } from "./listening.js";
import { withdrawOffers } from "./heard.js";
import { forget, keep, kept } from "./keeping.js";
import { listenToNews } from "./news.js";
import { Player } from "./player.js";
import { setUpRecall } from "./recall.js";
import { setUpShortcuts } from "./shortcuts.js";
import { cutOff, follow, move } from "./speech.js";
import { serverVoice } from "./spoken.js";
import { isEvent, renderNote, renderSessionEnd, renderTurn } from "./turns.js";
import { setUpStretches } from "./stretches.js";
import { dropUnanswered, markWrong, noteUnanswered, setUpUnanswered } from "./unanswered.js";
import { bestVoice, browserVoice, voices, whenVoicesCome } from "./voice.js";

const LONGEST = 500;
const GONE = 404;
const OURS = "make voice";

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
let spokenNow = null;
let lookedAway = false;
let outcome = null;
let speech = "";
let transcript = null;
let unsaved = false;
let begun = null;
let chosenVoice = "auto";
let lastMode = "";
let correcting = null;
// The last turn, and what stood before it: all that has to come back if it is taken back.
let latest = null;
let busy = Promise.resolve();

const player = new Player({ onTick: show, onAct: () => act(silence), onRetimed: moved, onVoiceFailed: voiceFailed });

// -- doing things, one after the other ------------------------------------------------------------

// Returns a promise of whether it went well.
function act(deed) {
  // The clock stands while the skill answers, and so does everything else that is asked.
  player.hold("asking");
  const well = busy
    .then(deed)
    .then(() => problem(null), (error) => problem(error.message))
    .then(() => byId("problem").hidden)
    .finally(() => player.release("asking"));
  busy = well;
  return well;
}

async function begin(choice) {
  const told = await post("/api/conversations", choice);
  log.replaceChildren(welcome.cloneNode(true));
  forget();
  startRoom(told);
  begun = chosen();
  showChoice();
}

function startRoom(told) {
  room = `/api/conversations/${told.id}`;
  name = told.name;
  transcript = null;
  unsaved = false;
  shownNotes = 0;
  findings = 0;
  outcome = null;
  speech = "";
  marks = [];
  for (const element of document.querySelectorAll(".skill-name")) element.textContent = name;
  byId("name").textContent = name.replace(/\b\w/g, (letter) => letter.toUpperCase());
  document.title = `${titled()} simulator`;
  stand(told.standing);
}

// Says `text`. Words that reach nobody stay, to be said again. `heard`: how they were heard, if they were spoken.
function utter(text, heard = null) {
  remember(text);
  return act(() => say(text, heard)).then((well) => {
    if (!well && !words.value) words.value = text;
    typed();
  });
}

async function say(text, heard) {
  if (!room) await start();
  const told = await inRoom("say", { words: text, at: player.elapsed });
  noteUnanswered(told.turn);
  addTurn(told.turn, told.standing.notes, heard);
  stand(told.standing);
}

// Takes back what was heard last, and says in its place what was meant. What came of it is gone, here and in the skill.
async function correct(text, instead) {
  const misheard = latest.turn;
  const told = await inRoom("correct", { words: text });
  room = `/api/conversations/${told.id}`;
  const last = [...log.querySelectorAll(".turn")].at(-1);
  while (last.nextSibling) last.nextSibling.remove();
  last.remove();
  marks = [];
  ({ findings, outcome, speech, shownNotes } = latest);
  dropUnanswered(misheard);
  forgetLast(instead);
  noteUnanswered(told.turn);
  addTurn(told.turn, told.standing.notes, { words: text, doubtful: [], others: [], instead });
  stand(told.standing);
}

async function silence() {
  const told = await inRoom("silence");
  addTurn(told.turn, told.standing.notes);
  stand(told.standing);
}

// A simulator that was started anew knows nothing of this conversation, until it is brought back.
async function inRoom(deed, body = {}) {
  let told;
  try {
    told = await post(`${room}/${deed}`, spoken(body));
  } catch (error) {
    if (error.status !== GONE || !transcript) throw error;
    const halted = player.isHeldBy("halt");
    await bringBack({ transcript, elapsed: player.elapsed });
    setHalt(halted);
    told = await post(`${room}/${deed}`, spoken(body));
  }
  unsaved = true;
  transcript = told.transcript;
  return told;
}

// A voice that takes its own time tells the device how long that is.
function spoken(body) {
  return player.retimed ? { ...body, silent_from: player.standing.silent_from } : body;
}

async function letPass(seconds, label) {
  const wasOpen = player.standing.session_open;
  const told = await inRoom("pass", { seconds, at: player.elapsed });
  log.append(make("p", { className: "event" }, make("b", {}, `${label} passes`)));
  addNotes(told.standing, wasOpen);
  stand(told.standing);
}

async function leave() {
  const told = await inRoom("leave", { at: player.elapsed });
  addNotes(told.standing, true);
  stand(told.standing);
}

async function recognise(person) {
  const told = await inRoom("person", { person });
  stand(told.standing);
}

async function tell(event) {
  const wasOpen = player.standing.session_open;
  const told = await inRoom("event", { event, at: player.elapsed });
  if (wasOpen && !told.standing.session_open) addNotes(told.standing, wasOpen);
  addTurn(told.turn);
  stand(told.standing);
}

async function replay(text) {
  const told = await post("/api/replays", { text });
  const wrong = told.turns.filter((turn) => turn.failures.length || turn.error || turn.findings.length).length;
  const count = told.turns.length;
  const result = wrong ? `${wrong} of ${count} turns not as expected` : `all ${count} turns as expected`;
  showReplayed(told, wrong ? "bad" : "good", `Replayed: ${result}.`);
}

async function bringBack(conversation) {
  const told = await post("/api/replays", { text: conversation.transcript });
  // Nobody asked for a check: what was said is what counts.
  const turns = told.turns.map((turn) => ({ ...turn, failures: null }));
  showReplayed({ ...told, turns }, "good", "The conversation is back.");
  player.advance(conversation.elapsed);
  unsaved = turns.length > 0;
}

// A stretch from one of its steps on, in a conversation of its own.
async function hearFrom(stretch, stage) {
  const told = await post(`/api/stretches/${encodeURIComponent(stretch)}/hear`, { stage, locale: begun.locale });
  showReplayed(told, "good", "You hear the stretch from this step on.", "");
  setHalt(false);
}

function showReplayed(told, kind, result, goOn = "The clock stands; say something to go on from here.") {
  log.replaceChildren();
  startRoom(told);
  setChoice(told.choice);
  begun = chosen();
  showChoice();
  setHalt(true);
  for (const turn of told.turns) addTurn(turn);
  log.append(make("p", { className: `replayed ${kind}` }, make("b", {}, result), ` ${goOn}`));
  transcript = told.transcript;
  stand(told.standing);
  reveal(log.lastElementChild);
}

// -- showing --------------------------------------------------------------------------------------

// `after`: what the device did by itself at once, such as ending the session of a skill that failed.
function addTurn(turn, after = [], heard = null) {
  byId("welcome")?.remove();
  keepHeard();
  if (isEvent(turn)) {
    addEvent(turn);
    return;
  }
  settleSpeech(turn.meanwhile);
  if (turn.said.trim()) remember(turn.said.trim());
  latest = { turn, findings, outcome, speech, shownNotes };
  const wasOpen = player.standing?.session_open;
  const rendered = renderTurn(turn, titled(), {
    known: shownNotes, onWrong: markWrong, heard, onCorrect: (meant) => correctHeard(heard.words, meant),
  });
  shownNotes = after.length;
  rendered.element.append(...after.map((note) => renderNote(note)));
  log.append(rendered.element);
  marks = rendered.marks;
  reading = marks.length > 0;
  lookedAway = false;
  outcome = turn.outcome ?? outcome;
  speech = turn.speech ?? speech;
  findings += turn.findings.length;
  showChecks();
  const ended = (turn.meanwhile ?? []).some((note) => note.event === "session_ended");
  if (!turn.session_open && (turn.heard_by === "skill" || (wasOpen && ended))) {
    log.append(renderSessionEnd("The session is over: the next words go to Alexa"));
  }
  if (player.standing) player.standing.session_open = turn.session_open;
  // From its beginning: of a reply that is longer than the window, that is what is said first. At once: reading along
  // would break off a scroll that takes its time, and leave the reply below the edge.
  reveal(rendered.element, { block: "start", behavior: "instant" });
}

// Beside the talk: what is being said goes on, and the microphone stays as it is.
function addEvent(turn) {
  keepHeard();
  const { element } = renderTurn(turn, titled(), { onWrong: markWrong });
  log.append(element);
  findings += turn.findings.length;
  showChecks();
  reveal(element);
}

function addNotes(standing, wasOpen) {
  keepHeard();
  byId("welcome")?.remove();
  settleSpeech(standing.notes);
  log.append(...standing.notes.slice(shownNotes).map((note) => renderNote(note)));
  shownNotes = standing.notes.length;
  if (wasOpen && !standing.session_open) {
    log.append(renderSessionEnd("The session is over: the next words go to Alexa"));
  }
  reveal(log.lastElementChild);
}

function stand(standing) {
  player.load(standing);
  keepPlace();
  // A reprompt that the device said by itself while time passed is not the speech on show.
  reading = Boolean(standing.playing) && marks.length > 0 && !(standing.playing.reprompt && standing.playing.began > 0);
  if (!standing.playing) settleSpeech();
  if (!standing.session_open) outcome = null;
  byId("person").value = standing.person;
  byId("recognised").textContent = standing.person;
  showChips();
}

// `notes`: what the device did since. What comes first is about the speech on show.
function settleSpeech(notes) {
  follow(marks, null);
  if (notes?.[0]?.event === "cut_off") cutOff(marks, notes[0].at);
  reading = false;
}

// The voice takes longer or shorter than the clock thought: the words on show move with it.
function moved(score) {
  if (reading) move(marks, score);
}

function keepPlace() {
  if (transcript) keep({ transcript, elapsed: player.elapsed });
}

function show() {
  if (!player.standing) return;
  const view = showDevice(player, name);
  if (reading) readAlong(follow(marks, player.playing ? player.position : null));
  if (!player.playing) reading = false;
  if (view.mode !== lastMode) {
    lastMode = view.mode;
    showButtons(view.mode);
    // The reply itself is read by the log; only the change of the microphone needs words.
    if (view.mode === "listening" || view.mode === "closed") byId("told").textContent = `${view.title}. ${view.meaning}`;
  }
}

// Keeps the spoken word in sight, unless somebody has scrolled away from it to read something else.
function readAlong(element) {
  if (element && element !== spokenNow && !lookedAway) reveal(element);
  spokenNow = element;
}

// Buttons that can do nothing stay where they are and keep the focus.
function showButtons(mode) {
  const ahead = byId("ahead");
  setAble(ahead, mode !== "closed");
  ahead.textContent = mode === "listening" ? "Stay silent" : "Skip to the end";
  setAble(byId("leave"), player.standing.session_open);
}

function setAble(button, able) {
  button.setAttribute("aria-disabled", String(!able));
}

function onPress(button, deed) {
  button.addEventListener("click", (event) => {
    // The second of two quick presses is not meant for what the button has become.
    if (button.getAttribute("aria-disabled") !== "true" && event.detail < 2) deed();
  });
}

function showChips() {
  const lines = suggested(options.suggestions, { sessionOpen: player.standing.session_open, outcome, speech });
  const chips = byId("chips");
  const hadFocus = chips.contains(document.activeElement);
  chips.replaceChildren(...lines.map((line) => {
    const text = line.replaceAll("{name}", name);
    const chip = make("button", { type: "button", className: "chip" }, text);
    chip.addEventListener("click", () => utter(text));
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

function reveal(element, { block = "nearest", behavior = "smooth" } = {}) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  requestAnimationFrame(() => element?.scrollIntoView({ block, behavior: still ? "instant" : behavior }));
}

for (const kind of ["wheel", "touchmove"]) {
  document.addEventListener(kind, () => { lookedAway = true; }, { passive: true });
}

// -- the composer ---------------------------------------------------------------------------------

byId("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = words.value.trim();
  if (!text || text.length > LONGEST) return;
  words.value = "";
  typed({ sending: true });
  const instead = correcting;
  if (instead === null) utter(text);
  else correctHeard(instead, text);
});

// Corrects what was heard as `heard`; where nobody says yet what was `meant`, the line is there to say it. A correction
// that reaches nobody stays, to be made again.
function correctHeard(heard, meant) {
  if (meant === null) correctNext(heard);
  else {
    act(() => correct(meant, heard)).then((well) => {
      if (!well && !words.value) correctNext(heard, meant);
      typed();
    });
  }
}

// What was heard is not taken back any more, once something else has happened.
function keepHeard() {
  withdrawOffers(log);
  correctNext(null);
}

function correctNext(heard, meant = heard) {
  correcting = heard;
  byId("say-it").textContent = heard === null ? "Say" : "Correct";
  if (heard === null) return;
  words.value = meant;
  typed();
  words.focus();
}

// The clock waits while there are words in the line, and while they are on their way.
function typed({ sending = false } = {}) {
  const typing = sending || words.value.trim() !== "";
  if (typing && byId("wait-for-typing").checked) player.hold("typing");
  else player.release("typing");
  const length = words.value.trim().length;
  byId("length").textContent = length > LONGEST
    ? `${length} characters: nobody says more than ${LONGEST} in one breath. Shorten it, and nothing is lost.` : "";
}

words.addEventListener("input", () => typed());

words.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    words.value = "";
    correctNext(null);
    typed();
  }
});

const { remember, forgetLast } = setUpRecall(words, typed);
setUpShortcuts();

function setUpHearing() {
  setUpListening({
    installed: options.recogniser,
    locale: () => byId("locale").value,
    onStart: () => player.hold("hearing"),
    onPart: (text) => { words.value = text; },
    onHeard: (heard) => {
      words.value = "";
      utter(heard.words, heard);
    },
    onStop: () => player.release("hearing"),
    onProblem: problem,
  });
}

// -- time and sound -------------------------------------------------------------------------------

function setHalt(halted) {
  byId("halt").setAttribute("aria-pressed", String(halted));
  byId("halt").textContent = halted ? "Let the clock run" : "Stop the clock";
  if (halted) player.hold("halt");
  else player.release("halt");
}

byId("halt").addEventListener("click", () => setHalt(!player.isHeldBy("halt")));
onPress(byId("ahead"), () => player.skip());
onPress(byId("leave"), () => act(leave));
byId("speed").addEventListener("change", (event) => player.setSpeed(Number(event.target.value)));
for (const button of document.querySelectorAll("[data-pass]")) {
  const label = button.textContent.replace(/^a/, "A");
  button.addEventListener("click", () => act(() => letPass(Number(button.dataset.pass), label)));
}

function listVoices() {
  const select = byId("voice");
  const found = voices();
  const ours = options?.voice ? [make("option", { value: OURS }, "Joe, of this computer")] : [];
  const best = bestVoice(byId("locale").value || "en-US");
  select.replaceChildren(make("option", { value: "" }, "silent"), ...ours);
  for (const voice of found) {
    const away = voice.localService ? "" : ", over the network";
    select.append(make("option", { value: voice.voiceURI }, `${voice.name}${away}`));
  }
  if (chosenVoice === "auto") select.value = ours.length ? OURS : best?.voiceURI ?? "";
  else select.value = chosenVoice;
  takeVoice();
}

function takeVoice() {
  const wanted = byId("voice").value;
  const voice = voices().find((one) => one.voiceURI === wanted) ?? null;
  player.setVoice(wanted === OURS ? serverVoice() : voice && browserVoice(voice));
  let note = "";
  if (wanted === OURS) note = "Spoken here and sent nowhere. Choose silent if a screen reader reads the replies.";
  else if (!voices().length) note = "This browser has no English voice, so the clock runs silently: read along.";
  else if (voice && !voice.localService) note = "This voice is made elsewhere: the browser sends the words to its maker.";
  else if (voice) note = "Choose silent if a screen reader reads the replies.";
  byId("voice-note").textContent = note;
}

function voiceFailed() {
  byId("voice").value = "";
  chosenVoice = "";
  byId("voice-note").textContent = "The voice did not answer, so the clock runs on silently.";
}

byId("voice").addEventListener("change", () => {
  chosenVoice = byId("voice").value;
  takeVoice();
});
whenVoicesCome(listVoices);

// -- who is speaking ------------------------------------------------------------------------------

function chosen() {
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

// Says who speaks while the panel is closed, and what waits for the next conversation.
function showChoice() {
  const { locale, user, hearing, share } = begun;
  const heard = hearing === "device" ? `loses ${Math.round(share * 100)} %` : "every word";
  const changed = JSON.stringify(begun) !== JSON.stringify(chosen());
  byId("speaking").textContent = `${locale}, ${user}, ${heard}${changed ? " (changed)" : ""}`;
  byId("waiting").textContent = changed ? "The change holds from the next conversation on: begin one." : "";
}

byId("choose").addEventListener("input", () => {
  byId("losses").hidden = byId("hearing").value !== "device";
  if (begun) showChoice();
});

byId("choose").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (unsaved && !(await mayGo())) return;
  await act(() => begin(chosen()));
  setHalt(false);
  listVoices();
  words.focus();
});

function mayGo() {
  const dialog = byId("unsaved");
  dialog.returnValue = "stay";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "begin"), { once: true });
  });
}

// -- the household, and what Alexa tells beside the talk -------------------------------------------

byId("person").addEventListener("change", (event) => act(() => recognise(event.target.value)));
byId("tell").addEventListener("click", () => act(() => tell(byId("event").value)));

// -- keeping --------------------------------------------------------------------------------------

function download(text, type, filename) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: url, download: filename }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

setUpUnanswered(download);
setUpStretches({
  locale: () => (begun ?? chosen()).locale,
  voiced: () => options.voice,
  onHear: async (stretch, stage) => {
    if (!unsaved || (await mayGo())) act(() => hearFrom(stretch, stage));
  },
  onListen: (listening) => (listening ? player.hold("listening") : player.release("listening")),
});

byId("save").addEventListener("click", () => act(async () => {
  download(transcript ?? (await getText(`${room}/transcript`)), "application/yaml", "conversation.yaml");
  unsaved = false;
}));

byId("again").addEventListener("click", () => act(async () => {
  await replay(transcript ?? (await getText(`${room}/transcript`)));
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

async function start() {
  const first = !options;
  options = await get("/api/options");
  if (first) setUpHearing();
  byId("locale").replaceChildren(...options.locales.map((locale) => make("option", { value: locale }, locale)));
  byId("event").replaceChildren(...options.events.map((event) => make("option", { value: event }, event)));
  setChoice({ locale: options.locale, user: "new", hearing: "ideal", share: options.share, seed: 0 });
  if (options.watched) listenToNews();
  listVoices();
  const conversation = kept();
  try {
    if (conversation) await bringBack(conversation);
  } catch {
    forget();  // it cannot be read any more
  }
  if (!room) await begin(chosen());
  player.release("starting");
}

addEventListener("pagehide", keepPlace);
// On a phone the conversation comes first.
byId("settings").open = matchMedia("(min-width: 56rem)").matches;
act(start).then(() => {
  if (matchMedia("(pointer: fine)").matches) words.focus();
});
