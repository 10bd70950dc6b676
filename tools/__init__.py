"""What `./run` hands over to: the demo, the tests, the checks, the pages that are made."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
