"""How well filled pauses are found: written by `python -m benchmarks.delivery --keep`, not by hand.

On the half of the synthetic set whose voices and words limits were not first chosen on, clean and at 20 dB of noise
together, from transcript, sound and the verbatim pass. Real voices are not measured.
"""

PRECISION = 0.86
RECALL = 0.92
