# What a FIFO queue promises (sqs-facts §3.1, §3.7).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html

# §3.1, row "order".
--- a group's messages come in the order of sends ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" group=g dedup=1    -> m1
send orders.fifo "b" group=g dedup=2    -> m2
send orders.fifo "c" group=g dedup=3    -> m3
receive orders.fifo                     -> m1 count=1 group=g sequence=yes
delete orders.fifo m1
receive orders.fifo                     -> m2 count=1
delete orders.fifo m2
receive orders.fifo                     -> m3 count=1

# §3.1, row "order": none across groups.
--- a locked group does not hold another back ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" group=g dedup=1    -> a1
send orders.fifo "b" group=g dedup=2    -> a2
send orders.fifo "c" group=h dedup=3    -> b1
receive orders.fifo                     -> a1 count=1
receive orders.fifo                     -> b1 count=1
receive orders.fifo                     -> nothing

# §3.1, row "group id": required on each send.
--- a FIFO send needs a group ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" dedup=1            -> MissingParameter "The request must contain the parameter MessageGroupId."

# §3.1, row "group id": the form (sqs-facts §1.3, §1.8).
--- a group id has 1 to 128 characters without spaces ---
create-queue orders.fifo FifoQueue=true ContentBasedDeduplication=true
send orders.fifo "a" group=""           -> InvalidParameterValue "Value  for parameter MessageGroupId is invalid. Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length."
send orders.fifo "a" group="a b"        -> InvalidParameterValue "Value a b for parameter MessageGroupId is invalid."
send orders.fifo "a" group="ä"          -> InvalidParameterValue "MessageGroupId"
send orders.fifo "a" group="!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"  -> m1
send orders.fifo "b" group=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhhiiiiiiiiiijjjjjjjjjjkkkkkkkkkkllllllllll12345678  -> m2
send orders.fifo "c" group=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhhiiiiiiiiiijjjjjjjjjjkkkkkkkkkkllllllllll123456789  -> InvalidParameterValue "MessageGroupId can only include"

# §3.1, row "group id": unlimited number of groups.
--- there may be any number of groups ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "order {n}" times=5000 group=g{n} dedup={n}
drain orders.fifo max=10  -> receives=500 messages=5000 duplicates=0 inversions-across=0
counts orders.fifo                      -> visible=0 in-flight=5000 groups-in-flight=5000

# §3.1, row "receive": one group first, then others.
--- a receive takes one group first and fills up with others ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" group=g dedup=1    -> a1
send orders.fifo "b" group=h dedup=2    -> b1
send orders.fifo "c" group=g dedup=3    -> a2
send orders.fifo "d" group=i dedup=4    -> c1
send orders.fifo "e" group=h dedup=5    -> b2
receive orders.fifo max=10              -> a1 a2 b1 b2 c1

# §3.1, row "receive": up to 10.
--- a receive fills up to its maximum and no further ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a {n}" times=2 group=g dedup=a{n}  -> a1 a2
send orders.fifo "b {n}" times=2 group=h dedup=b{n}  -> b1 b2
receive orders.fifo max=3               -> a1 a2 b1
receive orders.fifo max=3               -> nothing
delete orders.fifo b1
receive orders.fifo max=3               -> b2 count=1

# §3.1, row "batch order".
--- a group's messages stand in order inside an answer ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "order {n}" times=5 group=g dedup={n}  -> m1..m5
receive orders.fifo max=5               -> m1 m2 m3 m4 m5

# §3.1, row "several of one group in one receive": the tenth and the eleventh.
--- ten of a group at most, then none until they are gone ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30
send orders.fifo "order {n}" times=11 group=g dedup={n}  -> m1..m11
receive orders.fifo max=10              -> m1..m10
receive orders.fifo max=10              -> nothing
+29.999s receive orders.fifo max=10     -> nothing
+0.001s receive orders.fifo max=10      -> m1 count=2 m2 m3 m4 m5 m6 m7 m8 m9 m10 count=2

# §3.1, row "duplicates": none by the service.
--- a consumer in time sees each message once ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30
send orders.fifo "a" group=g dedup=1    -> m1
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo max=10              -> m1 count=1
+29.999s delete orders.fifo m1
+1h receive orders.fifo max=10          -> nothing

# §3.1, row "duplicates": but for a consumer that overruns its timeout.
--- a consumer that is late gets the message again ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo                     -> m1 count=1
+30s receive orders.fifo                -> m1 count=2

# §3.1, row "per-message delay": see delay.story.

# §3.1, row "name".
--- a FIFO queue's name ends in .fifo and no other does ---
create-queue orders FifoQueue=true      -> InvalidParameterValue "must end with .fifo suffix and be 1 to 80 in length."
create-queue orders.fifo                -> InvalidParameterValue "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
create-queue orders.fifo FifoQueue=true
attributes orders.fifo                  -> FifoQueue=true

# §3.1, row "DLQ".
--- a FIFO queue needs a FIFO dead-letter queue ---
create-queue dlq
create-queue dlq.fifo FifoQueue=true
create-queue orders.fifo FifoQueue=true RedrivePolicy=dlq:3  -> InvalidParameterValue "Dead-letter queue must be same type of queue as the source"
create-queue orders RedrivePolicy=dlq.fifo:3                 -> InvalidParameterValue "Dead-letter queue must be same type of queue as the source"
create-queue orders.fifo FifoQueue=true RedrivePolicy=dlq.fifo:3
attributes orders.fifo                  -> RedrivePolicy=dlq.fifo:3

# §3.1, row "DLQ": it can break the order.
--- a dead-letter queue lets later messages overtake ---
create-queue dlq.fifo FifoQueue=true
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30 RedrivePolicy=dlq.fifo:1
send orders.fifo "a" group=g dedup=1    -> m1
send orders.fifo "b" group=g dedup=2    -> m2
receive orders.fifo                     -> m1 count=1
+30s receive orders.fifo                -> m2 count=1
message m1                              -> visible queue=dlq.fifo

# §3.7: only the first messages of a queue are looked at for free groups.
--- a stuck group that fills the look-ahead hides the others ---
create-queue orders.fifo FifoQueue=true fifo-lookahead=5
send orders.fifo "a {n}" times=5 group=g dedup=a{n}  -> a1..a5
send orders.fifo "b" group=h dedup=b    -> b1
receive orders.fifo                     -> a1 count=1
receive orders.fifo                     -> nothing
delete orders.fifo a1
receive orders.fifo                     -> a2 count=1
receive orders.fifo                     -> b1 count=1

# §3.7: the other side of the limit.
--- a group just inside the look-ahead is found ---
create-queue orders.fifo FifoQueue=true fifo-lookahead=6
send orders.fifo "a {n}" times=5 group=g dedup=a{n}  -> a1..a5
send orders.fifo "b" group=h dedup=b    -> b1
receive orders.fifo                     -> a1 count=1
receive orders.fifo                     -> b1 count=1
