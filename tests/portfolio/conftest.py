"""Makes the slow oracle importable, and problems short to write."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))
