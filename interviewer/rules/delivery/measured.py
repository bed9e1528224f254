"""How well filled pauses are found: written by `python -m benchmarks.delivery --keep`, not by hand.

On the half of the synthetic set that no limit was chosen on, clean and at 20 dB of noise together, from transcript and
sound. Real voices are not measured.
"""

PRECISION = 0.86
RECALL = 0.92
