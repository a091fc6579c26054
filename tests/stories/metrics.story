# CloudWatch's metrics (sqs-facts §6).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html

# §6, rows "NumberOfMessagesSent", "SentMessageSize"; row "period".
--- what was sent counts by the minute ---
cloudwatch
create-queue orders
send    orders size=100                 -> m1
+59.999s send orders size=300           -> m2
+1ms    send orders size=1000           -> m3
+1m     metric orders NumberOfMessagesSent -> 0s sum=2 min=2 max=2 samples=1 1m sum=1
metric  orders SentMessageSize          -> 0s sum=400 min=100 max=300 samples=2 1m sum=1000 samples=1
+1m     metric orders NumberOfMessagesSent from=2m -> 2m sum=0
metric  orders SentMessageSize from=2m  -> nothing
metric  orders NumberOfMessagesSent period=3m -> 0s sum=3 min=0 max=2 samples=3

# §6, row "SentMessageSize": body and attributes.
--- a message's size includes its attributes ---
cloudwatch
create-queue orders
send    orders "abcd" attr=color:String=red -> m1
+1m     metric orders SentMessageSize   -> 0s sum=18

# §6, row "NumberOfMessagesReceived": each message returned, every time.
--- what was received counts every time ---
cloudwatch
create-queue orders
send    orders "a"                      -> m1
receive orders visibility=0             -> m1
receive orders visibility=0             -> m1
receive orders visibility=0             -> m1
+1m     metric orders NumberOfMessagesReceived -> 0s sum=3
metric  orders NumberOfMessagesSent     -> 0s sum=1

# §6, row "NumberOfMessagesDeleted": repeats and old handles count.
--- every successful delete counts ---
cloudwatch
create-queue orders VisibilityTimeout=1
send    orders "a"                      -> m1
receive orders                          -> m1
+1s     receive orders                  -> m1
delete  orders m1#1
delete  orders m1#2
delete  orders m1#2
+59s    metric orders NumberOfMessagesDeleted -> 0s sum=3

# §2.7, row "expired messages".
--- a message that expires is no event ---
cloudwatch
create-queue orders MessageRetentionPeriod=60
send    orders "a"                      -> m1
+2m     metric orders NumberOfMessagesDeleted -> 0s sum=0 1m sum=0
metric  orders ApproximateNumberOfMessagesVisible -> 0s max=1 1m max=0

# §6, row "NumberOfEmptyReceives": short and long ones, when they come back.
--- a receive without a message counts as empty when it ends ---
cloudwatch
create-queue orders
receive orders                          -> nothing
+50s receive orders wait=20 as p1       -> waiting
+2m     metric orders NumberOfEmptyReceives -> 0s sum=1 1m sum=1

# §6, row "NumberOfMessagesSent": automatic moves to a dead-letter queue do not count there; sends to it do.
--- a move to the dead-letter queue is no send ---
cloudwatch
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send    orders "a"                      -> m1
receive orders visibility=0             -> m1
receive orders                          -> nothing
send    dlq "b"                         -> m2
+1m     metric dlq NumberOfMessagesSent -> 0s sum=1
metric  dlq ApproximateNumberOfMessagesVisible -> 0s max=2
metric  orders NumberOfMessagesDeleted  -> 0s sum=0

# §6 and §4.3: a choice. A move task receives and deletes at the source and sends at the target.
--- a move task's messages count at both queues ---
cloudwatch
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send    dlq "a{n}" times=3              -> m1..m3
start-move dlq to=orders rate=500 as t1
+1m     metric dlq NumberOfMessagesReceived -> 0s sum=3
metric  dlq NumberOfMessagesDeleted     -> 0s sum=3
metric  orders NumberOfMessagesSent     -> 0s sum=3

# §6, rows of the gauges: as the minute ends.
--- gauges show the end of the minute ---
cloudwatch
create-queue orders
send    orders "{n}" times=5            -> m1..m5
send    orders "late" delay=90          -> m6
receive orders max=2 visibility=70      -> m1 m2
+1m     metric orders ApproximateNumberOfMessagesVisible -> 0s sum=3
metric  orders ApproximateNumberOfMessagesNotVisible -> 0s sum=2
metric  orders ApproximateNumberOfMessagesDelayed -> 0s sum=1
+1m     metric orders ApproximateNumberOfMessagesVisible -> 0s sum=3 1m sum=6
metric  orders ApproximateNumberOfMessagesNotVisible -> 0s sum=2
metric  orders ApproximateNumberOfMessagesDelayed -> 0s sum=1

# §6, rule "period": what happens at the very end of a minute belongs to the next one.
--- a timeout at the end of a minute ends in the next ---
cloudwatch
create-queue orders VisibilityTimeout=60
send    orders "a"                      -> m1
receive orders                          -> m1
+2m     metric orders ApproximateNumberOfMessagesNotVisible -> 0s sum=1
metric  orders ApproximateNumberOfMessagesVisible -> 0s sum=0 1m sum=1

# §6, row "ApproximateAgeOfOldestMessage".
--- the age is that of the oldest message ---
cloudwatch
create-queue orders
+30s    send orders "a"                 -> m1
+10s    send orders "b"                 -> m2
+2m20s  receive orders                  -> m1
delete  orders m1
+2m     metric orders ApproximateAgeOfOldestMessage -> 0s max=30 1m max=90 2m max=150 3m max=200 4m max=260
+2m     metric orders ApproximateAgeOfOldestMessage from=4m period=2m -> 4m sum=580 min=260 max=320 samples=2 6m max=380

# §6, rule "standard, message received >= 3 times" and "poison pills".
--- a message received three times is left out of the age ---
cloudwatch
create-queue orders VisibilityTimeout=0
send    orders "poison"                 -> m1
+20s    send orders "b"                 -> m2
+10s    receive orders                  -> m1
receive orders                          -> m1
+30s    metric orders ApproximateAgeOfOldestMessage -> 0s max=60
receive orders                          -> m1
+1m     metric orders ApproximateAgeOfOldestMessage from=1m -> 1m max=100
receive orders max=10                   -> m1 m2
receive orders max=10                   -> m1 m2
receive orders max=10                   -> m1 m2
+1m     metric orders ApproximateAgeOfOldestMessage from=2m -> nothing
metric  orders ApproximateNumberOfMessagesVisible from=2m -> 2m max=2

# §6, rule "FIFO": a failing head keeps ageing.
--- on a FIFO queue the age knows no poison ---
cloudwatch
create-queue orders.fifo FifoQueue=true VisibilityTimeout=0
send    orders.fifo "a" group=g dedup=1 -> m1
receive orders.fifo                     -> m1
receive orders.fifo                     -> m1
receive orders.fifo                     -> m1
+1m     metric orders.fifo ApproximateAgeOfOldestMessage -> 0s max=60

# §6, rule "moved to DLQ": the age starts at the move, though retention does not.
--- in a dead-letter queue the age starts at the move ---
cloudwatch
create-queue dlq
create-queue orders RedrivePolicy=dlq:3 VisibilityTimeout=0
send    orders "a"                      -> m1
+45s    receive orders                  -> m1
receive orders                          -> m1
receive orders                          -> m1
receive orders                          -> nothing
+15s    metric dlq ApproximateAgeOfOldestMessage -> 0s max=15

# §6, rows "FIFO only".
--- FIFO queues tell of groups and duplicates ---
cloudwatch
create-queue orders.fifo FifoQueue=true VisibilityTimeout=600
send    orders.fifo "a" group=g dedup=1 -> m1
send    orders.fifo "a" group=g dedup=1 -> m1
send    orders.fifo "a" group=h dedup=2 -> m2
receive orders.fifo max=10              -> m1 m2
+1m     metric orders.fifo NumberOfDeduplicatedSentMessages -> 0s sum=1
metric  orders.fifo NumberOfMessagesSent -> 0s sum=2
metric  orders.fifo ApproximateNumberOfGroupsWithInflightMessages -> 0s sum=2

# §5, row "metrics".
--- fair queues tell of noisy groups ---
cloudwatch
create-queue orders VisibilityTimeout=600
send    orders "a{n}" group=loud times=50 -> a1..a50
+30s    send orders "b{n}" group=calm times=2 -> b1 b2
receive orders max=10                   -> a1..a10
receive orders max=10                   -> a11..a20
receive orders max=10                   -> a21..a30
receive orders                          -> b1
+30s    metric orders ApproximateNumberOfNoisyGroups -> 0s max=1
metric  orders ApproximateNumberOfMessagesVisibleInQuietGroups -> 0s max=1
metric  orders ApproximateNumberOfMessagesNotVisibleInQuietGroups -> 0s max=1
metric  orders ApproximateNumberOfMessagesDelayedInQuietGroups -> 0s max=0
metric  orders ApproximateAgeOfOldestMessageInQuietGroups -> 0s max=30
metric  orders ApproximateAgeOfOldestMessage -> 0s max=60

# §6, table: which metrics a queue has.
--- each kind of queue has its metrics ---
cloudwatch
create-queue orders
create-queue orders.fifo FifoQueue=true
metrics orders                          -> nothing
+1m     metrics orders                  -> ApproximateNumberOfMessagesVisible NumberOfEmptyReceives NumberOfMessagesDeleted NumberOfMessagesReceived NumberOfMessagesSent
metrics orders.fifo                     -> ApproximateNumberOfGroupsWithInflightMessages ApproximateNumberOfMessagesVisible NumberOfDeduplicatedSentMessages NumberOfEmptyReceives NumberOfMessagesDeleted NumberOfMessagesReceived NumberOfMessagesSent
send    orders "a"                      -> m1
+1m     metrics orders                  -> ApproximateAgeOfOldestMessage ApproximateNumberOfMessagesVisible NumberOfEmptyReceives NumberOfMessagesDeleted NumberOfMessagesReceived NumberOfMessagesSent SentMessageSize

# §6, row "active".
--- an empty queue that nobody calls has metrics for six hours ---
cloudwatch
create-queue orders
+12h    metric orders NumberOfMessagesSent period=1d -> 0s sum=0 samples=361
metric  orders NumberOfMessagesSent from=6h period=1m -> 6h sum=0
receive orders                          -> nothing
+1h     metric orders NumberOfEmptyReceives from=6h1m period=1d -> 6h1m sum=1 samples=60

# §6, row "active": a queue with messages is.
--- a queue with a message has metrics without being called ---
cloudwatch
create-queue orders MessageRetentionPeriod=1209600
send    orders "a"                      -> m1
+13d    metric orders ApproximateNumberOfMessagesVisible period=13d -> 0s sum=18720 samples=18720
metric  orders ApproximateAgeOfOldestMessage from=12d period=1d -> 12d min=1036860 max=1123200

# §6, row "active": touched by any call, even an unauthorised one.
--- a refused call wakes the metrics too ---
cloudwatch
create-queue orders
+8h     metric orders NumberOfMessagesSent from=7h period=1h -> nothing
caller  account=111122223333
send    orders "a"                      -> AccessDenied
+10m    metric orders NumberOfMessagesSent from=8h period=1h -> 8h sum=0

# §6, row "active": the wake-up delay is a knob.
--- metrics may come late after a long silence ---
cloudwatch wake-delay=900
create-queue orders
send    orders "a"                      -> m1
+20m    metric orders NumberOfMessagesSent period=1d -> 0s sum=0 samples=5
metric  orders ApproximateNumberOfMessagesVisible -> 15m max=1 16m max=1 17m max=1 18m max=1 19m max=1

# §6: metrics outlive their queue, by its name.
--- metrics stay when a queue is deleted ---
cloudwatch
create-queue orders
send    orders "a"                      -> m1
+90s    send orders "b"                 -> m2
delete-queue orders
+61s    create-queue orders             -> new
send    orders "c"                      -> m3
+89s    metric orders NumberOfMessagesSent -> 0s sum=1 1m sum=1 2m sum=1 3m sum=0
metric  orders ApproximateNumberOfMessagesVisible -> 0s max=1 2m max=1 3m max=1

# CloudWatch keeps minutes for 15 days; coarser steps are not modelled.
--- after fifteen days a minute is forgotten ---
cloudwatch
create-queue orders MessageRetentionPeriod=1209600
send    orders "a"                      -> m1
+14d23h59m metric orders NumberOfMessagesSent to=1m -> 0s sum=1
+2m     metric orders NumberOfMessagesSent to=1m -> nothing
