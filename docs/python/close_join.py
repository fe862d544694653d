"""The same nine tasks, and main waits exactly as long as they take: close, then join."""

import os
import time
from multiprocessing import Pool


def serve(count):
    print(f"count={count}, pid={os.getpid()}", flush=True)
    time.sleep(1)


if __name__ == "__main__":
    start = time.monotonic()
    pool = Pool(3)
    for i in range(9):
        pool.apply_async(serve, (i,))

    pool.close()  # no new tasks from here on
    pool.join()  # wait for those there are
    print(f"elapsed: {time.monotonic() - start:.2f} s")
