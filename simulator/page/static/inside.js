// "Look inside": what was understood, what was sent, what came back.

import { make, seconds } from "./dom.js";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?)/g;

export function renderInside(turn) {
  const details = make("details", { className: "inside" }, make("summary", {}, "Look inside"));
  details.append(facts(turn));
  for (const answer of turn.answers) {
    details.append(json(`${answer.type}: request`, answer.request));
    if (answer.response) details.append(json(`${answer.type}: response`, answer.response));
  }
  details.addEventListener("toggle", () => details.open && details.scrollIntoView({ block: "nearest" }));
  return details;
}

function facts(turn) {
  const list = make("dl");
  const add = (name, ...values) => {
    if (values.length) list.append(make("dt", {}, name), ...values.map((value) => make("dd", {}, value)));
  };
  add("Said at", `${turn.moment.replace("T", " ").replace("Z", "")} on the simulated clock`);
  add("Heard by", { skill: "the skill", alexa: "Alexa herself", nobody: "nobody" }[turn.heard_by]);
  if (turn.intent) add("Intent", make("code", {}, turn.intent));
  if (turn.understood) {
    add("Why", `${turn.understood.why} (${turn.understood.rank})`);
    add("Slots", ...turn.understood.slots.map(slot));
  }
  if (turn.outcome) add("Outcome", make("code", {}, turn.outcome));
  add("Statements", ...turn.statements.map(place));
  add("Choices", ...turn.choices.map(place));
  if (turn.safety_net) add("Safety net", "what to do about a sign that nobody told of");
  if (turn.seconds) add("Estimated", `${seconds(turn.seconds)} of listening`);
  if (turn.reprompt) add("Reprompt", turn.reprompt);
  if (turn.directives) add("Directives", turn.directives.map((directive) => directive.type).join(", "));
  return list;
}

function slot({ name, type, value, listed, matches }) {
  const known = matches.map((match) => (match.id ? `${match.name} [${match.id}]` : match.name)).join(", ");
  const resolved = !listed ? "" : known ? `, resolved to ${known}` : ", on no list (ER_SUCCESS_NO_MATCH)";
  return make("span", {}, make("code", {}, name), ` = “${value}” (${type}${resolved})`);
}

function place({ id, place: found }) {
  const where = found ? ` ${found.path}:${found.line}, “${found.title}”` : " (not a heading of the document)";
  return make("span", {}, make("code", {}, id), where);
}

function json(title, content) {
  const text = JSON.stringify(content, null, 2);
  const copy = make("button", { type: "button", className: "small" }, "Copy");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    copy.textContent = "Copied";
  });
  const pre = make("pre", { tabIndex: 0, "aria-label": title });
  const details = make("details", { className: "json" }, make("summary", {}, title), copy, pre);
  // A long conversation has many of these, so that they are coloured only when looked at.
  details.addEventListener("toggle", () => pre.childNodes.length || colour(pre, text));
  return details;
}

function colour(pre, text) {
  let last = 0;
  for (const found of text.matchAll(TOKEN)) {
    const [whole, string, colon, word, number] = found;
    pre.append(text.slice(last, found.index));
    const kind = string ? (colon ? "key" : "string") : word ? "word" : number ? "number" : "";
    pre.append(make("span", { className: `j-${kind}` }, string ?? whole), colon ?? "");
    last = found.index + whole.length;
  }
  pre.append(text.slice(last));
}
