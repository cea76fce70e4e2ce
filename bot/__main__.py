"""`python -m bot` is `tango`."""

import sys

from bot.cli import main

sys.exit(main())
