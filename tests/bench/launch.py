"""How long does one command take, and how much memory? Run as `python -I -S launch.py NEEDLE INPUT COMMAND...`.

It stands alone and imports next to nothing: Linux counts the memory of whoever starts a process to that process, so
the starter must be smaller than anything it measures. Prints seconds to the needle in the output, seconds to the end,
and the peak memory in KiB. With a needle the input stays open until it was seen; without one it ends at once.
"""

import os
import sys
import time


def run(needle: bytes, text: bytes, command: list[str]) -> tuple[float, float, int]:
    child_in, our_out = os.pipe()
    our_in, child_out = os.pipe()
    actions = [
        (os.POSIX_SPAWN_DUP2, child_in, 0),
        (os.POSIX_SPAWN_DUP2, child_out, 1),
        (os.POSIX_SPAWN_DUP2, child_out, 2),
    ]
    os.write(our_out, text)
    if not needle:
        os.close(our_out)
    begun = time.perf_counter()
    child = os.posix_spawn(command[0], command, dict(os.environ), file_actions=actions)
    os.close(child_out)
    seen, heard = begun, b""
    while chunk := os.read(our_in, 65536):
        heard += chunk
        if needle and needle in heard:
            seen = time.perf_counter()
            os.close(our_out)
            needle = b""
    _, _, usage = os.wait4(child, 0)
    ended = time.perf_counter()
    if needle:
        sys.exit(f"{needle!r} never came; this did:\n{heard.decode()}")
    return seen - begun, ended - begun, usage.ru_maxrss


if __name__ == "__main__":
    print(*run(sys.argv[1].encode(), sys.argv[2].encode(), sys.argv[3:]))
