// "Look inside": what was understood, what was sent, what came back.

import { make, seconds } from "./dom.js";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?)/g;

export function renderInside(turn) {
  const details = make("details", { className: "inside" }, make("summary", {}, "Look inside"));
  if (turn.trace) details.append(...why(turn.trace), make("h3", {}, "This turn"));
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
    add("Alexa’s match", `${turn.understood.why} (${turn.understood.rank})`);
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

// Why the skill understood it so. Nothing of this is in its answer: the simulator alone knows.
function why({ understood, stages, log }) {
  const parts = [];
  const list = make("dl");
  const add = (name, ...values) => {
    if (values.length) list.append(make("dt", {}, name), ...values.map((value) => make("dd", {}, value)));
  };
  if (understood) {
    const words = understood.words ? `“${understood.words}”` : "an intent without words";
    add("Understood", `${words}, said while the skill is ${MOMENTS[understood.moment] ?? understood.moment}`);
    add("Decided by", make("span", {}, make("code", {}, understood.rule || "none"), ` ${understood.reason}`));
    add("Meaning", make("code", {}, understood.meaning));
    add("Evidence", ...understood.evidence);
    add("Best readings", ...understood.readings.map(reading));
    if (understood.danger) add("Danger", danger(understood.danger));
  }
  add("Time", ...stages.map(({ stage, ms }) => `${stage}: ${ms} ms`));
  if (list.childElementCount) parts.push(make("h3", {}, "Why"), list);
  if (log.length) {
    const lines = log.map((line) => JSON.stringify(line)).join("\n");
    parts.push(make("h3", {}, "What the skill logged"), make("pre", { className: "lines", tabIndex: 0, "aria-label": "Log" }, lines));
  }
  return parts;
}

const MOMENTS = {
  rest: "at rest", asked: "waiting for a yes or no", choosing: "waiting for a choice", guiding: "guiding", paused: "paused",
};

function reading({ label, probability, place: found }) {
  const bar = make("meter", { value: probability, "aria-label": `probability of ${label}` });
  const where = found ? ` ${found.path}:${found.line}` : "";
  return make("span", { className: "reading" }, bar, ` ${percent(probability)} `, make("code", {}, label), where);
}

function danger({ probability, told_from: told, doubted_from: doubted, encoder, odds, pattern, sure, flag }) {
  const chance = probability === null ? "no encoder to weigh it" : percent(probability);
  const found = [`${chance} (an emergency from ${percent(told)}, asked about from ${percent(doubted)})`];
  if (encoder !== null) found.push(`the encoder: ${percent(encoder)}`);
  if (odds !== null) found.push(`the words: log odds ${odds}${flag ? `, nearest to ${flag}` : ""}`);
  found.push(pattern ? `a pattern fits: ${pattern}${sure ? ", never harmless" : ""}` : "no pattern fits");
  return found.join("; ");
}

const percent = (share) => `${(share * 100).toFixed(1)} %`;

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
