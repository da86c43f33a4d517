"""Templates become speech, and speech has a length."""
