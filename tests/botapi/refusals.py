"""What the Bot API says when it refuses a call."""

from __future__ import annotations


class ApiError(Exception):
    """A refusal: the HTTP status, Telegram's own words, and the `parameters` that come with them."""

    def __init__(self, code, description, **parameters):
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self):
        """The answer's JSON, in Telegram's shape."""
        shape = {"ok": False, "error_code": self.code, "description": self.description}
        return shape | ({"parameters": self.parameters} if self.parameters else {})


def bad(text, **parameters):
    """400, in Telegram's form of words."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text):
    """403, in Telegram's form of words."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text):
    """409, in Telegram's form of words."""
    return ApiError(409, f"Conflict: {text}")


def too_many(seconds):
    """429, with the whole seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
