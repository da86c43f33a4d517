// The simulated clock on the page, and the speech that runs on it.
//
// All moments are seconds from the moment the last reply began. A browser's voice is faster or
// slower than the device's: the clock follows the voice from sentence to sentence, so that what is
// said while it speaks reaches the skill at the right place. A voice that tells how long it takes is
// the device's own: moments are moved to where it says they are. Without a voice the clock runs alone.

import { retime } from "./spoken.js";
import { hush } from "./voice.js";

const TICK_MS = 100;
const FASTEST_VOICE = 2;
const PATIENCE_S = 4;
// A computer that slept for an hour has not listened for an hour.
const LONGEST_STEP_S = 2;

export class Player {
  elapsed = 0;
  speed = 1;
  voice = null;
  standing = null;
  #place = 0;
  #stopVoice = null;
  #begun = false;
  #retimed = false;
  #spokenSince = 0;
  #holders = new Set(["starting"]);
  #last = performance.now();
  #acted = false;

  // `onTick(player)` after every step of the clock; `onAct()` once, when the device breaks the silence;
  // `onRetimed(score)` when the voice has told how long something takes.
  constructor({ onTick, onAct, onRetimed, onVoiceFailed }) {
    Object.assign(this, { onTick, onAct, onRetimed, onVoiceFailed });
    setInterval(() => this.#tick(), TICK_MS);
  }

  get playing() {
    return this.standing?.playing ?? null;
  }

  // Whether the voice has moved the moments of what is standing.
  get retimed() {
    return this.#retimed;
  }

  get halted() {
    return this.#holders.size > 0;
  }

  isHeldBy(reason) {
    return this.#holders.has(reason);
  }

  get piece() {
    return this.playing?.score.pieces[this.#place] ?? null;
  }

  // Seconds from the start of the speech under way.
  get position() {
    return this.playing ? this.elapsed - this.playing.began : 0;
  }

  load(standing) {
    this.#quiet();
    const before = this.playing;
    this.standing = standing;
    this.#retimed = before?.sound ? this.#keepTimes(before) : false;
    this.elapsed = standing.elapsed;
    this.#acted = false;
    this.#seek();
    this.onTick(this);
  }

  hold(reason) {
    this.#run();
    this.#holders.add(reason);
    this.#quiet();
    this.onTick(this);
  }

  release(reason) {
    if (!this.#holders.delete(reason)) return;
    this.#last = performance.now();
    this.onTick(this);
  }

  setVoice(voice) {
    this.#quiet();
    this.voice = voice;
  }

  setSpeed(speed) {
    this.#quiet();
    this.speed = speed;
  }

  // To a later moment of the same silence or speech, where a conversation stood that is brought back.
  advance(moment) {
    this.#quiet();
    this.elapsed = Math.max(this.elapsed, Math.min(moment, this.standing.next_act ?? moment));
    this.#seek();
    this.onTick(this);
  }

  // To the end of the speech; in a silence, to what the device does next.
  skip() {
    this.#quiet();
    const standing = this.standing;
    this.elapsed = this.playing ? standing.silent_from : Math.max(this.elapsed, standing.next_act ?? 0);
    this.#seek();
    this.#checkAct();
    this.onTick(this);
  }

  #tick() {
    const now = performance.now();
    if (!this.halted && this.standing) this.#run();
    this.#last = now;
    if (!this.halted) this.onTick(this);
  }

  #run() {
    if (this.halted || !this.standing) return;
    const now = performance.now();
    const passed = Math.min((now - this.#last) / 1000, LONGEST_STEP_S) * this.speed;
    this.#last = now;
    let moment = this.elapsed + passed;
    while (this.piece) {
      const end = this.playing.began + this.piece.at + this.piece.seconds;
      if (this.#stopVoice) {
        this.#watchVoice();
        moment = this.#begun ? Math.min(moment, Math.max(this.elapsed, end - 0.001)) : this.elapsed;
        break;
      }
      if (this.#shouldSpeak() && this.elapsed < end) {
        this.#speak();
        moment = this.elapsed;
        break;
      }
      if (moment < end) break;
      this.elapsed = end;
      this.#place += 1;
    }
    this.elapsed = moment;
    if (this.playing && !this.piece) {
      this.elapsed = Math.max(moment, this.standing.silent_from);
      this.standing.playing = null;
    }
    this.#checkAct();
  }

  #checkAct() {
    const { next_act: act } = this.standing;
    if (!this.playing && act !== null && this.elapsed >= act && !this.#acted) {
      this.elapsed = act;
      this.#acted = true;
      this.onAct();
    }
  }

  #seek() {
    const score = this.playing?.score;
    if (!score) return;
    const found = score.pieces.findIndex((piece) => this.position < piece.at + piece.seconds);
    this.#place = found < 0 ? score.pieces.length : found;
    if (found < 0) this.standing.playing = null;
  }

  #shouldSpeak() {
    return this.voice && this.speed <= FASTEST_VOICE && this.piece.kind === "words";
  }

  #speak() {
    const { piece, playing, speed } = this;
    const place = this.#place;
    // After a halt the sentence goes on with the word it was at.
    const first = Math.max(piece.words.findLastIndex((word) => word.at <= this.position + 0.001), 0);
    this.#begun = false;
    this.#stopVoice = () => {};
    const stop = this.voice.speak({ playing, place, piece, first, speed }, {
      onBegin: (timing) => {
        this.#begun = true;
        this.#spokenSince = this.#last = performance.now();
        if (timing) this.#takeTime(place, timing, first);
      },
      onWord: (count) => { this.elapsed = Math.max(this.elapsed, playing.began + piece.words[count].at); },
      onOver: (well) => {
        this.#stopVoice = null;
        if (!well) return this.#giveUp();
        this.elapsed = playing.began + piece.at + piece.seconds;
        this.#place += 1;
        this.#last = performance.now();
        this.#run();
        this.onTick(this);
      },
    });
    if (this.#stopVoice) this.#stopVoice = stop;
  }

  // The voice has begun with the word `first` of a piece, and told how long the piece takes.
  #takeTime(place, timing, first) {
    const moved = retime(this.playing, place, timing);
    this.#retimed = true;
    this.standing.silent_from += moved;
    if (this.standing.next_act !== null) this.standing.next_act += moved;
    if (first) this.elapsed = this.playing.began + this.piece.words[first].at;
    this.onRetimed(this.playing.score);
  }

  // What was being said and goes on, or is said again, takes the time that the voice has told of.
  #keepTimes({ sound, score }) {
    const { playing } = this.standing;
    if (playing?.sound !== sound) return false;
    playing.score = score;
    const moved = playing.began + score.seconds - this.standing.silent_from;
    this.standing.silent_from += moved;
    if (this.standing.next_act !== null) this.standing.next_act += moved;
    return true;
  }

  #watchVoice() {
    if (!this.#begun) return;
    const patience = PATIENCE_S + (3 * this.piece.seconds) / this.speed;
    if (performance.now() - this.#spokenSince > patience * 1000) {
      this.#quiet();
      this.#giveUp();
    }
  }

  #giveUp() {
    this.voice = null;
    this.onVoiceFailed();
  }

  #quiet() {
    this.#stopVoice?.();
    this.#stopVoice = null;
    hush();
  }
}
