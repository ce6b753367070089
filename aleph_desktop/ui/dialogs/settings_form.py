"""What the settings dialog shows and gives back."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SettingsForm:
    """The user's settings as the dialog knows them. The key goes in only, never out."""

    api_base: str
    results_dir: str
    service_path: str  # "universal" or "older"
    concurrency: int
    give_up_minutes: int
    requests_per_minute: int
    theme: str  # "system", "dark" or "light"
    keep_awake: bool = True
    new_key: str = field(default="", repr=False)  # empty: unchanged
    has_key: bool = False
    can_remove_key: bool = False
    key_note: str = ""  # where the key is kept
    update_feed: str = ""  # a release feed's address; empty: none
    look_for_updates: bool = False  # once a day
    packager: str = ""  # the package manager that brings updates; empty: nobody does
