"""Trains the weights anew, prints how well held-out authors are read, and stores both."""

import sys

from training.fitting import fit_all
from training.notes import CORPUS
from training.scoring import score_lines
from training.storing import store


def main() -> int:
    """Trains, scores and stores; with `--score` the stored weights stay as they are."""
    fitted = fit_all()
    scores = "\n".join(score_lines(fitted))
    print(scores)
    if "--score" not in sys.argv[1:]:
        store(fitted)
        (CORPUS / "SCORES.txt").write_text(f"{scores}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
