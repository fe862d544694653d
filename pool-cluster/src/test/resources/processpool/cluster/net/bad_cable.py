# A cable between two network namespaces that delays what it carries and loses some of it.
# bad_cable.py NAMESPACE DEVICE NAMESPACE DEVICE SECONDS LOST
import collections, ctypes, fcntl, os, random, select, struct, sys, time

TUNSETIFF, IFF_TAP, IFF_NO_PI = 0x400454CA, 2, 0x1000
LONGEST_QUEUE = 10000  # a cable holds no more: the rest is lost as well


def device(namespace, name):
    with open("/run/netns/" + namespace) as there:
        if ctypes.CDLL(None, use_errno=True).setns(there.fileno(), 0):
            raise OSError(ctypes.get_errno(), "setns " + namespace)
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    return tap


one, other = device(*sys.argv[1:3]), device(*sys.argv[3:5])
delay, lost = float(sys.argv[5]), float(sys.argv[6])
to = {one: other, other: one}
under_way = collections.deque()  # all are as late, so in order: (when it arrives, where, what)
print("ready", flush=True)
while True:
    wait = max(0, under_way[0][0] - time.monotonic()) if under_way else None
    for tap in select.select([one, other], [], [], wait)[0]:
        try:
            while True:
                frame = os.read(tap, 65536)
                if random.random() >= lost and len(under_way) < LONGEST_QUEUE:
                    under_way.append((time.monotonic() + delay, to[tap], frame))
        except OSError:
            pass  # all was read, or the device is down
    while under_way and under_way[0][0] <= time.monotonic():
        _, tap, frame = under_way.popleft()
        try:
            os.write(tap, frame)
        except OSError:
            pass  # the device is down: the frame is lost
