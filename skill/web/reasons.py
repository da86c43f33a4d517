"""Why a request was refused: the codes that stand in the log, and nowhere else."""

from enum import StrEnum


class Reason(StrEnum):
    """One code for each thing that verification checks. The caller never sees it."""

    BODY_TOO_LARGE = "body_too_large"
    HEADER_MISSING = "header_missing"
    URL_TOO_LONG = "url_too_long"
    URL_SCHEME = "url_scheme"
    URL_HOST = "url_host"
    URL_PATH = "url_path"
    CERTIFICATE_PAUSED = "certificate_paused"
    CERTIFICATE_RATE = "certificate_rate"
    CERTIFICATE_UNREACHABLE = "certificate_unreachable"
    CERTIFICATE_NOT_SERVED = "certificate_not_served"
    CHAIN_TOO_LARGE = "chain_too_large"
    CHAIN_UNREADABLE = "chain_unreadable"
    CHAIN_UNTRUSTED = "chain_untrusted"
    KEY_UNSUITABLE = "key_unsuitable"
    SIGNATURE_MALFORMED = "signature_malformed"
    SIGNATURE_WRONG = "signature_wrong"
    BODY_MALFORMED = "body_malformed"
    TIMESTAMP_MALFORMED = "timestamp_malformed"
    TIMESTAMP_OUT_OF_RANGE = "timestamp_out_of_range"
    APPLICATION_WRONG = "application_wrong"
    ENVELOPE_INCOMPLETE = "envelope_incomplete"
    VERIFIER_FAILED = "verifier_failed"
