// What had no answer: a list that this browser keeps, grouped by the statement that is nearest, for its author to go
// through, and to give to `make evaluate QUESTIONS=…`. The skill knows nothing of it.

import { byId, make } from "./dom.js";

const PLACE = "unanswered";
// What each outcome is taken for, until its author says otherwise: that it went unanswered is a fault, that it was
// declined may be right.
const FOUND = { missed: "answer", unknown: "unknown", fault: "answer" };
const SHOULD = {
  answer: "be answered", unknown: "be declined", refer: "be referred", urgent: "be sent to get help",
};
const NOWHERE = "near nothing";
// What the list had of a turn's words before the turn was put on it.
const before = new WeakMap();

export function setUpUnanswered(download) {
  byId("unanswered-export").addEventListener("click", () => {
    download(lines(), "application/jsonl", "questions.jsonl");
  });
  byId("unanswered-clear").addEventListener("click", () => write([]));
  write(read());
}

// Notes what was not understood or was declined.
export function noteUnanswered(turn) {
  const should = turn.heard_by === "skill" ? FOUND[turn.outcome] : null;
  if (should) add(turn, should);
}

export function markWrong(turn) {
  add(turn, "answer");
}

// Takes back what `turn` put on the list, since nobody said it; what the list had of these words before stays.
export function dropUnanswered(turn) {
  if (!before.has(turn)) return;
  const text = wordsOf(turn);
  write([...read().filter((one) => one.text !== text), ...before.get(turn)]);
}

function add(turn, should) {
  const text = wordsOf(turn);
  if (!text) return;
  const nearest = turn.trace?.understood?.nearest;
  const about = nearest ? (nearest.place?.title ?? nearest.id) : NOWHERE;
  const listed = read();
  if (!before.has(turn)) before.set(turn, listed.filter((one) => one.text === text));
  const others = listed.filter((one) => one.text !== text);
  write([...others, { text, kind: should, about, became: turn.outcome ?? "nothing" }]);
}

function wordsOf(turn) {
  return turn.trace?.understood?.words || turn.said.trim();
}

// One question a line, as the evaluation reads them.
function lines() {
  return read().map(({ text, kind, about }) => `${JSON.stringify({ text, kind, about })}\n`).join("");
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? [];
  } catch {
    return [];
  }
}

function write(questions) {
  try {
    localStorage.setItem(PLACE, JSON.stringify(questions));
  } catch {
    // A browser that keeps nothing has no list.
  }
  show(questions);
}

function show(questions) {
  byId("unanswered-count").textContent = questions.length ? String(questions.length) : "none so far";
  for (const id of ["unanswered-export", "unanswered-clear"]) byId(id).disabled = !questions.length;
  byId("unanswered").replaceChildren(...[...grouped(questions)].map(([about, some]) => make("section", {},
    make("h3", {}, about), make("ul", {}, ...some.map(item)))));
}

function grouped(questions) {
  const groups = new Map();
  for (const one of questions) groups.set(one.about, [...(groups.get(one.about) ?? []), one]);
  return groups;
}

function item(question) {
  const should = make("select", { "aria-label": `“${question.text}” should` },
    ...Object.entries(SHOULD).map(([value, text]) => make("option", { value }, text)));
  should.value = question.kind;
  should.addEventListener("change", () => {
    write(read().map((one) => (one.text === question.text ? { ...one, kind: should.value } : one)));
  });
  const drop = make("button", { type: "button", className: "small", "aria-label": `Drop “${question.text}”` }, "Drop");
  drop.addEventListener("click", () => write(read().filter((one) => one.text !== question.text)));
  return make("li", {}, `“${question.text}” `, make("small", {}, `became ${question.became}, should `), should, drop);
}
