"""One file per outside thing. Translates, decides nothing; imports errors, model and ports only."""
