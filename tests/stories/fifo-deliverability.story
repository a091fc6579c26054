# Which FIFO messages can be received: the longest deliverable prefix of each group (sqs-facts §3.2).
# Every row was recorded on AWS.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html

# §3.2, row "m1,m2 received of m1..m4".
--- messages behind those in flight are blocked ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "order {n}" times=4 group=g dedup={n}  -> m1..m4
receive orders.fifo max=2               -> m1 m2
receive orders.fifo max=10              -> nothing
message m3                              -> visible blocked=yes
message m4                              -> visible blocked=yes

# §3.2, row "delete m1 only".
--- one of two deleted: the rest stays blocked ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "order {n}" times=4 group=g dedup={n}  -> m1..m4
receive orders.fifo max=2               -> m1 m2
delete orders.fifo m1
receive orders.fifo max=10              -> nothing
message m3                              -> visible blocked=yes

# §3.2, row "delete m1 and m2".
--- both deleted: the rest is available at once ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "order {n}" times=4 group=g dedup={n}  -> m1..m4
receive orders.fifo max=2               -> m1 m2
delete orders.fifo m1
delete orders.fifo m2
receive orders.fifo max=10              -> m3 m4

# §3.2, row "delete m1 and m2": the order of the deletes does not matter.
--- the later one deleted first: the rest waits for the earlier one ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "order {n}" times=4 group=g dedup={n}  -> m1..m4
receive orders.fifo max=2               -> m1 m2
delete orders.fifo m2
receive orders.fifo max=10              -> nothing
delete orders.fifo m1
receive orders.fifo max=10              -> m3 m4

# §3.2, row "m1 set to visibility 0 while m2 in flight".
--- the first one returned early comes alone ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "order {n}" times=4 group=g dedup={n}  -> m1..m4
receive orders.fifo max=2               -> m1 m2
change-visibility orders.fifo m1 0
receive orders.fifo max=10              -> m1 count=2
receive orders.fifo max=10              -> nothing

# §3.2, the rule itself: the second returned early is behind the first.
--- the second one returned early stays blocked ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "order {n}" times=4 group=g dedup={n}  -> m1..m4
receive orders.fifo max=2               -> m1 m2
change-visibility orders.fifo m2 0
receive orders.fifo max=10              -> nothing
delete orders.fifo m1
receive orders.fifo max=10              -> m2 count=2 m3 count=1 m4 count=1

# §3.2, row "3 received, first extended, others expired".
--- the first of three extended: nothing comes ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=10
send orders.fifo "order {n}" times=3 group=g dedup={n}  -> m1..m3
receive orders.fifo max=10              -> m1 m2 m3
change-visibility orders.fifo m1 60
+10s receive orders.fifo max=10         -> nothing
+49.999s receive orders.fifo max=10     -> nothing
+0.001s receive orders.fifo max=10      -> m1 m2 m3 count=2

# §3.2, row "3 received, second extended, others expired".
--- the second of three extended: only the first comes ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=10
send orders.fifo "order {n}" times=3 group=g dedup={n}  -> m1..m3
receive orders.fifo max=10              -> m1 m2 m3
change-visibility orders.fifo m2 60
+9.999s receive orders.fifo max=10      -> nothing
+0.001s receive orders.fifo max=10      -> m1 count=2

# §3.2, row "3 received, third extended, others expired".
--- the third of three extended: the first two come ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=10
send orders.fifo "order {n}" times=3 group=g dedup={n}  -> m1..m3
receive orders.fifo max=10              -> m1 m2 m3
change-visibility orders.fifo m3 60
+9.999s receive orders.fifo max=10      -> nothing
+0.001s receive orders.fifo max=10      -> m1 count=2 m2 count=2

# §3.2, row "new message sent to a locked group".
--- a long poll gets a locked group's new message when the lock ends ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo                     -> m1 count=1
send orders.fifo "b" group=g dedup=2    -> m2
receive orders.fifo wait=20 as p1       -> waiting
+5s answer p1                           -> nothing yet
delete orders.fifo m1
answer p1                               -> m2 count=1 at=5s

# §3.2, row "visibility expiry".
--- an expired group comes again in its order with new handles ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=10
send orders.fifo "order {n}" times=3 group=g dedup={n}  -> m1..m3
receive orders.fifo max=10              -> m1 count=1 m2 count=1 m3 count=1
+9.999s receive orders.fifo max=10      -> nothing
+0.001s receive orders.fifo max=10      -> m1 count=2 m2 count=2 m3 count=2
delete orders.fifo m1#1                 -> InvalidParameterValue "The receipt handle has expired."
delete orders.fifo m1#2

# §3.2, row "receive with visibility 0".
--- a receive with timeout 0 does not lock the group ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" group=g dedup=1    -> m1
send orders.fifo "b" group=g dedup=2    -> m2
receive orders.fifo visibility=0        -> m1 count=1
message m2                              -> visible blocked=no
receive orders.fifo max=10              -> m1 count=2 m2 count=1

# §3.2, the rule itself, point 2: a delayed message ends the prefix.
--- a prefix ends at a delayed message ---
create-queue orders.fifo FifoQueue=true DelaySeconds=10
send orders.fifo "a" group=g dedup=1    -> m1
+5s send orders.fifo "b" group=g dedup=2  -> m2
+5s receive orders.fifo max=10 visibility=0  -> m1 count=1
+4.999s receive orders.fifo max=10 visibility=0  -> m1 count=2
+0.001s receive orders.fifo max=10      -> m1 count=3 m2 count=1

# §3.2: per group; another group's messages in flight do not end the prefix (sqs-facts §14, 29).
--- another group in flight does not end the prefix ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=10
send orders.fifo "a" group=g dedup=1    -> a1
send orders.fifo "b" group=h dedup=2    -> b1
send orders.fifo "c" group=g dedup=3    -> a2
receive orders.fifo max=10              -> a1 a2 b1
change-visibility orders.fifo b1 60
+10s receive orders.fifo max=10         -> a1 count=2 a2 count=2
