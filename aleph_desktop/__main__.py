"""`python -m aleph_desktop`."""

import sys

from aleph_desktop.app.main import main

sys.exit(main())
