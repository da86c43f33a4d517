// Stands in for the browser's speech: says nothing, writes down what it should say, and waits to be told.
window.spoken = [];
window.cancelled = 0;
window.listening = 0;

const voices = [
  { voiceURI: "far", name: "Far", lang: "en-US", localService: false, default: true },
  { voiceURI: "near", name: "Near", lang: "en-US", localService: true, default: false },
];

window.SpeechSynthesisUtterance = class {
  constructor(text) {
    this.text = text;
  }
};

Object.defineProperty(window, "speechSynthesis", {
  value: {
    getVoices: () => voices,
    speak: (utterance) => window.spoken.push(utterance),
    cancel: () => {
      window.cancelled += 1;
    },
    addEventListener: () => {},
  },
});

class Recognition {
  start() {
    window.listening += 1;
    window.hear = (words, isFinal = false) => {
      this.onresult({ results: [Object.assign([{ transcript: words }], { isFinal })] });
      if (isFinal) this.onend();
    };
  }
  stop() {
    this.onend();
  }
}
window.SpeechRecognition = Recognition;
