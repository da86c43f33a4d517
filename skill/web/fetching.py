"""Fetching one small file over HTTPS, within narrow bounds."""

import ssl
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
    """Seconds for all of it, from looking up the name to the last byte of the body."""

    def __call__(self, url: str) -> bytes:
        """Get the file at `url`."""
        parts = urlsplit(url)
        connection = TlsConnection(parts.hostname or "", parts.port, self.tls)
        connection.allow(self.timeout_s)
        try:
            connection.request("GET", parts.path)
            with connection.getresponse() as response:
                return self._body(response)
        finally:
            connection.close()

    @staticmethod
    def _body(response: HTTPResponse) -> bytes:
        if response.status != 200:
            raise VerificationError(Reason.CERTIFICATE_NOT_SERVED)
        body = bytearray()
        while block := response.read1(_BLOCK_BYTES):
            body += block
            if len(body) > MAX_FILE_BYTES:
                raise VerificationError(Reason.CERTIFICATE_NOT_SERVED)
        return bytes(body)
