"""Three worker processes serve nine tasks, and live only as long as main does."""

import os
import time
from multiprocessing import Pool


def serve(count):
    print(f"count={count}, pid={os.getpid()}", flush=True)
    time.sleep(1)


if __name__ == "__main__":
    pool = Pool(3)
    for i in range(9):
        pool.apply_async(serve, (i,))

    # The workers belong to this process: when it ends they end, finished or not.
    time.sleep(5)
