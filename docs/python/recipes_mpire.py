"""Recipes 1, 2 and 4 with mpire: pip install mpire pillow"""

import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from mpire import WorkerPool
from PIL import Image


# region thumbnails
def shrink(folder, photo):
    with Image.open(photo) as large:
        large.thumbnail((160, 160))
        large.save(folder / photo.name)


# endregion
# region thumbnails-pool
def shrink_all(photos, folder):
    for retry in (True, False):  # when a worker dies, mpire gives up the whole map
        try:
            with WorkerPool(shared_objects=folder) as pool:
                return pool.map(shrink, photos, chunk_size=1, task_timeout=30, progress_bar=True)
        except RuntimeError:
            if not retry:
                raise


# endregion


# region words
def count(stop, file):
    with open(file, encoding="utf-8") as lines:
        return Counter(word for line in lines for word in line.split() if word not in stop)


# endregion
# region words-pool
def count_all(files, stop_words):
    total = Counter()
    with WorkerPool(shared_objects=stop_words) as pool:
        for counts in pool.imap_unordered(count, files):
            total.update(counts)
    return total


# endregion


# region connection
def open_database(file, state):
    state["connection"] = sqlite3.connect(file)


def close_database(file, state):
    state["connection"].close()


def price(file, state, item):
    query = "SELECT price FROM items WHERE id = ?"
    return state["connection"].execute(query, (item,)).fetchone()[0]


# endregion
# region connection-pool
def prices(file, items):
    with WorkerPool(n_jobs=2, shared_objects=file, use_worker_state=True) as pool:
        return pool.map(price, items, worker_init=open_database, worker_exit=close_database)


# endregion


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photos = [folder / f"photo-{i}.jpg" for i in range(6)]
        for photo in photos:
            Image.new("RGB", (800, 600)).save(photo)
        small = folder / "small"
        small.mkdir()
        shrink_all(photos, small)
        print("thumbnails:", len(list(small.iterdir())))

        logs = [folder / f"day-{i}.log" for i in range(3)]
        for log in logs:
            log.write_text("the pool is the door\n" * 10, encoding="utf-8")
        print("words:", dict(sorted(count_all(logs, {"the", "is"}).items())))

        file = folder / "prices.db"
        with closing(sqlite3.connect(file)) as writer:
            writer.execute("CREATE TABLE items (id INT PRIMARY KEY, price INT)")
            writer.executemany("INSERT INTO items VALUES (?, ?)", [(i, 2 * i) for i in range(1, 101)])
            writer.commit()
        print("sum:", sum(prices(file, range(1, 101))))


if __name__ == "__main__":
    main()
