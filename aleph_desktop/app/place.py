"""From arguments and settings to a place: which folder, which service, which key."""

from aleph_desktop.app.arguments import Arguments
from aleph_desktop.app.keys import Keys
from aleph_desktop.app.session import Place
from aleph_desktop.settings.paths import Paths
from aleph_desktop.settings.preferences import Preferences, check_api_base


def find_place(arguments: Arguments, paths: Paths, preferences: Preferences, keys: Keys) -> Place:
    """Blocks: it asks the system's keyring. Raises KnownError for an unusable address.

    Demo jobs live in a folder of their own: the demo service knows nothing of the others.
    """
    base = check_api_base(arguments.api_base or preferences.api_base)
    if arguments.demo:
        return Place(paths.for_demo(), preferences, base, None, demo=True)
    held = keys.find(base)
    return Place(paths, preferences, base, held.key, demo=False, key_note=held.note)
