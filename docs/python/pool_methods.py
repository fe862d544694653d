"""Each method of Pool, once."""

from multiprocessing import Pool


def square(x):
    return x * x


def power(x, y):
    return x**y


if __name__ == "__main__":
    pool = Pool(2)

    print("apply:", pool.apply(square, (7,)))

    result = pool.apply_async(square, (7,))
    print("applyAsync:", result.get())

    print("map:", pool.map(square, [1, 2, 3]))

    squares = pool.map_async(square, [1, 2, 3])
    print("mapAsync:", squares.get())

    print("starmap:", pool.starmap(power, [(2, 3), (10, 2)]))

    powers = pool.starmap_async(power, [(2, 3), (10, 2)])
    print("starmapAsync:", powers.get())

    in_order = pool.imap(square, [1, 2, 3])
    print("imap:", [s for s in in_order])

    as_they_come = pool.imap_unordered(square, [1, 2, 3])
    print("imapUnordered:", sorted(as_they_come))

    pool.close()
    pool.join()
    print("closed and joined")
