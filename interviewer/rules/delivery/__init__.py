"""How an answer was spoken: measured from its words and its sound, shown to the candidate, never graded."""
