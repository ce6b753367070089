"""`python packaging/smoke [PROGRAM]`: starts what was built and does the main job with it."""

import sys

if __name__ == "__main__":
    sys.exit("The smoke test isn't written yet.")
