// The microphone, recorded as a sound file: one channel of sixteen bits, at the browser's own rate.

const WANTED = { audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: true } };
const HEAD_BYTES = 44;

// `onLevel` is told how loud it is, from 0 to 1. `stop` lets go of the microphone and returns what it heard.
export async function openMicrophone(onLevel) {
  if (!navigator.mediaDevices) throw new Error("This browser gives no page a microphone.");
  const stream = await navigator.mediaDevices.getUserMedia(WANTED);
  const context = new AudioContext();
  const chunks = [];
  let stopped = null;

  async function stop() {
    for (const track of stream.getTracks()) track.stop();
    const { sampleRate } = context;
    await context.close();
    onLevel(0);
    const samples = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    return { sound: soundFile(chunks, samples, sampleRate), seconds: samples / sampleRate };
  }

  const recording = { stop: () => (stopped ??= stop()) };
  try {
    await context.audioWorklet.addModule("/static/recorder.js");
    const recorder = new AudioWorkletNode(context, "recorder");
    recorder.port.onmessage = ({ data }) => {
      chunks.push(data);
      onLevel(Math.min(Math.max(...data.map(Math.abs)), 1));
    };
    // It is run only on its way to the loudspeaker, and is silent there.
    context.createMediaStreamSource(stream).connect(recorder).connect(context.destination);
    await context.resume();
  } catch (error) {
    recording.stop();
    throw error;
  }
  return recording;
}

// The "WAVE" form of RIFF, in little-endian numbers.
function soundFile(chunks, samples, rate) {
  const view = new DataView(new ArrayBuffer(HEAD_BYTES + 2 * samples));
  const text = (at, letters) => [...letters].forEach((letter, place) => view.setUint8(at + place, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, HEAD_BYTES - 8 + 2 * samples, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * samples, true);
  let at = HEAD_BYTES;
  for (const chunk of chunks) {
    for (const sample of chunk) {
      view.setInt16(at, Math.round(Math.min(Math.max(sample, -1), 1) * 32_767), true);
      at += 2;
    }
  }
  return view.buffer;
}
