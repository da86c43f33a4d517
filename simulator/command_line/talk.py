"""Talking to the simulated device in a terminal."""

from collections.abc import Callable, Iterable

from simulator.conversation.turns import LONGEST_WAIT_S
from simulator.device.device import Device
from simulator.device.entry import Entry
from simulator.protocol.skill_events import PREFIX, bodies

Write = Callable[[str], object]
"""Writes text to the terminal."""

_HELP = """Type what you would say. An empty line is silence until the device does something.
  /wait SECONDS   let the next words come that long after the reply began (waits add up)
  /new            leave the session
  /person NAME    let Alexa recognise that person's voice from now on; without a name, nobody's
  /event NAME     tell the skill of an event: {events}
  /quit           end (so does Ctrl-D)
""".format(events=", ".join(bodies()))


def talk(device: Device, name: str, lines: Iterable[str], write: Write) -> None:
    """Answer `lines` until they end or one says /quit; `name` is the skill's spoken name."""
    write(f'Say "open {name}" or "ask {name} ..."; /help tells the rest.\n')
    _prompt(write)
    for line in lines:
        words = line.strip()
        if words == "/quit":
            return
        if words.startswith("/"):
            _command(device, words, name, write)
        else:
            exchange = device.say(words) if words else device.silence()
            write(describe(exchange.entry, name))
        _prompt(write)
    write("\n")


def describe(entry: Entry, name: str) -> str:
    """Return what a person in the room would notice of `entry`."""
    before = entry.meanwhile or []
    if entry.speech and not entry.said.strip():
        before = before[:-1]  # the reprompt itself, which is shown as speech
    lines = [_meanwhile(event) for event in before]
    if entry.error:
        lines.append(f"  ! {entry.error}")
    if (entry.intent or "").startswith(PREFIX) and not entry.error:
        lines.append(f"  (the skill was told: {entry.intent})")
    elif entry.speech:
        lines.append(f"{name.title()}: {entry.speech}")
    elif entry.heard_by == "nobody" and entry.said and entry.session_open:
        lines.append("  (there is no word in that)")
    elif entry.heard_by == "nobody" and entry.said:
        lines.append(f'  (nobody heard that: say "open {name}" first)')
    elif entry.heard_by == "nobody" and not entry.meanwhile:
        lines.append("  (silence)")
    elif entry.heard_by == "alexa":
        lines.append("  (Alexa took that herself)")
    listening = "microphone open" if entry.session_open else "session closed"
    seconds = f", {entry.seconds:.1f} s" if entry.seconds is not None else ""
    lines.append(f"  ({listening}{seconds})")
    return "\n".join(lines) + "\n"


def _meanwhile(event: dict[str, str]) -> str:
    match event:
        case {"event": "reprompt", "speech": speech}:
            return f"  (after silence: {speech})"
        case {"event": "session_ended", "reason": reason}:
            return f"  (session ended: {reason})"
        case {"event": "cut_off", "at": at}:
            return f"  (cut off after {at} s)"
    return f"  ({event})"


def _command(device: Device, words: str, name: str, write: Write) -> None:
    match words.split():
        case ["/wait", text] if (seconds := _seconds(text)) is not None:
            device.wait(seconds)
        case ["/new"]:
            device.new_session()
        case ["/person", *person]:
            device.recognise(" ".join(person))
        case ["/event", event] if event in bodies():
            write(describe(device.tell(event).entry, name))
        case ["/help"]:
            write(_HELP)
        case _:
            write(f"  ({words} is not known)\n{_HELP}")


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds <= LONGEST_WAIT_S else None


def _prompt(write: Write) -> None:
    write("> ")
