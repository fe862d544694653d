"""Recipes 1, 2 and 4 with Ray: pip install ray pillow tqdm"""

import signal
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

import ray
from PIL import Image
from ray.util import ActorPool
from tqdm import tqdm


# region thumbnails
@ray.remote(max_retries=1)
def shrink(photo, folder):
    signal.alarm(30)  # Ray has no limit for a task; this ends its worker, on Unix
    with Image.open(photo) as large:
        large.thumbnail((160, 160))
        large.save(folder / photo.name)
    signal.alarm(0)


# endregion
# region thumbnails-pool
def shrink_all(photos, folder):
    pending = [shrink.remote(photo, folder) for photo in photos]
    with tqdm(total=len(photos)) as bar:
        while pending:
            done, pending = ray.wait(pending)
            ray.get(done)
            bar.update(len(done))


# endregion


# region words
@ray.remote
def count(file, stop):
    with open(file, encoding="utf-8") as lines:
        return Counter(word for line in lines for word in line.split() if word not in stop)


# endregion
# region words-pool
def count_all(files, stop_words):
    stop = ray.put(stop_words)
    total = Counter()
    pending = [count.remote(file, stop) for file in files]
    while pending:
        done, pending = ray.wait(pending)
        total.update(ray.get(done[0]))
    return total


# endregion


# region connection
@ray.remote
class Prices:
    def __init__(self, file):
        self.connection = sqlite3.connect(file)

    def price(self, item):
        query = "SELECT price FROM items WHERE id = ?"
        return self.connection.execute(query, (item,)).fetchone()[0]

    def close(self):
        self.connection.close()


# endregion
# region connection-pool
def prices(file, items):
    actors = [Prices.remote(file) for _ in range(2)]
    results = list(ActorPool(actors).map(lambda actor, item: actor.price.remote(item), items))
    ray.get([actor.close.remote() for actor in actors])
    return results


# endregion


def main():
    ray.init(num_cpus=2, include_dashboard=False)
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
    ray.shutdown()


if __name__ == "__main__":
    main()
