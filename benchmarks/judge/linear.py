"""The three fits that the head needs, in numpy: ridge, logistic regression and cuts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def ridge(rows: Floats, wanted: Floats, weights: Floats, alpha: float) -> tuple[Floats, float]:
    """Coefficients and intercept for rows as they are; the penalty sees them standardised."""
    share = weights / weights.sum()
    mean = share @ rows
    spread = np.sqrt(share @ (rows - mean) ** 2) + 1e-6
    scaled = (rows - mean) / spread
    target = wanted - share @ wanted
    gram = (scaled * weights[:, None]).T @ scaled + alpha * np.eye(rows.shape[1])
    found = np.linalg.solve(gram, (scaled * weights[:, None]).T @ target) / spread
    return found, float(share @ wanted - mean @ found)


def logistic(rows: Floats, wanted: Floats, weights: Floats, strength: float) -> tuple[Floats, Floats]:
    """L2-penalised logistic regression of several labels at once; `strength` is C as scikit-learn has it.

    `wanted` has shape (rows, labels); coefficients come as (labels, columns) and intercepts as (labels,). Steps by the
    upper bound of the Hessian (Boehning 1992), which is factored once for all labels and all steps.
    """
    padded = np.hstack([rows, np.ones((len(rows), 1))])
    penalty = np.full(padded.shape[1], 1 / strength)
    penalty[-1] = 1e-6
    bound = 0.25 * (padded * weights[:, None]).T @ padded + np.diag(penalty)
    inverse = np.linalg.inv(bound)
    found = np.zeros((padded.shape[1], wanted.shape[1]))
    ahead = found
    for step in range(300):
        chance = 1 / (1 + np.exp(-np.clip(padded @ ahead, -30, 30)))
        slope = padded.T @ (weights[:, None] * (chance - wanted)) + penalty[:, None] * ahead
        better = ahead - inverse @ slope
        ahead = better + step / (step + 3) * (better - found)
        moved, found = np.abs(better - found).max(), better
        if moved < 1e-5:
            break
    return found[:-1].T, found[-1]


def cuts(scores: Floats, wanted: Floats, lowest: int, highest: int, *, copied: float = 0.5) -> Floats:
    """Where a score becomes the next whole one: between the quantiles of the labels (`copied` of 1) and the halves (0).

    The quantiles alone would copy the label counts of one set, the halves alone would shrink every grade to the mean.
    """
    steps = range(lowest, highest)
    quantiles = np.array([np.quantile(scores, np.mean(wanted <= step)) for step in steps])
    return np.maximum.accumulate(copied * quantiles + (1 - copied) * np.array([step + 0.5 for step in steps]))
