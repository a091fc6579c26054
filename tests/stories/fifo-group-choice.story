# Which group comes first: that whose head has been available for longest (sqs-facts §3.3).
# Every row was recorded on AWS; the rule behind them is not documented.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html

# §3.3, row 1.
--- the group of the oldest message comes first and whole ---
create-queue q.fifo FifoQueue=true
send q.fifo "1" group=g1 dedup=1        -> g1-m1
+1s send q.fifo "2" group=g2 dedup=2    -> g2-m1
+1s send q.fifo "3" group=g1 dedup=3    -> g1-m2
+1s send q.fifo "4" group=g1 dedup=4    -> g1-m3
+1s receive q.fifo max=10               -> g1-m1 g1-m2 g1-m3 g2-m1

# §3.3, row 2: g1 four times, g2, g3; receive 2 (g1), receive 1 (g2), all expire.
--- a group that was never received comes before those that expired ---
create-queue q.fifo FifoQueue=true VisibilityTimeout=10
send q.fifo "a {n}" times=4 group=g1 dedup=a{n}  -> g1-m1..g1-m4
+1s send q.fifo "b" group=g2 dedup=b    -> g2-m1
+1s send q.fifo "c" group=g3 dedup=c    -> g3-m1
+1s receive q.fifo max=2                -> g1-m1 g1-m2
+1s receive q.fifo max=1                -> g2-m1
+20s receive q.fifo max=10              -> g3-m1 g1-m1 g1-m2 g1-m3 g1-m4 g2-m1

# §3.3, row 3: receive 3 with visibility timeout 0.
--- groups returned at once go to the back ---
create-queue q.fifo FifoQueue=true
send q.fifo "1" group=g1 dedup=1        -> g1-m1
send q.fifo "2" group=g2 dedup=2        -> g2-m1
send q.fifo "3" group=g2 dedup=3        -> g2-m2
send q.fifo "4" group=g3 dedup=4        -> g3-m1
send q.fifo "5" group=g1 dedup=5        -> g1-m2
+1s receive q.fifo max=3 visibility=0   -> g1-m1 g1-m2 g2-m1
+1s receive q.fifo max=10               -> g3-m1 g1-m1 g1-m2 g2-m1 g2-m2

# §3.3, row 4: receive and delete g1-m1, g1-m2.
--- a group whose head is newer comes later ---
create-queue q.fifo FifoQueue=true
send q.fifo "1" group=g1 dedup=1        -> g1-m1
+1s send q.fifo "2" group=g2 dedup=2    -> g2-m1
+1s send q.fifo "3" group=g1 dedup=3    -> g1-m2
+1s send q.fifo "4" group=g2 dedup=4    -> g2-m2
+1s send q.fifo "5" group=g1 dedup=5    -> g1-m3
+1s send q.fifo "6" group=g1 dedup=6    -> g1-m4
+1s send q.fifo "7" group=g3 dedup=7    -> g3-m1
+1s receive q.fifo max=2                -> g1-m1 g1-m2
delete q.fifo g1-m1
delete q.fifo g1-m2
+1s receive q.fifo max=10               -> g2-m1 g2-m2 g1-m3 g1-m4 g3-m1

# §3.3, row 5: the same, only g1-m1 deleted.
--- a group with a message in flight is left out ---
create-queue q.fifo FifoQueue=true
send q.fifo "1" group=g1 dedup=1        -> g1-m1
+1s send q.fifo "2" group=g2 dedup=2    -> g2-m1
+1s send q.fifo "3" group=g1 dedup=3    -> g1-m2
+1s send q.fifo "4" group=g2 dedup=4    -> g2-m2
+1s send q.fifo "5" group=g1 dedup=5    -> g1-m3
+1s send q.fifo "6" group=g1 dedup=6    -> g1-m4
+1s send q.fifo "7" group=g3 dedup=7    -> g3-m1
+1s receive q.fifo max=2                -> g1-m1 g1-m2
delete q.fifo g1-m1
+1s receive q.fifo max=10               -> g2-m1 g2-m2 g3-m1

# §3.3, row 6: receive 2; g1-m1 to visibility 0, g1-m2 in flight.
--- a head returned by hand comes after an older group ---
create-queue q.fifo FifoQueue=true
send q.fifo "1" group=g1 dedup=1        -> g1-m1
+1s send q.fifo "2" group=g1 dedup=2    -> g1-m2
+1s send q.fifo "3" group=g2 dedup=3    -> g2-m1
+1s receive q.fifo max=2                -> g1-m1 g1-m2
+1s change-visibility q.fifo g1-m1 0
receive q.fifo max=10                   -> g2-m1 g1-m1

# §3.3, row 6, "or to 1 s, then 2 s wait".
--- a head returned by a short timeout comes after an older group ---
create-queue q.fifo FifoQueue=true
send q.fifo "1" group=g1 dedup=1        -> g1-m1
+1s send q.fifo "2" group=g1 dedup=2    -> g1-m2
+1s send q.fifo "3" group=g2 dedup=3    -> g2-m1
+1s receive q.fifo max=2                -> g1-m1 g1-m2
change-visibility q.fifo g1-m1 1
+2s receive q.fifo max=10               -> g2-m1 g1-m1

# §3.3, row 7.
--- two receives of one take two groups ---
create-queue q.fifo FifoQueue=true
send q.fifo "a {n}" times=2 group=g1 dedup=a{n}  -> g1-m1 g1-m2
+1s send q.fifo "b {n}" times=2 group=g2 dedup=b{n}  -> g2-m1 g2-m2
+1s send q.fifo "c {n}" times=2 group=g3 dedup=c{n}  -> g3-m1 g3-m2
receive q.fifo max=1                    -> g1-m1 count=1
receive q.fifo max=1                    -> g2-m1 count=1

# §3.3: a delay's end is the head's time.
--- a head that was delayed counts from the end of its delay ---
create-queue q.fifo FifoQueue=true DelaySeconds=10
send q.fifo "1" group=g1 dedup=1        -> g1-m1
+1s send q.fifo "2" group=g2 dedup=2    -> g2-m1
+20s receive q.fifo max=10              -> g1-m1 g2-m1

# §3.3: ties by sequence number.
--- heads of one instant come in the order of their sequence numbers ---
create-queue q.fifo FifoQueue=true VisibilityTimeout=10
send q.fifo "2" group=g2 dedup=2        -> g2-m1
send q.fifo "1" group=g1 dedup=1        -> g1-m1
receive q.fifo max=10                   -> g2-m1 g1-m1
+10s receive q.fifo max=10              -> g2-m1 g1-m1
