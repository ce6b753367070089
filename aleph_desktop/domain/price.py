"""What one run costs, as the service's catalogue says."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """USD for one run. A price that can't be quoted is None, and nobody guesses."""

    a_run: Decimal

    def words(self, runs: int = 1) -> str:
        """ "$0.98", or for several "2 × $0.98 = $1.96"."""
        one = f"${self.a_run:.2f}"
        return one if runs == 1 else f"{runs:,} × {one} = ${self.a_run * runs:,.2f}"
