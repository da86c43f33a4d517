// What can be pressed in place of typing: first what answers the question that was asked, then what often follows.

export function suggested({ closed, open, outcomes, open_questions: openQuestions }, { sessionOpen, outcome, speech }) {
  if (!sessionOpen) return closed;
  const lines = outcomes[outcome] ?? open;
  return wantsYesOrNo(speech, openQuestions) ? [...new Set(["yes", "no", ...lines])] : lines;
}

// A question at the end that begins with no "what" or "which", and leaves no choice with "or".
function wantsYesOrNo(speech, openQuestions) {
  const question = /(?:^|[.?!]\s+)([^.?!]+)\?$/.exec((speech ?? "").trim())?.[1];
  if (!question) return false;
  const words = question.toLowerCase().split(/[\s,]+/);
  return !openQuestions.includes(words[0].split("'")[0]) && !words.includes("or");
}
