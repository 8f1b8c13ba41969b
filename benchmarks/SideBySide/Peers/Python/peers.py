"""The Python side of the comparison. Usage: peers.py CASE [PEER]

It sets itself up for one case and says "ready". Then every line on its standard input asks for something: "run N" repeats the operation N times,
"sample" does it once. The answer is one line: the seconds that it took, or what else the case measures. It ends with its input.
"""

import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

SIZE = 64 * 1024 * 1024


def identity(value):
    return value


def echo(value):
    return value


def total(values):
    return sum(values)


def parse(text):
    counts = {}
    for word in text.replace(".", " ").split():
        counts[word] = counts.get(word, 0) + 1
    return max(counts.values())


def run_away():
    while True:
        pass


def send_identity(pipe):
    pipe.send(identity(1))
    pipe.close()


def fresh_process(context):
    """Starts a process and waits for its first result."""
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=send_identity, args=(sender,))
    process.start()
    sender.close()
    receiver.recv()
    return process, receiver


class PoolCase:
    """Operations on a multiprocessing.Pool."""

    def __init__(self, workers, operation):
        self.pool = multiprocessing.Pool(workers)
        self.operation = operation

    def run(self, count):
        begin = time.perf_counter()
        self.operation(self.pool, count)
        return time.perf_counter() - begin

    def sample(self):
        return self.run(1)


class ExecutorCase(PoolCase):
    """Operations on a concurrent.futures.ProcessPoolExecutor."""

    def __init__(self, workers, operation):
        self.pool = ProcessPoolExecutor(workers)
        self.operation = operation


class ColdCase(PoolCase):
    """One call after ten milliseconds of idleness."""

    def sample(self):
        time.sleep(0.01)
        return self.run(1)


class StartCase:
    """A process from its start to its first result."""

    def __init__(self, method):
        self.context = multiprocessing.get_context(method)

    def sample(self):
        begin = time.perf_counter()
        process, receiver = fresh_process(self.context)
        elapsed = time.perf_counter() - begin
        receiver.close()
        process.join()
        return elapsed


class RecoveryCase:
    """From the kill of a process that runs away to the first result of the next one."""

    def __init__(self):
        self.context = multiprocessing.get_context("fork")

    def sample(self):
        runaway = self.context.Process(target=run_away)
        runaway.start()
        time.sleep(0.05)
        begin = time.perf_counter()
        runaway.kill()
        runaway.join()
        process, receiver = fresh_process(self.context)
        elapsed = time.perf_counter() - begin
        receiver.close()
        process.join()
        return elapsed


class MemoryCase:
    """The resident memory of a worker at rest, in bytes."""

    def __init__(self):
        self.pool = multiprocessing.Pool(1)
        self.worker = self.pool.apply(os.getpid)

    def sample(self):
        with open(f"/proc/{self.worker}/statm") as file:
            return float(int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))


class WakeUpCase:
    """How often the threads of this process and its two workers wake in a second while nothing is called."""

    def __init__(self):
        self.pool = multiprocessing.Pool(2)
        self.pool.map(identity, range(100))

    def count(self):
        total = 0
        for process in [os.getpid(), *(child.pid for child in multiprocessing.active_children())]:
            for thread in os.listdir(f"/proc/{process}/task"):
                with open(f"/proc/{process}/task/{thread}/status") as file:
                    total += next(int(line.split()[1]) for line in file if line.startswith("voluntary_ctxt_switches"))
        return total

    def sample(self):
        before = self.count()
        time.sleep(1)
        return float(self.count() - before)


class LockCase:
    """A lock that nobody else wants."""

    def __init__(self):
        self.lock = multiprocessing.Lock()

    def run(self, count):
        lock = self.lock
        begin = time.perf_counter()
        for _ in range(count):
            lock.acquire()
            lock.release()
        return time.perf_counter() - begin


def add_when_asked(value, pipe):
    while (count := pipe.recv()) > 0:
        add_locked(value, count)
        pipe.send(0)


def add_locked(value, count):
    for _ in range(count):
        with value.get_lock():
            value.value += 1


class ValueCase:
    """Two processes add to one value, each under its lock. An operation is one addition of both together."""

    def __init__(self):
        context = multiprocessing.get_context("fork")
        self.value = context.Value("q", 0)
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=add_when_asked, args=(self.value, other))
        self.process.start()

    def run(self, count):
        half = (count + 1) // 2
        begin = time.perf_counter()
        self.pipe.send(half)
        add_locked(self.value, half)
        self.pipe.recv()
        return time.perf_counter() - begin


class ManagerCase:
    """Sets and gets in turn on a dictionary of a multiprocessing.Manager."""

    def __init__(self):
        self.manager = multiprocessing.Manager()
        self.dictionary = self.manager.dict()

    def run(self, count):
        begin = time.perf_counter()
        for i in range(0, count, 2):
            self.dictionary[i % 100] = i
            if self.dictionary[i % 100] != i:
                raise ValueError("the dictionary has another value than it was given")
        return time.perf_counter() - begin


class ChannelCase:
    """Items from processes to processes; each operation is ten thousand items."""

    def __init__(self, queue, produce, consume, producers=1, consumers=1):
        self.context = multiprocessing.get_context("fork")
        self.queue = queue(self.context)
        self.produce = produce
        self.consume = consume
        self.producers = producers
        self.consumers = consumers

    def run(self, count):
        count *= 10_000

        # With one consumer this process takes, as ours does.
        starts = [(self.produce, count // self.producers)] * self.producers
        if self.consumers > 1:
            starts += [(self.consume, count // self.consumers)] * self.consumers
        gate = self.context.Barrier(len(starts) + 1)
        processes = [self.context.Process(target=after, args=(gate, body, self.queue, n)) for body, n in starts]
        for process in processes:
            process.start()
        gate.wait()
        begin = time.perf_counter()
        if self.consumers == 1:
            self.consume(self.queue, count // self.producers * self.producers)
        for process in processes:
            process.join()
        return time.perf_counter() - begin


class PingPongCase:
    """A number to another process and back."""

    def __init__(self):
        context = multiprocessing.get_context("fork")
        self.pipe, other = context.Pipe()
        self.process = context.Process(target=echo_messages, args=(other,), daemon=True)
        self.process.start()

    def run(self, count):
        begin = time.perf_counter()
        for value in range(count):
            self.pipe.send(value)
            self.pipe.recv()
        return time.perf_counter() - begin


class Order:
    def __init__(self, number, customer):
        self.number = number
        self.customer = customer


def after(gate, body, queue, count):
    gate.wait()
    body(queue, count)


def put_numbers(queue, count):
    for value in range(count):
        queue.put(value)


def put_orders(queue, count):
    for value in range(count):
        queue.put(Order(value, "a customer"))


def get_items(queue, count):
    for _ in range(count):
        queue.get()


def get_and_mark(queue, count):
    for _ in range(count):
        queue.get()
        queue.task_done()
    queue.join()


def echo_messages(pipe):
    while True:
        pipe.send(pipe.recv())


def apply(pool, count):
    for value in range(count):
        pool.apply(identity, (value,))


def submit(pool, count):
    for value in range(count):
        pool.submit(identity, value).result()


def apply_async(pool, count):
    for result in [pool.apply_async(identity, (value,)) for value in range(count)]:
        result.get()


def imap_unordered(pool, count):
    for _ in pool.imap_unordered(identity, range(count)):
        pass


def map_million(pool, count):
    for _ in range(count):
        pool.map(identity, range(1_000_000))


def apply_bytes(pool, count):
    for _ in range(count):
        data = bytes(SIZE)
        if len(pool.apply(echo, (data,))) != SIZE:
            raise ValueError("not all of it came back")


CASES = {
    "call-blocking": lambda: PoolCase(1, apply),
    "call-cold": lambda: ColdCase(1, apply),
    "call-async": lambda: ExecutorCase(1, submit),
    "call-async-inline": lambda: ExecutorCase(1, submit),
    "call-async-inline": lambda: ExecutorCase(1, submit),
    "calls-pipelined": lambda: PoolCase(2, apply_async),
    "map-unordered-1": lambda: PoolCase(2, imap_unordered),
    "stream-out": lambda: PoolCase(1, imap_unordered),
    "stream-in": lambda: PoolCase(1, imap_unordered),
    "map-auto": lambda: PoolCase(2, map_million),
    "payload-64MiB": lambda: PoolCase(1, apply_bytes),
    "payload-64MiB-pooled": lambda: PoolCase(1, apply_bytes),
    "lock-uncontended": LockCase,
    "value-locked": ValueCase,
    "value-atomic": ValueCase,
    "start-jit": lambda: StartCase("spawn"),
    "start-aot": lambda: StartCase("fork"),
    "start-spare": lambda: StartCase("fork"),
    "timeout-recovery": RecoveryCase,
    "manager-dictionary": ManagerCase,
    "idle-memory": MemoryCase,
    "idle-memory-aot": MemoryCase,
    "idle-wakeups": WakeUpCase,
    "queue": lambda: ChannelCase(lambda context: context.Queue(), put_numbers, get_items),
    "queue-2x2": lambda: ChannelCase(lambda context: context.Queue(), put_numbers, get_items, 2, 2),
    "queue-objects": lambda: ChannelCase(lambda context: context.Queue(), put_orders, get_items),
    "queue-joinable": lambda: ChannelCase(lambda context: context.JoinableQueue(), put_numbers, get_and_mark),
    "pipe-pingpong": PingPongCase,
}


def main():
    case = CASES[sys.argv[1]]()
    print("ready", flush=True)
    for line in sys.stdin:
        words = line.split()
        seconds = case.run(int(words[1])) if words[0] == "run" else case.sample()
        print(repr(seconds), flush=True)

    # Pools wait for their workers at a normal exit; these are not worth it.
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(0)


if __name__ == "__main__":
    main()
