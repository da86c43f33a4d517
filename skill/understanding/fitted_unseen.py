"""Written by `python -m authoring.training.fit_unseen`; never edited by hand."""

WORDS = 0.6
"""What words in common count for in a likeness, beside the cosine: all that they weigh, in cosines."""
WEIGHT = 16.1
"""What a likeness counts for in a document that the encoder was not trained on: log odds for one more by one."""
GAPS = 1.1
"""Log odds by which whatever such a document lacks is preferred to what it says."""
BELOW = 0.147
"""By how much less than a near miss anything else is like such a document."""
NEAR = 0.639
"""How like a near miss is to the nearest statement of a document that lists too few."""
