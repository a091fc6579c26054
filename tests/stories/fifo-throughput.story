# Throughput of FIFO queues (sqs-facts §3.6).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html

# §3.6, rows "FIFO default", "excess"; a bucket of a second's calls that refills evenly (choice).
--- a FIFO queue takes 300 sends a second ---
create-queue lane.fifo FifoQueue=true fifo-calls-per-s=300
send lane.fifo "{n}" group=g{n} dedup={n} times=300 -> m1..m300
send lane.fifo "a" group=g dedup=301    -> RequestThrottled "Request is throttled."
counts lane.fifo                        -> visible=300
+0.003s send lane.fifo "a" group=g dedup=301 -> RequestThrottled
+0.001s send lane.fifo "a" group=g dedup=301 -> m301
send lane.fifo "a" group=g dedup=302    -> RequestThrottled
+1s send lane.fifo "{n}" group=g{n} dedup=x{n} times=300
send lane.fifo "a" group=g dedup=302    -> RequestThrottled

# §3.6, "limit per API action".
--- sends, receives and deletes are limited apart ---
create-queue lane.fifo FifoQueue=true fifo-calls-per-s=2
send lane.fifo "{n}" group=g{n} dedup={n} times=2 -> m1 m2
send lane.fifo "a" group=g dedup=3      -> RequestThrottled
receive lane.fifo                       -> m1
receive lane.fifo                       -> m2
receive lane.fifo                       -> RequestThrottled
receive lane.fifo wait=20               -> RequestThrottled
change-visibility lane.fifo m1 60
change-visibility lane.fifo m1 50
change-visibility lane.fifo m1 40
delete lane.fifo m1
delete lane.fifo m1
delete lane.fifo m2                     -> RequestThrottled
+0.5s delete lane.fifo m2
message m2                              -> gone

# §3.6: "batching ×10": a batch counts once.
--- batches carry ten times as much ---
create-queue lane.fifo FifoQueue=true fifo-calls-per-s=1
send-batch lane.fifo times=10 id=e{n} "{n}" group=g dedup={n} -> m1..m10
send-batch lane.fifo id=a "a" group=g dedup=a -> RequestThrottled
receive lane.fifo max=10                -> m1..m10
receive lane.fifo max=10                -> RequestThrottled
delete-batch lane.fifo a=m1 b=m2 c=m3 d=m4 -> done done done done
delete-batch lane.fifo a=m5             -> RequestThrottled
counts lane.fifo                        -> in-flight=6

# §3.6 (choice): what AWS refuses for its parameters does not count.
--- a refused call does not count ---
create-queue lane.fifo FifoQueue=true fifo-calls-per-s=1
send lane.fifo "" group=g dedup=1       -> MissingParameter
send lane.fifo "a" dedup=1              -> MissingParameter
send-batch lane.fifo id=. "a" group=g dedup=1 -> AWS.SimpleQueueService.InvalidBatchEntryId
send lane.fifo "a" group=g              -> InvalidParameterValue
receive lane.fifo max=11                -> InvalidParameterValue
receive lane.fifo attempt="a b"         -> InvalidParameterValue
send lane.fifo "a" group=g dedup=1      -> m1
receive lane.fifo                       -> m1
delete lane.fifo forged:m1              -> ReceiptHandleIsInvalid
delete lane.fifo m1

# §3.6 (choice): what the state of a message refuses was a call all the same.
--- a call with a handle that has expired counts ---
create-queue lane.fifo FifoQueue=true VisibilityTimeout=1 fifo-calls-per-s=1
send lane.fifo "a" group=g dedup=1      -> m1
receive lane.fifo                       -> m1
+1s delete lane.fifo m1                 -> InvalidParameterValue "The receipt handle has expired."
delete lane.fifo m1                     -> RequestThrottled

# §3.6: a duplicate is a call like others.
--- a deduplicated send counts ---
create-queue lane.fifo FifoQueue=true fifo-calls-per-s=2
send lane.fifo "a" group=g dedup=1      -> m1
send lane.fifo "a" group=g dedup=1      -> m1
send lane.fifo "a" group=g dedup=1      -> RequestThrottled

# §3.6: high throughput needs both attributes, and then each partition has its own limit.
--- high throughput spreads groups over partitions ---
create-queue lane.fifo FifoQueue=true DeduplicationScope=messageGroup fifo-calls-per-s=1 fifo-partitions=4
send lane.fifo "a" group=a dedup=1      -> m1
send lane.fifo "b" group=b dedup=1      -> RequestThrottled
+1s set-queue lane.fifo FifoThroughputLimit=perMessageGroupId
send lane.fifo "a" group=a dedup=2      -> m2
send lane.fifo "b" group=b dedup=1      -> m3
send lane.fifo "a" group=a dedup=3      -> RequestThrottled
+1s send-batch lane.fifo id=a "a" group=a dedup=3 / id=b "b" group=b dedup=2 -> m4 m5
send lane.fifo "b" group=b dedup=3      -> RequestThrottled

# §3.6 (choice): a batch is admitted as a whole.
--- a batch over one full partition is refused and counts nowhere ---
create-queue lane.fifo FifoQueue=true DeduplicationScope=messageGroup FifoThroughputLimit=perMessageGroupId fifo-calls-per-s=1 fifo-partitions=4
send lane.fifo "a" group=a dedup=1      -> m1
send-batch lane.fifo id=a "a" group=a dedup=2 / id=b "b" group=b dedup=1 -> RequestThrottled
send lane.fifo "b" group=b dedup=1      -> m2

# §3.6: "a single group can never exceed one partition".
--- a group stays on its partition ---
create-queue lane.fifo FifoQueue=true DeduplicationScope=messageGroup FifoThroughputLimit=perMessageGroupId fifo-calls-per-s=3 fifo-partitions=100
send lane.fifo "{n}" group=a dedup={n} times=3 -> m1 m2 m3
send lane.fifo "a" group=a dedup=4      -> RequestThrottled

# §3.6 (choice): a receive names no group, so receives share what all partitions have.
--- receives of a high-throughput queue share its partitions ---
create-queue lane.fifo FifoQueue=true DeduplicationScope=messageGroup FifoThroughputLimit=perMessageGroupId fifo-calls-per-s=1 fifo-partitions=3
receive lane.fifo                       -> nothing
receive lane.fifo                       -> nothing
receive lane.fifo                       -> nothing
receive lane.fifo                       -> RequestThrottled

# §2.1: standard queues take nearly any number.
--- standard queues are not throttled ---
create-queue orders fifo-calls-per-s=1
send orders "{n}" times=1000            -> m1..m1000
receive orders                          -> m1
receive orders                          -> m2
