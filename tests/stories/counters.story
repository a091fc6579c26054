# Counts and timestamps (sqs-facts §2.8).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html

# §2.8, row "ApproximateReceiveCount".
--- each hand-out counts, with visibility 0 too ---
create-queue orders
send orders "a"                         -> m1
message m1                              -> visible count=0
receive orders visibility=0             -> m1 count=1
receive orders visibility=0             -> m1 count=2
receive orders                          -> m1 count=3
message m1                              -> in-flight count=3

# §2.8, row "ApproximateReceiveCount": it goes on in the DLQ, the move adds nothing.
--- the receive count goes on in the dead-letter queue ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s receive orders                     -> nothing
message m1                              -> visible queue=dlq count=1
receive dlq                             -> m1 count=2

# §2.8, row "ApproximateFirstReceiveTimestamp".
--- the first receive's time stays ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
+5s receive orders                      -> m1 first-received=5s
+30s receive orders                     -> m1 count=2 first-received=5s

# §2.8, row "ApproximateFirstReceiveTimestamp": kept across the DLQ.
--- the first receive's time stays in the dead-letter queue ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:1
send orders "a"                         -> m1
+5s receive orders                      -> m1 first-received=5s
+30s receive orders                     -> nothing
receive dlq                             -> m1 first-received=5s

# §2.8, row "SentTimestamp".
--- the sent time stays in a standard dead-letter queue ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:1
+1s send orders "a" delay=2             -> m1
+2s receive orders                      -> m1 sent=1s
+30s receive orders                     -> nothing
receive dlq                             -> m1 sent=1s

# §2.8, row "ApproximateNumberOfMessages".
--- the three counts of a standard queue ---
create-queue orders
send orders "a"                         -> m1
send orders "b"                         -> m2
send orders "c" delay=10                -> m3
counts orders                           -> visible=2 in-flight=0 delayed=1
receive orders                          -> m1 count=1
counts orders                           -> visible=1 in-flight=1 delayed=1
delete orders m1
counts orders                           -> visible=1 in-flight=0 delayed=1
+10s counts orders                      -> visible=2 in-flight=0 delayed=0

# §2.8, row "ApproximateNumberOfMessages": 6 messages in 3 groups, 2 received -> 4 / 2 / 0, as recorded.
--- FIFO messages behind a locked group count as visible ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a {n}" times=2 group=a dedup=a{n}  -> a1 a2
send orders.fifo "b {n}" times=2 group=b dedup=b{n}  -> b1 b2
send orders.fifo "c {n}" times=2 group=c dedup=c{n}  -> c1 c2
counts orders.fifo                      -> visible=6 in-flight=0 delayed=0
receive orders.fifo max=1               -> a1 count=1
receive orders.fifo max=1               -> b1 count=1
counts orders.fifo                      -> visible=4 in-flight=2 delayed=0
message a2                              -> visible blocked=yes
message c1                              -> visible blocked=no
