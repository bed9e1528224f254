"""The nouns: frozen facts without I/O. Times are seconds; inside a take, from the first sample of its answer.wav."""
