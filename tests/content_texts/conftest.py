"""Lets the tests here import their two rulers: said.py and readability.py."""

from __future__ import annotations

import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
