"""The errors that Headwater raises on purpose; each tells the reader what to do next."""


class HeadwaterError(Exception):
    """Base of every error that is shown to a person without a traceback."""

    exit_code = 1
    http_status = 500


class InputError(HeadwaterError):
    """What was given cannot be used: the message names the thing, the place and the mend."""

    exit_code = 2
    http_status = 422


class TooLargeError(InputError):
    """What was given is over a stated limit; the message names the limit."""

    http_status = 413


class NotAllowedError(HeadwaterError):
    """The person may not do this now; the message says who may, or when."""

    exit_code = 3
    http_status = 403


class ConflictError(HeadwaterError):
    """Someone was faster; the message says what changed, and the loser's text is kept."""

    http_status = 409


class InfeasibleError(HeadwaterError):
    """No portfolio satisfies every constraint; `rules` names a smallest conflicting set."""

    exit_code = 4
    http_status = 422

    def __init__(self, message: str, rules: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.rules = rules


class CancelledError(HeadwaterError):
    """A person stopped the computation; what was there before is untouched."""
