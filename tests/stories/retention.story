# Retention (sqs-facts §2.7).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html

# §2.7, row "expiry".
--- a message lives as long as the retention period ---
create-queue orders MessageRetentionPeriod=60
send orders "a"                         -> m1
message m1                              -> visible expires=60s
+59.999s message m1                     -> visible
+0.001s message m1                      -> gone
receive orders                          -> nothing

# §2.7, row "expiry": the last moment.
--- a message can be received until its retention ends ---
create-queue orders MessageRetentionPeriod=60
send orders "a"                         -> m1
+59.999s receive orders                 -> m1 count=1

# §2.7, row "expiry": four days by default.
--- the usual retention is four days ---
create-queue orders
send orders "a"                         -> m1
+3d23h59m59.999s message m1             -> visible expires=4d
+0.001s message m1                      -> gone

# §2.7, row "expiry": each message has its own end.
--- messages expire one by one ---
create-queue orders MessageRetentionPeriod=60
send orders "a"                         -> m1
+10s send orders "b"                    -> m2
+50s counts orders                      -> visible=1 in-flight=0 delayed=0
message m2                              -> visible expires=70s
+10s counts orders                      -> visible=0 in-flight=0 delayed=0

# §2.7, row "expiry": delay counts.
--- time in a delay counts as retention ---
create-queue orders MessageRetentionPeriod=60
send orders "a" delay=900               -> m1
message m1                              -> delayed expires=60s
+59.999s counts orders                  -> visible=0 in-flight=0 delayed=1
+0.001s counts orders                   -> visible=0 in-flight=0 delayed=0

# §2.7, row "expiry": retention comes before the end of a delay at the same instant.
--- a delay as long as the retention hides a message for ever ---
create-queue orders MessageRetentionPeriod=60 DelaySeconds=60
send orders "a"                         -> m1
receive orders wait=20                  -> waiting
+1m receive orders                      -> nothing
message m1                              -> gone

# §2.7, row "expiry": time in flight counts.
--- time in flight counts as retention ---
create-queue orders MessageRetentionPeriod=60 VisibilityTimeout=120
send orders "a"                         -> m1
+1s receive orders                      -> m1 count=1
+58.999s counts orders                  -> visible=0 in-flight=1 delayed=0
+0.001s counts orders                   -> visible=0 in-flight=0 delayed=0
+1m receive orders                      -> nothing

# §2.7, row "change of attribute".
--- a shorter retention reaches messages that are stored ---
create-queue orders
send orders "a"                         -> m1
+10s set-queue orders MessageRetentionPeriod=60
message m1                              -> visible expires=60s
+50s message m1                         -> gone

# §2.7, row "change of attribute": older than the new period already.
--- a shorter retention expires old messages at once ---
create-queue orders
send orders "a"                         -> m1
+1h send orders "b"                     -> m2
set-queue orders MessageRetentionPeriod=60
message m1                              -> gone
message m2                              -> visible expires=1h1m

# §2.7, row "change of attribute".
--- a longer retention saves messages that are stored ---
create-queue orders MessageRetentionPeriod=60
send orders "a"                         -> m1
+59s set-queue orders MessageRetentionPeriod=120
+60.999s message m1                     -> visible expires=2m
+0.001s message m1                      -> gone

# §2.7, row "to DLQ, standard": the enqueue time is kept.
--- a standard dead-letter queue counts from the first send ---
create-queue dlq MessageRetentionPeriod=345600
create-queue orders RedrivePolicy=dlq:1
send orders "a"                         -> m1
+1s receive orders visibility=0         -> m1 count=1
+23h59m59s receive orders               -> nothing
message m1                              -> visible queue=dlq enqueued=0s expires=4d
+2d23h59m59.999s message m1             -> visible
+0.001s message m1                      -> gone

# §2.7, row "to DLQ, standard": a dead-letter queue with a shorter retention may lose the message at once.
--- a message too old for its dead-letter queue is lost at the move ---
create-queue dlq MessageRetentionPeriod=3600
create-queue orders RedrivePolicy=dlq:1
send orders "a"                         -> m1
+1s receive orders visibility=0         -> m1 count=1
+2h receive orders                      -> nothing
receive dlq                             -> nothing
message m1                              -> gone

# §2.7, row "to DLQ, FIFO": the enqueue time is reset.
--- a FIFO dead-letter queue counts from the move ---
create-queue dlq.fifo FifoQueue=true MessageRetentionPeriod=345600
create-queue orders.fifo FifoQueue=true RedrivePolicy=dlq.fifo:1
send orders.fifo "a" group=g dedup=1    -> m1
+1s receive orders.fifo visibility=0    -> m1 count=1
+23h59m59s receive orders.fifo          -> nothing
message m1                              -> visible queue=dlq.fifo enqueued=1d expires=5d
+3d23h59m59.999s message m1             -> visible
+0.001s message m1                      -> gone

# §2.7, row "expired messages".
--- an expired message does not go to the dead-letter queue ---
create-queue dlq
create-queue orders MessageRetentionPeriod=60 RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders visibility=0             -> m1 count=1
+60s receive orders                     -> nothing
counts dlq                              -> visible=0 in-flight=0 delayed=0
message m1                              -> gone

# §2.7, row "expiry": the ends of the range.
--- retention is between a minute and fourteen days ---
create-queue orders MessageRetentionPeriod=59       -> InvalidAttributeValue "Invalid value for the parameter MessageRetentionPeriod."
create-queue orders MessageRetentionPeriod=1209601  -> InvalidAttributeValue "Invalid value for the parameter MessageRetentionPeriod."
create-queue orders MessageRetentionPeriod=1209600
send orders "a"                         -> m1
+13d23h59m59.999s message m1            -> visible
+0.001s message m1                      -> gone
set-queue orders MessageRetentionPeriod=60
set-queue orders MessageRetentionPeriod=59          -> InvalidAttributeValue
attributes orders                       -> MessageRetentionPeriod=60
