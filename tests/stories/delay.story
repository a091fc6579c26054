# Delay queues and message timers (sqs-facts §2.6).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html

# §2.6, row "queue DelaySeconds".
--- a delay queue hides new messages ---
create-queue orders DelaySeconds=45
send orders "a"                         -> m1
+44.999s receive orders                 -> nothing
+0.001s receive orders                  -> m1 count=1 sent=0s

# §2.6, row "queue DelaySeconds", standard: not retroactive.
--- a new delay leaves waiting messages of a standard queue alone ---
create-queue orders DelaySeconds=10
send orders "a"                         -> m1
set-queue orders DelaySeconds=60
send orders "b"                         -> m2
+9.999s receive orders max=10           -> nothing
+0.001s receive orders max=10           -> m1 count=1
+49.999s receive orders                 -> m1 count=2
+0.001s receive orders                  -> m2 count=1

# §2.6, row "queue DelaySeconds", standard: not retroactive the other way.
--- a shorter delay leaves waiting messages of a standard queue alone ---
create-queue orders DelaySeconds=60
send orders "a"                         -> m1
set-queue orders DelaySeconds=0
+59.999s receive orders                 -> nothing
+0.001s receive orders                  -> m1 count=1

# §2.6, row "queue DelaySeconds", FIFO: retroactive.
--- a new delay moves waiting messages of a FIFO queue ---
create-queue orders.fifo FifoQueue=true DelaySeconds=10
send orders.fifo "a" group=g dedup=1    -> m1
+5s set-queue orders.fifo DelaySeconds=60
message m1                              -> delayed until=60s
+54.999s receive orders.fifo            -> nothing
+0.001s receive orders.fifo             -> m1 count=1

# §2.6, row "queue DelaySeconds", FIFO: retroactive.
--- a shorter delay frees waiting messages of a FIFO queue ---
create-queue orders.fifo FifoQueue=true DelaySeconds=60
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo wait=20 as p1       -> waiting
+5s set-queue orders.fifo DelaySeconds=10
answer p1                               -> nothing yet
+5s answer p1                           -> m1 count=1 at=10s

# §2.6, row "queue DelaySeconds", FIFO: retroactive, past the new end already.
--- a delay of 0 frees waiting messages of a FIFO queue at once ---
create-queue orders.fifo FifoQueue=true DelaySeconds=60
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo wait=20 as p1       -> waiting
+5s set-queue orders.fifo DelaySeconds=0
answer p1                               -> m1 count=1 at=5s

# §2.6, row "per-message DelaySeconds", standard.
--- a message's delay wins over the queue's ---
create-queue orders DelaySeconds=10
send orders "a" delay=20                -> m1
send orders "b" delay=0                 -> m2
send orders "c"                         -> m3
receive orders max=10                   -> m2 count=1
+10s receive orders max=10              -> m3 count=1
+9.999s receive orders max=10           -> nothing
+0.001s receive orders max=10           -> m1 count=1

# §2.6, row "per-message DelaySeconds", standard; and row "> 15 min".
--- a message's delay is at most fifteen minutes ---
create-queue orders
send orders "a" delay=901  -> InvalidParameterValue "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."
send orders "a" delay=900               -> m1
+14m59.999s receive orders              -> nothing
+0.001s receive orders                  -> m1 count=1

# §2.6, row "> 15 min": the queue's own delay.
--- a queue's delay is at most fifteen minutes ---
create-queue orders DelaySeconds=901    -> InvalidAttributeValue "Invalid value for the parameter DelaySeconds."
create-queue orders DelaySeconds=900
set-queue orders DelaySeconds=901       -> InvalidAttributeValue "Invalid value for the parameter DelaySeconds."
attributes orders                       -> DelaySeconds=900

# §2.6, row "per-message DelaySeconds", FIFO.
--- a FIFO message has no delay of its own ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" group=g dedup=1 delay=2  -> InvalidParameterValue "Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type."
receive orders.fifo                     -> nothing

# §2.6, row "per-message DelaySeconds", FIFO: 0 is accepted and ignored.
--- a delay of 0 on a FIFO message leaves the queue's delay ---
create-queue orders.fifo FifoQueue=true DelaySeconds=10
send orders.fifo "a" group=g dedup=1 delay=0  -> m1
+9.999s receive orders.fifo             -> nothing
+0.001s receive orders.fifo             -> m1 count=1

# §2.6, row "while delayed".
--- delayed messages are counted apart ---
create-queue orders DelaySeconds=10
send orders "a"                         -> m1
send orders "b" delay=0                 -> m2
counts orders                           -> visible=1 in-flight=0 delayed=1
+10s counts orders                      -> visible=2 in-flight=0 delayed=0

# §2.6, row "while delayed", FIFO: later messages of the group wait behind it, other groups do not.
--- a delayed message holds its group back and no other ---
create-queue orders.fifo FifoQueue=true DelaySeconds=10
send orders.fifo "a" group=g dedup=1    -> a1
+2s send orders.fifo "b" group=h dedup=2  -> b1
+2s send orders.fifo "c" group=g dedup=3  -> a2
counts orders.fifo                      -> visible=0 in-flight=0 delayed=3
+6s receive orders.fifo max=10          -> a1 count=1
+2s receive orders.fifo max=10          -> b1 count=1
+2s receive orders.fifo max=10          -> nothing
delete orders.fifo a1
receive orders.fifo max=10              -> a2 count=1

# §2.6, row "while delayed": a delayed message cannot be received by anybody.
--- a long poll waits for the end of the delay ---
create-queue orders DelaySeconds=30
send orders "a"                         -> m1
receive orders wait=20 as p1            -> waiting
+20s answer p1                          -> nothing at=20s
receive orders wait=20 as p2            -> waiting
+10s answer p2                          -> m1 count=1 at=30s
