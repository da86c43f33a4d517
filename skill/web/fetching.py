"""Fetching one small file over HTTPS, within narrow bounds."""

import ssl
import time
from dataclasses import dataclass
from http.client import HTTPResponse
from urllib.parse import urlsplit

from skill.errors import VerificationError
from skill.net.bounded_connection import TlsConnection
from skill.web.reasons import Reason

MAX_FILE_BYTES = 64 * 1024
_BLOCK_BYTES = 8 * 1024


@dataclass(frozen=True)
class HttpsFetch:
    """Gets a file: status 200 only, no redirects, at most 64 KiB.

    Called with a URL, it returns the bytes. Raises `OSError` or `http.client.HTTPException` where
    the host cannot be reached or does not finish in time, and `VerificationError`
    (`certificate_not_served`) where it answers with anything but the file.
    """

    tls: ssl.SSLContext
    """Whom to believe about the host's own identity."""
    timeout_s: float = 2.0
    """Seconds for all of it: no wait begins later, whether for the name server or for the body."""

    def __call__(self, url: str) -> bytes:
        """Get the file at `url`."""
        # A socket's time-out is a matter of the machine's clock, not of the injected one.
        deadline = time.monotonic() + self.timeout_s
        parts = urlsplit(url)
        connection = TlsConnection(parts.hostname or "", parts.port, self.tls, self.timeout_s)
        try:
            connection.request("GET", parts.path)
            with connection.getresponse() as response:
                return self._body(response, deadline)
        finally:
            connection.close()

    @staticmethod
    def _body(response: HTTPResponse, deadline: float) -> bytes:
        if response.status != 200:
            raise VerificationError(Reason.CERTIFICATE_NOT_SERVED)
        body = bytearray()
        while block := response.read1(_BLOCK_BYTES):
            body += block
            if len(body) > MAX_FILE_BYTES:
                raise VerificationError(Reason.CERTIFICATE_NOT_SERVED)
            if time.monotonic() >= deadline:
                raise TimeoutError
        return bytes(body)
