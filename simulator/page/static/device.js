// What the device is doing, for the eye: the ring, the number in it, and two lines of text.

import { byId } from "./dom.js";

const CLOCK = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric",
  hour: "2-digit", minute: "2-digit", second: "2-digit",
});

// Returns { mode, title, meaning, count, unit, part }: part is how much of the ring is drawn, 0 to 1.
export function describe(player, name) {
  const { standing, playing, elapsed } = player;
  if (playing) {
    const { score } = playing;
    const hold = player.piece?.hold ?? null;
    if (hold !== null) {
      const { at, seconds } = score.holds[hold];
      const left = Math.max(at + seconds - player.position, 0);
      return {
        mode: "hold", title: "Hold", meaning: "The device counts or stays silent. Say something to cut in, as after “Alexa”.",
        count: Math.ceil(left), unit: "s", part: left / seconds,
      };
    }
    const left = Math.max(score.seconds - player.position, 0);
    return {
      mode: "speaking", title: playing.reprompt ? "Saying the reprompt" : "Speaking",
      meaning: "The microphone is closed. Say something to cut in, as after “Alexa”.",
      count: Math.ceil(left), unit: "s left", part: player.position / score.seconds,
    };
  }
  if (standing.session_open) {
    const wait = standing.next_act - standing.silent_from;
    const left = Math.max(standing.next_act - elapsed, 0);
    return {
      mode: "listening", title: "Microphone open",
      meaning: standing.reprompts ? "If nobody speaks, the reprompt comes." : "If nobody speaks, the session ends.",
      count: Math.ceil(left), unit: standing.reprompts ? "s to reprompt" : "s to the end", part: left / wait,
    };
  }
  return {
    mode: "closed", title: "No session",
    meaning: `The microphone is closed, and words go to Alexa. Name the skill to reach it: “open ${name}”.`,
    count: "", unit: "", part: 0,
  };
}

export function showDevice(player, name) {
  const view = describe(player, name);
  const device = document.querySelector(".device");
  device.dataset.mode = view.mode;
  device.dataset.halted = player.halted;
  device.style.setProperty("--part", Math.min(Math.max(view.part, 0), 1).toFixed(4));
  setText("mode", player.isHeldBy("halt") ? `${view.title} (clock stopped)` : view.title);
  setText("meaning", player.isHeldBy("typing") ? "The clock waits while you type: you are heard at this moment." : view.meaning);
  setText("count", String(view.count));
  setText("unit", view.unit);
  const moment = Date.parse(player.standing.now) + (player.elapsed - player.standing.elapsed) * 1000;
  setText("now", CLOCK.format(new Date(moment)));
  return view;
}

function setText(id, text) {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}
