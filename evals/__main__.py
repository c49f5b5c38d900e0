"""`python -m evals SUITE...`; see `evals/README.md`."""

import sys

from evals.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
