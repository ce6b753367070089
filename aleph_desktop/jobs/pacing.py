"""When to ask the service: how often at all, and how long a generation takes. No clock in here.

Measured by simulation, generations around 210 s: 17–21 requests a job, seen 2.6–5.2 s after they
are done; asking every 10 s costs 22–26 requests for 5.1 s.
"""

import math
from collections import deque

SHARE = 0.9  # of the believed rate: the service counts by its own clock
LONGEST_PAUSE = 300.0  # seconds; a Retry-After beyond that is taken for a mistake
FIRST_PAUSE = 5.0  # seconds, when a 429 names none; doubles with each refusal in a row
CUT = 0.8  # what a 429 leaves of the rate
RECOVERY = 1 / 1500  # of the full rate regained each second: one cut in 5 min

FIRST_LOOK = 3.0  # seconds after a job was accepted
WAITS = (1.0, 20.0)  # seconds between two looks at one job, least and most
LATENESS_COST = 0.3  # what a second of not noticing is worth, in requests; by simulation

HISTORY = 40  # durations of the model that count
TYPICAL = 210.0  # seconds; the provider's own example run
SPREAD = 0.55  # of ln(seconds): 70…630 s, users report 1–10 minutes
PRIOR_WEIGHT = 4.0  # as many durations as the prior counts for
KERNEL = 0.12  # of ln(seconds): a past duration stands for its neighbourhood
LONGEST_GENERATION = 3600.0  # seconds; more is the app's absence, not the model's work
FULLEST = 0.95  # a soft bar never reaches the end by itself


class RequestBudget:
    """When the next request may leave, for all calls together: a token bucket that holds one.

    One, because a service that counts in windows refuses any burst on top of the rate. Times are
    seconds of a clock that never goes back.
    """

    def __init__(self, rate: float) -> None:
        """`rate`: requests a second that are believed to be allowed."""
        self._full = rate * SHARE
        self._cut_to = self._full
        self._cut_at = 0.0
        self._free_at = -math.inf
        self.paused_until = -math.inf  # by the last 429; may be past
        self._refusals = 0  # in a row

    def rate(self, now: float) -> float:
        """Requests a second, at present."""
        return min(self._full, self._cut_to + self._full * RECOVERY * max(0.0, now - self._cut_at))

    def delay(self, now: float) -> float:
        """Seconds until a request may leave; 0.0 if one may leave now."""
        return max(0.0, self._free_at - now, self.paused_until - now)

    def take(self, now: float) -> None:
        """A request leaves now."""
        self._free_at = now + 1 / self.rate(now)

    def answered(self) -> None:
        """The service took a request."""
        self._refusals = 0

    def refused(self, now: float, retry_after: float | None) -> None:
        """A 429 came: nobody asks for `retry_after` seconds; None or nonsense: a growing while.

        Several that were under way together cut the rate once.
        """
        if retry_after is None or not retry_after >= 0:
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self._refusals, 10))
        else:
            pause = min(LONGEST_PAUSE, retry_after)
        if now >= self.paused_until:
            self._cut_to, self._cut_at = self.rate(now) * CUT, now
            self._refusals += 1
        self.paused_until = max(self.paused_until, now + pause)


class GenerationTimes:
    """How long one model's generations take: what was seen, mixed with a wide guess.

    A mixture of lognormal distributions, one for each duration and one for the guess. All times
    are seconds since the service accepted the job.
    """

    def __init__(self, typical: float = TYPICAL) -> None:
        """`typical`: the guess's median, in seconds, while nothing was seen."""
        self._guess = (PRIOR_WEIGHT, math.log(typical), SPREAD)
        # (weight, mean of ln(seconds), deviation)
        self._seen: deque[tuple[float, float, float]] = deque(maxlen=HISTORY)

    def learn(self, seconds: float) -> None:
        """A generation took so long. What can't be a duration is left out."""
        if 1.0 <= seconds <= LONGEST_GENERATION:
            self._seen.append((1.0, math.log(seconds), KERNEL))

    def chance_unfinished(self, elapsed: float) -> float:
        """The chance that a generation takes longer than `elapsed`."""
        if elapsed <= 0:
            return 1.0
        at = math.log(elapsed)
        total = sum(w * _above((at - mean) / spread) for w, mean, spread in self._parts())
        return min(1.0, total / self._weight())

    def hazard(self, elapsed: float) -> float:
        """The chance a second that it finishes now, given that it has not until now."""
        unfinished = self.chance_unfinished(elapsed)
        if elapsed <= 0 or unfinished <= 0:
            return 0.0
        at = math.log(elapsed)
        density = sum(w * _density((at - mean) / s) / s for w, mean, s in self._parts())
        return density / elapsed / self._weight() / unfinished

    def chance_finished_between(self, start: float, end: float) -> float:
        """The chance that it is finished at `end`, given that it was not at `start`."""
        before = self.chance_unfinished(start)
        return 1 - self.chance_unfinished(max(start, end)) / before if before > 0 else 1.0

    def median_remaining(self, elapsed: float) -> float:
        """Half of the generations that last longer than `elapsed` end within this many seconds."""
        elapsed = max(0.0, elapsed)
        goal = self.chance_unfinished(elapsed) / 2
        low, high = elapsed, max(2 * elapsed, 2 * LONGEST_GENERATION)
        for _ in range(24):
            middle = (low + high) / 2
            if self.chance_unfinished(middle) > goal:
                low = middle
            else:
                high = middle
        return high - elapsed

    def fraction(self, elapsed: float) -> float:
        """How full a soft bar is: the expected part of the time that is over, up to `FULLEST`."""
        if elapsed <= 0:
            return 0.0
        at = math.log(elapsed)
        total = 0.0
        for weight, mean, s in self._parts():
            # E[min(1, elapsed / T)] of a lognormal T
            over = 1 - _above((at - mean) / s)
            share = math.exp(at - mean + s * s / 2) * _above((at - mean) / s + s)
            total += weight * min(1.0, over + share)
        return FULLEST * min(1.0, total / self._weight())

    def next_wait(self, elapsed: float) -> float:
        """Seconds until the next look at a job, of which nothing but its age is known."""
        if elapsed < FIRST_LOOK:
            return FIRST_LOOK - max(0.0, elapsed)
        least, most = WAITS
        hazard = self.hazard(elapsed)
        return min(most, max(least, math.sqrt(2 * LATENESS_COST / hazard))) if hazard > 0 else most

    def _parts(self) -> list[tuple[float, float, float]]:
        return [self._guess, *self._seen]

    def _weight(self) -> float:
        return PRIOR_WEIGHT + len(self._seen)


def _above(z: float) -> float:
    """The chance that a standard normal variable is above `z`."""
    return math.erfc(z / math.sqrt(2)) / 2


def _density(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
