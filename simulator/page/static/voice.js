// The browser's speech synthesis. Only voices that speak on this computer are taken unasked.

const synthesis = globalThis.speechSynthesis ?? null;

export function voices() {
  const english = (voice) => voice.lang.toLowerCase().replace("_", "-").startsWith("en");
  return synthesis ? synthesis.getVoices().filter(english) : [];
}

export function whenVoicesCome(tell) {
  // Some browsers fill the list only after a while.
  synthesis?.addEventListener?.("voiceschanged", tell);
}

export function bestVoice(locale) {
  const local = voices().filter((voice) => voice.localService);
  const speaks = (voice) => voice.lang.replace("_", "-").toLowerCase() === locale.toLowerCase();
  return local.find(speaks) ?? local.find((voice) => voice.default) ?? local[0] ?? null;
}

export function hush() {
  synthesis?.cancel();
}

// A voice of the browser, as the player wants one.
export function browserVoice(voice) {
  return {
    speak({ piece, first, speed }, { onBegin, onWord, onOver }) {
      const words = piece.words.slice(first);
      const text = words.map((word) => word.text).join(" ");
      const { rate, pitch, volume, spelled } = piece.manner;
      onBegin(null);  // whether or not it has: nobody can tell
      return say(spelled ? [...text].join(" ") : text, { voice, rate: rate * speed, pitch, volume }, {
        onWord: (index) => {
          const count = text.slice(0, index).split(" ").length - 1;
          if (!spelled && words[count]) onWord(first + count);
        },
        onOver,
      });
    },
  };
}

// Says `text`; tells the place of each word, and once that it is over (true) or that it failed (false).
function say(text, { voice, rate, pitch, volume }, { onWord, onOver }) {
  const utterance = new SpeechSynthesisUtterance(text);
  let over = false;
  const finish = (well) => {
    if (!over) {
      over = true;
      onOver(well);
    }
  };
  utterance.voice = voice;
  utterance.lang = voice.lang;
  utterance.rate = rate;
  utterance.pitch = pitch;
  utterance.volume = volume;
  utterance.onboundary = (event) => {
    if (event.name !== "sentence" && !over) onWord(event.charIndex);
  };
  utterance.onend = () => finish(true);
  utterance.onerror = () => finish(false);
  synthesis.speak(utterance);
  return () => {
    over = true;
    synthesis.cancel();
  };
}
