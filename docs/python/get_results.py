"""The same nine tasks, and this time each returns something; waiting for results is enough."""

import os
import time
from multiprocessing import Pool


def serve(count):
    pid = os.getpid()
    print(f"count={count}, pid={pid}", flush=True)
    time.sleep(1)
    return f"result: count={count}, pid={pid}"


if __name__ == "__main__":
    start = time.monotonic()
    pool = Pool(3)
    results = []
    for i in range(9):
        results.append(pool.apply_async(serve, (i,)))

    for result in results:
        print(result.get())
    print(f"elapsed: {time.monotonic() - start:.2f} s")
