// The voice that `make voice` installs: the page's server speaks, piece by piece, and tells when each word begins.

const AHEAD = 2;
let kept = { sound: null, pieces: new Map() };

// A voice as the player wants one. While a piece is being made, the next ones are asked for too.
export function serverVoice() {
  return {
    speak({ playing, place, first, speed }, { onBegin, onOver }) {
      const audio = new Audio();
      let over = false;
      const finish = (well) => {
        if (!over) {
          over = true;
          onOver(well);
        }
      };
      piece(playing, place).then(async ({ url, timing }) => {
        if (over) return;
        ahead(playing, place);
        audio.src = url;
        audio.playbackRate = speed;
        audio.currentTime = first ? timing.words[first] : 0;
        audio.onended = () => finish(true);
        audio.onerror = () => finish(false);
        await audio.play();
        if (!over) onBegin(timing);
      }).catch(() => finish(false));
      return () => {
        over = true;
        audio.pause();
      };
    },
  };
}

function ahead(playing, place) {
  const { pieces } = playing.score;
  const next = pieces.map((one, at) => at).filter((at) => at > place && pieces[at].kind === "words");
  for (const at of next.slice(0, AHEAD)) piece(playing, at).catch(() => {});  // it is asked for again when it is due
}

function piece({ sound }, place) {
  if (kept.sound !== sound) {
    for (const asked of kept.pieces.values()) asked.then(({ url }) => URL.revokeObjectURL(url), () => {});
    kept = { sound, pieces: new Map() };
  }
  const { pieces } = kept;
  if (!pieces.has(place)) {
    const asked = ask(sound, place);
    asked.catch(() => pieces.delete(place));
    pieces.set(place, asked);
  }
  return pieces.get(place);
}

async function ask(sound, place) {
  const answer = await fetch(`/api/sounds/${sound}/${place}`);
  if (!answer.ok) throw new Error(`the simulator answered ${answer.status}`);
  return { url: URL.createObjectURL(await answer.blob()), timing: JSON.parse(answer.headers.get("Timing")) };
}

// Moves what is `playing` to the true length of its piece at `place`; returns by how much all that follows moved.
export function retime({ score }, place, { seconds, words }) {
  const piece = score.pieces[place];
  const moved = seconds - piece.seconds;
  piece.seconds = seconds;
  piece.words.forEach((word, count) => { word.at = piece.at + words[count]; });
  for (const later of score.pieces.slice(place + 1)) {
    later.at += moved;
    for (const word of later.words) word.at += moved;
  }
  score.holds.forEach((hold, number) => {
    const inside = score.pieces.filter((one) => one.hold === number);
    hold.at = inside[0].at;
    hold.seconds = inside.reduce((sum, one) => sum + one.seconds, 0);
  });
  score.seconds += moved;
  return moved;
}
