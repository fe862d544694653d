"""CPython's pools, obeying the same orders as ContenderMain: see there for the protocol.

Usage: contender.py pool|executor|loky|ray
"""

import concurrent.futures
import multiprocessing
import os
import sys
import threading
import time
import urllib.parse
from collections import Counter, deque

UNDER_WAY = 100

answered = False


def increment(x):
    return x + 1


def echo(data):
    return data


def sleep(milliseconds):
    time.sleep(milliseconds / 1000)
    return milliseconds


def work(micros):
    end = time.perf_counter() + micros / 1_000_000
    while time.perf_counter() < end:
        pass
    return micros


def count_words(part):
    file, begin, end = part
    with open(file, "rb") as text:
        text.seek(begin)
        return Counter(text.read(end - begin).split())


_numbers = []


def numbers(count):
    """The arguments of a map, made once: who has them is not measured."""
    global _numbers
    if len(_numbers) != count:
        _numbers = list(range(count))
    return _numbers


def pid_or_nap():
    global answered
    if answered:
        time.sleep(0.002)
    answered = True
    return os.getpid()


class PoolContender:
    """multiprocessing.Pool, or one that has its methods."""

    def __init__(self, workers):
        self.pool = self.create(workers)

    def create(self, workers):
        return multiprocessing.Pool(workers)

    def call(self):
        self.pool.apply(increment, (1,))

    def echo(self, data):
        return self.pool.apply(echo, (data,))

    def run_async(self, count):
        for result in [self.pool.apply_async(increment, (i,)) for i in range(count)]:
            result.get()

    def map(self, count):
        self.pool.map(increment, numbers(count))

    def map_singly(self, count):
        self.pool.map(increment, numbers(count), 1)

    def imap(self, count):
        for _ in self.pool.imap(increment, numbers(count)):
            pass

    def submit_small(self, argument, callback):
        self.pool.apply_async(increment, (argument,), callback=callback)

    def sleep(self, milliseconds):
        return self.pool.apply_async(sleep, (milliseconds,)).get

    def work(self, micros):
        return self.pool.apply_async(work, (micros,)).get

    def small(self, argument):
        return self.pool.apply_async(increment, (argument,)).get

    def words(self, parts):
        return self.pool.imap_unordered(count_words, parts)

    def pid(self):
        result = self.pool.apply_async(pid_or_nap)
        return result.ready, result.get

    def close_and_join(self):
        self.pool.close()
        self.pool.join()

    def close(self):
        self.pool.terminate()
        self.pool.join()


class RayContender(PoolContender):
    """Ray's stand-in for multiprocessing.Pool."""

    def create(self, workers):
        import ray
        from ray.util.multiprocessing import Pool

        ray.init(num_cpus=workers, include_dashboard=False, ignore_reinit_error=True)
        return Pool(workers)


class ExecutorContender:
    """concurrent.futures.ProcessPoolExecutor, or one that has its methods."""

    def __init__(self, workers):
        self.workers = workers
        self.pool = self.create(workers)

    def create(self, workers):
        return concurrent.futures.ProcessPoolExecutor(workers)

    def call(self):
        self.pool.submit(increment, 1).result()

    def echo(self, data):
        return self.pool.submit(echo, data).result()

    def run_async(self, count):
        for result in [self.pool.submit(increment, i) for i in range(count)]:
            result.result()

    def map(self, count):
        chunk = max(1, count // (4 * self.workers))
        for _ in self.pool.map(increment, numbers(count), chunksize=chunk):
            pass

    def map_singly(self, count):
        for _ in self.pool.map(increment, numbers(count)):
            pass

    def imap(self, count):
        raise NotImplementedError  # its map reads everything first

    def submit_small(self, argument, callback):
        self.pool.submit(increment, argument).add_done_callback(callback)

    def sleep(self, milliseconds):
        return self.pool.submit(sleep, milliseconds).result

    def work(self, micros):
        return self.pool.submit(work, micros).result

    def small(self, argument):
        return self.pool.submit(increment, argument).result

    def words(self, parts):
        return self.pool.map(count_words, parts)

    def pid(self):
        result = self.pool.submit(pid_or_nap)
        return result.done, result.result

    def close_and_join(self):
        self.pool.shutdown()

    def close(self):
        self.pool.shutdown(cancel_futures=True)


class LokyContender(ExecutorContender):
    """joblib's executor."""

    def create(self, workers):
        from joblib.externals.loky import ProcessPoolExecutor

        return ProcessPoolExecutor(workers)

    def close(self):
        self.pool.shutdown(kill_workers=True)


def callbacks(contender, count):
    """Small tasks, a hundred under way: the callback of each lets one more go."""
    free = threading.Semaphore(UNDER_WAY)
    for i in range(count):
        free.acquire()
        contender.submit_small(i, lambda _: free.release())
    for _ in range(UNDER_WAY):
        free.acquire()


def samples(action, seconds, pause, least):
    taken = []
    end = time.perf_counter() + seconds
    while len(taken) < least or time.perf_counter() < end:
        if pause:
            time.sleep(pause / 1000)
        begun = time.perf_counter()
        action()
        taken.append(time.perf_counter() - begun)
    return sorted(taken)


def percentile(ordered, share):
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def latency(contender, options):
    taken = samples(contender.call, float(options["seconds"]), int(options.get("pause", 0)), 20)
    return f"p50={percentile(taken, 0.50)} p99={percentile(taken, 0.99)}"


def echo_rate(contender, options):
    size = int(options["size"])
    data = bytes(range(256)) * (size // 256)
    if contender.echo(data) != data:
        raise ValueError("the echo is not what was sent")
    taken = samples(lambda: contender.echo(data), float(options["seconds"]), 0, 1)
    return f"rate={size / percentile(taken, 0.50)}"


def rate(batch, options):
    count, seconds = int(options["batch"]), float(options["seconds"])
    begun = time.perf_counter()
    done = 0
    while True:
        batch(count)
        done += count
        taken = time.perf_counter() - begun
        if taken >= seconds:
            return f"rate={done / taken}"


def start(create, options):
    workers = int(options["workers"])
    begun = time.perf_counter()
    contender = create(workers)
    pending = [contender.pid() for _ in range(2 * workers)]
    pids = set()
    while len(pids) < workers:
        for i, (ready, get) in enumerate(pending):
            if ready():
                pids.add(get())
                pending[i] = contender.pid()
        if len(pids) < workers:
            time.sleep(0.0002)
    taken = time.perf_counter() - begun
    contender.close()
    return f"seconds={taken}"


def leave(create, options):
    contender = create(int(options["workers"]))
    for get in [contender.sleep(20) for _ in range(int(options["workers"]))]:
        get()
    time.sleep(0.05)  # idle by now
    begun = time.perf_counter()
    contender.close_and_join()
    return f"seconds={time.perf_counter() - begun}"


def window(contender, count, size):
    """Small tasks, at most so many of them under way."""
    under_way = deque()
    for i in range(count):
        if len(under_way) == size:
            under_way.popleft()()
        under_way.append(contender.small(i))
    for get in under_way:
        get()


def words(contender, options):
    file, chunks = urllib.parse.unquote_plus(options["file"]), int(options["chunks"])
    begun = time.perf_counter()
    size = os.path.getsize(file)
    total = Counter()
    parts = [(file, size * i // chunks, size * (i + 1) // chunks) for i in range(chunks)]
    for counts in contender.words(parts):
        total.update(counts)
    return f"seconds={time.perf_counter() - begun} words={len(total)}"


def sleepers(contender, options):
    workers, milliseconds = int(options["workers"]), int(options["ms"])
    seconds = float(options["seconds"])
    for get in [contender.sleep(milliseconds) for _ in range(4 * workers)]:
        get()
    alone = samples(lambda: contender.sleep(milliseconds)(), seconds, 0, 20)
    count = max(workers, int(seconds * 1000 / milliseconds) * workers)
    begun = time.perf_counter()
    for get in [contender.sleep(milliseconds) for _ in range(count)]:
        get()
    taken = time.perf_counter() - begun
    return f"p50={percentile(alone, 0.50)} rate={count / taken}"


class Main:
    def __init__(self, kind):
        self.create = {
            "pool": PoolContender,
            "executor": ExecutorContender,
            "loky": LokyContender,
            "ray": RayContender,
        }[kind]
        self.contender = None

    def obey(self, order, options):
        contender = self.contender
        if order in ("open", "close", "start", "leave") and contender:
            self.contender = None
            contender.close()
        if order == "open":
            self.contender = self.create(int(options["workers"]))
            return ""
        if order == "close":
            return ""
        if order == "start":
            return start(self.create, options)
        if order == "leave":
            return leave(self.create, options)
        if order == "window":
            size = int(options["size"])
            return rate(lambda count: window(contender, count, size), options)
        if order == "words":
            return words(contender, options)
        if order == "latency":
            return latency(contender, options)
        if order == "echo":
            return echo_rate(contender, options)
        if order == "async":
            return rate(contender.run_async, options)
        if order == "map":
            return rate(contender.map, options)
        if order == "mapSingly":
            return rate(contender.map_singly, options)
        if order == "imap":
            return rate(contender.imap, options)
        if order == "callbacks":
            return rate(lambda count: callbacks(contender, count), options)
        if order == "work":
            micros = int(options["micros"])

            def works(count):
                for get in [contender.work(micros) for _ in range(count)]:
                    get()

            return rate(works, options)
        if order == "sleepers":
            return sleepers(contender, options)
        if order == "hold":
            return f"held={len(numbers(int(options['count'])))}"
        if order == "pid":
            return f"pid={contender.pid()[1]()}"
        raise NotImplementedError(order)

    def answer(self, line):
        order, *words = line.split()
        try:
            return "ok " + self.obey(order, dict(word.split("=") for word in words))
        except NotImplementedError:
            return "no"
        except Exception as e:
            return "failed " + repr(e).replace("\n", " ")


if __name__ == "__main__":
    main = Main(sys.argv[1])
    while line := sys.stdin.readline():
        print(main.answer(line), flush=True)
    if main.contender:
        main.contender.close()
