// An Alexa client that knows nothing of this project talks to the skill through the signing relay.
// Arguments: the relay's address and the interaction model. Prints what came back, as JSON.
const { VirtualAlexa } = require("virtual-alexa");

const [, , relay, model] = process.argv;
const alexa = VirtualAlexa.Builder().skillURL(relay).interactionModelFile(model).locale("en-US").create();

function told(answer) {
  return {
    ssml: answer.response.outputSpeech ? answer.response.outputSpeech.ssml : null,
    closes: answer.response.shouldEndSession === true,
    outcome: answer.sessionAttributes.outcome,
  };
}

async function talk() {
  // Its utterances must not contain ask, open, launch or tell, which it takes for a launch.
  const turns = [await alexa.launch()];
  turns.push(await alexa.intend("AskQuestionIntent", { question: "why does walking help my back" }));
  turns.push(await alexa.utter("help"));
  turns.push(await alexa.intend("AMAZON.FallbackIntent"));
  turns.push(await alexa.utter("stop"));
  return turns.map(told);
}

talk().then(
  (turns) => console.log(JSON.stringify(turns)),
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
