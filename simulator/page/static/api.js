// Talking to the simulator's server. Every function throws an Error whose message can be shown.

async function answered(response) {
  const content = await response.json().catch(() => ({}));
  if (!response.ok) {
    const error = new Error(content.error ?? `the simulator answered ${response.status}`);
    throw Object.assign(error, { status: response.status });
  }
  return content;
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Error("The simulator does not answer. Is it still running in its terminal?");
  }
}

export async function get(path) {
  return answered(await reach(path));
}

export async function getText(path) {
  const response = await reach(path);
  if (!response.ok) await answered(response);
  return response.text();
}

export async function postSound(path, body) {
  return answered(await reach(path, { method: "POST", headers: { "Content-Type": "audio/wav" }, body }));
}

export async function post(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return answered(await reach(path, { method: "POST", headers, body: JSON.stringify(body) }));
}
