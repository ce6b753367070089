"""The keys of this run: the stored one, or one that there is no keyring to store in."""

from aleph_desktop.domain.api_key import ApiKey
from aleph_desktop.settings.api_key import HeldKey, KeySource, delete_key, find_key, keep_key


class Keys:
    """Finds, keeps and forgets the key of an API. Every method may block: call it in a worker."""

    def __init__(self) -> None:
        self._session: dict[str, HeldKey] = {}

    def find(self, api_base: str) -> HeldKey:
        """The key in use for a service, and where it is from."""
        found = find_key(api_base)
        return self._session.get(api_base, found) if found.key is None else found

    def keep(self, api_base: str, key: ApiKey) -> HeldKey:
        """Store it; where that can't be, hold it for this run, which the note says."""
        held = keep_key(api_base, key)
        if held.source is KeySource.SESSION:
            self._session[api_base] = held
        return held

    def forget(self, api_base: str) -> HeldKey:
        """Delete it; returns what is then in use."""
        self._session.pop(api_base, None)
        return delete_key(api_base)
