"""The same as `store`, with a million sessions stored; it takes some minutes."""

from tests.bench.store import measure


def run(runs: int) -> None:
    measure((100, 1_000_000), runs, pickled=())
