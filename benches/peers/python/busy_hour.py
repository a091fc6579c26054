"""An hour of a busy queue in SimPy, as `workload::busy_hour_json` tells it: Poisson arrivals at 50 a second, 20 pollers
whose receives wait at most 20 s, exponential work of mean 320 ms, a visibility timer of 30 s at each receive that the
delete cancels, and 1 ms until a poller has the answer to a receive or a delete.

Prints the seconds that it took, the messages, and their mean wait in seconds. The argument is the seed.
"""

import random
import sys
import time

import simpy

HOUR_S, ARRIVALS_A_SECOND, POLLERS, MEAN_WORK_S, VISIBILITY_TIMEOUT_S = 3_600, 50, 20, 0.32, 30
RECEIVE_WAIT_S, ROUND_TRIP_S = 20, 0.001


def busy_hour(seed):
    chance = random.Random(seed)
    env = simpy.Environment()
    queue = simpy.Store(env)
    waits = []

    def producer():
        while True:
            yield env.timeout(chance.expovariate(ARRIVALS_A_SECOND))
            queue.put(env.now)

    def visibility_timer(sent_at, deleted):
        happened = yield env.timeout(VISIBILITY_TIMEOUT_S) | deleted
        if deleted not in happened:
            queue.put(sent_at)

    def poller():
        while True:
            receive = queue.get()
            answered = yield receive | env.timeout(RECEIVE_WAIT_S)
            if receive not in answered:
                receive.cancel()
                yield env.timeout(ROUND_TRIP_S)
                continue
            sent_at = answered[receive]
            waits.append(env.now - sent_at)
            deleted = env.event()
            env.process(visibility_timer(sent_at, deleted))
            yield env.timeout(ROUND_TRIP_S)
            yield env.timeout(chance.expovariate(1 / MEAN_WORK_S))
            if not deleted.triggered:
                deleted.succeed()
            yield env.timeout(ROUND_TRIP_S)

    env.process(producer())
    for _ in range(POLLERS):
        env.process(poller())
    env.run(until=HOUR_S)
    return waits


start = time.perf_counter()
waits = busy_hour(int(sys.argv[1]))
taken_s = time.perf_counter() - start
print(taken_s, len(waits), sum(waits) / len(waits))
