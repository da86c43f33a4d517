// One turn of the conversation.

import { make, seconds } from "./dom.js";
import { renderHeard } from "./heard.js";
import { renderInside } from "./inside.js";
import { renderSpeech } from "./speech.js";

const REASONS = {
  USER_INITIATED: "left by the user",
  EXCEEDED_MAX_REPROMPTS: "nobody answered",
  ERROR: "the skill failed",
};

const EVENT = "AlexaSkillEvent.";

// Whether Alexa told the skill of something beside the talk.
export function isEvent({ intent }) {
  return Boolean(intent?.startsWith(EVENT));
}

// Returns the element and the marks of its speech. `known` notes of the device stand above already; `onWrong` is told
// a turn that its author finds wrong. `heard`: how a recogniser heard it, if it was spoken; `onCorrect` is told what was meant.
export function renderTurn(turn, name, { known = 0, onWrong, heard = null, onCorrect }) {
  const element = make("article", { className: `turn ${gravity(turn)}` });
  const silent = !turn.said.trim();
  if (heard) element.append(...renderHeard(heard, onCorrect));
  else if (!silent) element.append(make("p", { className: "said" }, unseen("You: "), turn.said));
  if (isEvent(turn)) element.append(event("The skill is told of an event", turn.intent.slice(EVENT.length)));
  const notes = (turn.meanwhile ?? []).slice(known);
  element.append(...notes.map((note) => renderNote(note, silent && turn.speech === note.speech)));
  if (turn.understood?.misheard) element.append(event("Mis-heard", misheard(turn)));
  if (turn.error) element.append(make("p", { className: "failed" }, `The skill failed: ${turn.error}`));
  const { paragraph, marks } = turn.score ? renderSpeech(turn.score) : { paragraph: null, marks: [] };
  if (paragraph) {
    paragraph.prepend(unseen(`${name}: `));
    element.append(paragraph);
  } else if (!silent && !turn.error) {
    element.append(make("p", { className: "note" }, unanswered(turn, name)));
  }
  const row = tags(turn);
  if (turn.heard_by === "skill" && !silent) row.append(wrongButton(turn, onWrong));
  element.append(row);
  if (turn.findings.length) element.append(lint(turn.findings));
  if (turn.failures?.length) element.append(unexpected(turn.failures));
  else if (turn.failures && !turn.error && !turn.findings.length) element.append(asExpected());
  if (turn.answers.length || turn.understood) element.append(renderInside(turn));
  return { element, marks };
}

// Urgent help, and what is said in case of a sign that nobody told of, look like nothing else.
function gravity({ outcome, safety_net: net }) {
  if (outcome === "urgent") return "urgent";
  return net ? "net" : "";
}

function misheard({ said, understood, intent }) {
  const kept = understood.slots.map(({ value }) => value).join(" ");
  return `said “${said.trim()}”, heard ${kept ? `“${kept}”` : "no word of it"}, as ${intent}`;
}

// `spokenBelow`: the note's words follow as the turn's own speech.
export function renderNote(note, spokenBelow = false) {
  const at = `after ${seconds(note.at)}`;
  switch (note.event) {
    case "reprompt":
      return event("8 s of silence: the device says the reprompt", spokenBelow ? "" : `“${note.speech}”`);
    case "session_ended":
      return event("Session ended", `${REASONS[note.reason] ?? note.reason}, ${at}`);
    case "cut_off":
      return event("Cut off", at);
  }
  return event(note.event, at);
}

export function renderSessionEnd(text) {
  return make("p", { className: "session-end" }, make("span", {}, text));
}

function event(what, detail) {
  return make("p", { className: "event" }, make("b", {}, what), detail ? ` · ${detail}` : "");
}

function unanswered(turn, name) {
  if (turn.heard_by === "alexa") return "Alexa took that herself: the skill is told that its session is over.";
  if (turn.heard_by === "nobody" && turn.session_open) return "There is no word in that, so nothing reached the skill.";
  if (turn.heard_by === "nobody") {
    return `No session is open, so this went to Alexa and not to the skill. Say “open ${name.toLowerCase()}” first.`;
  }
  return "Nothing is said.";
}

function tags(turn) {
  const row = make("p", { className: "tags" });
  const tag = (text, kind = "") => row.append(make("span", { className: `tag ${kind}` }, text));
  if (turn.outcome) tag(turn.outcome, "outcome");
  if (turn.outcome === "urgent") tag("a red flag: sent to get help", "urgent");
  if (turn.safety_net) tag("a safety net is said", "net");
  if (turn.intent && !isEvent(turn)) tag(turn.intent.replace("AMAZON.", ""));
  for (const { id } of turn.statements) tag(`#${id}`, "statement");
  if (turn.seconds) tag(seconds(turn.seconds));
  if (!isEvent(turn)) {
    tag(turn.session_open ? "microphone opens" : "microphone closed", turn.session_open ? "open" : "");
  }
  return row;
}

function wrongButton(turn, onWrong) {
  const button = make("button", { type: "button", className: "wrong" }, "Wrong answer");
  button.addEventListener("click", () => {
    onWrong(turn);
    button.textContent = "Noted as wrong";
    button.setAttribute("aria-disabled", "true");
  });
  return button;
}

function lint(findings) {
  const list = make("ul", { className: "lint", "aria-label": "Checks that found something" });
  for (const { rule, level, message, about } of findings) {
    const badge = make("span", { className: `badge ${level}` }, `${rule} ${level}`);
    list.append(make("li", {}, badge, ` ${message} `, make("small", {}, about)));
  }
  return list;
}

function asExpected() {
  return make("p", { className: "checked good" }, "As expected");
}

function unexpected(failures) {
  const list = make("ul", { className: "checked bad", "aria-label": "Not as expected" });
  list.append(...failures.map((failure) => make("li", {}, failure)));
  return list;
}

function unseen(text) {
  return make("span", { className: "unseen" }, text);
}
