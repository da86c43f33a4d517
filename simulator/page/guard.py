"""Who may talk to the page's server: programs on this computer, and no other web page.

A web page elsewhere could send requests to a server on loopback, by its address or by a name that
it lets point here. So the Host must be loopback, an Origin must be ours, and a body must be JSON
or sound, which a page elsewhere cannot send without asking first.
"""

from flask import Flask, Response, abort, request

_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
SOUND = "audio/wav"
"""How a recording is sent."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "media-src 'self' blob:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def guard(app: Flask) -> None:
    """Let `app` refuse whatever does not come from this computer, and say what the page may load."""
    app.before_request(_refuse_strangers)
    app.after_request(_add_headers)


def _refuse_strangers() -> None:
    host = request.host.rpartition(":")[0] if not request.host.endswith("]") else request.host
    if (host if ":" in request.host else request.host) not in _HOSTS:
        abort(403, "this server answers to 127.0.0.1 and localhost alone")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        abort(403, "this server answers its own page alone")
    if request.method == "POST" and request.mimetype not in ("application/json", SOUND):
        abort(415, "send application/json")


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
