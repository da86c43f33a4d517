"""Written by `python -m authoring.training.fit_referred`; never edited by hand."""

REFERRED = 2.12
"""Log odds by which a personal decision is preferred to what the encoder says of it."""
REFERRALS = 7.67
"""What the likeness to the nearest personal decision counts for: log odds for one more by one."""
