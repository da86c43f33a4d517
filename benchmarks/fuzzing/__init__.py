"""Coverage-guided fuzzing of the whole signed path: any body in, a valid answer or a refusal out."""
