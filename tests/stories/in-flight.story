# Messages in flight and their limit (sqs-facts §2.3).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html

# §2.3, row "standard": the short poll.
--- a short poll over the limit is refused ---
create-queue orders in-flight-max=2
send orders "order {n}" times=3         -> m1..m3
receive orders                          -> m1 count=1
receive orders                          -> m2 count=1
receive orders                          -> OverLimit
delete orders m1
receive orders                          -> m3 count=1

# §2.3, row "standard": the long poll.
--- a long poll over the limit comes back empty ---
create-queue orders in-flight-max=2 VisibilityTimeout=60
send orders "order {n}" times=3         -> m1..m3
receive orders max=2                    -> m1 m2
receive orders wait=20 as p1            -> waiting
+20s answer p1                          -> nothing at=20s

# §2.3, row "standard": never more than the limit.
--- a receive takes no more than the limit leaves ---
create-queue orders in-flight-max=3
send orders "order {n}" times=5         -> m1..m5
receive orders                          -> m1 count=1
receive orders max=10                   -> m2 m3
counts orders                           -> visible=2 in-flight=3 delayed=0

# §2.3, row "FIFO".
--- a FIFO queue over the limit just returns nothing ---
create-queue orders.fifo FifoQueue=true in-flight-max=2
send orders.fifo "order {n}" times=3 group=g{n} dedup={n}  -> m1..m3
receive orders.fifo                     -> m1 count=1
receive orders.fifo                     -> m2 count=1
receive orders.fifo                     -> nothing
delete orders.fifo m2
receive orders.fifo                     -> m3 count=1

# §2.3, "In flight = received, not deleted, visibility not expired".
--- the end of a visibility timeout makes room ---
create-queue orders in-flight-max=1 VisibilityTimeout=10
send orders "a"                         -> m1
send orders "b"                         -> m2
receive orders                          -> m1 count=1
+9.999s receive orders                  -> OverLimit
+0.001s receive orders                  -> m1 count=2

# §2.3, "In flight = received, not deleted, visibility not expired".
--- a visibility timeout of 0 makes room ---
create-queue orders in-flight-max=1
send orders "a"                         -> m1
receive orders                          -> m1 count=1
receive orders                          -> OverLimit
change-visibility orders m1 0
receive orders                          -> m1 count=2

# §2.3, "Delayed and visible do not count".
--- delayed and visible messages do not count as in flight ---
create-queue orders in-flight-max=1
send orders "a" delay=10                -> m1
send orders "b"                         -> m2
send orders "c"                         -> m3
receive orders                          -> m2 count=1
counts orders                           -> visible=1 in-flight=1 delayed=1
receive orders                          -> OverLimit

# §2.3, row "standard": the real number.
--- AWS's limit is 120,000 ---
create-queue orders VisibilityTimeout=43200
send orders "order {n}" times=120001
drain orders max=10                     -> messages=120000 stopped=OverLimit
counts orders                           -> visible=1 in-flight=120000 delayed=0
