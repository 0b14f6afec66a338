"""Repeatable measurements that print tables; never part of the test run."""

import os

# One core, so that numbers compare between machines; numpy reads these when it is first imported.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
