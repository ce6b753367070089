"""The conductor's clock: an even time from a player that tells its position in steps."""

_PATIENCE = 0.4  # seconds that a player may take to begin before time goes on without it
_APART = 0.15  # seconds; further off than this, the player is followed at once
_PULL = 0.1  # how much of a small difference is taken back with each new position


class SmoothClock:
    """Seconds of the clip while it plays.

    A player with sound tells a new position every 40 to 64 ms (measured): shown as it is, every
    few frames one would be missing. So time runs on evenly between the player's positions, and is
    drawn gently towards each new one. Without a player (`sample` None) it simply runs, backwards
    too.
    """

    def __init__(self) -> None:
        self._base = 0.0  # the clip's seconds …
        self._since = 0.0  # … at this moment of the caller's clock
        self._rate = 1.0
        self._sample: float | None = None
        self._waiting = False
        self._shown = 0.0

    def start(self, position: float, now: float, sample: float | None, rate: float = 1.0) -> None:
        """Run from a position; `sample` is what the player tells before it has begun.

        `rate`: seconds of the clip in a second; negative: backwards, which no player does.
        """
        self._rate = rate
        self._base = self._shown = position
        self._since = now
        self._sample = sample
        self._waiting = sample is not None

    def read(self, now: float, sample: float | None) -> float:
        """The clip's time now. Never turns, unless the player is somewhere else altogether."""
        if sample is not None and sample != self._sample:
            self._sample = sample
            self._follow(now, sample)
        if self._waiting:
            if now - self._since < _PATIENCE:
                return self._shown
            self._waiting = False
            self._since = now
        at = self._base + (now - self._since) * self._rate
        self._shown = min(self._shown, at) if self._rate < 0 else max(self._shown, at)
        return self._shown

    def _follow(self, now: float, sample: float) -> None:
        guess = self._base + (now - self._since) * self._rate
        apart = sample - guess
        if self._waiting:  # it has begun; what it took to begin is no time of the clip
            self._waiting = False
            self._base, self._since = max(self._shown, sample), now
        elif abs(apart) > _APART * max(1.0, self._rate):
            self._base, self._since, self._shown = sample, now, sample
        else:
            self._base += apart * _PULL
