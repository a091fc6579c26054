# PurgeQueue (sqs-facts §1.13). How it empties a queue and its cooldown stand with queue attributes and names.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html

# §1.13: "messages sent before may still be received for a while; ones sent during may be lost".
--- a purge that takes its time ---
create-queue orders VisibilityTimeout=5 purge-s=10
send orders "a"                         -> m1
send orders "b"                         -> m2
purge orders
counts orders                           -> visible=2
+1s receive orders                      -> m1
send orders "c" delay=900               -> m3
+8.999s counts orders                   -> visible=2 in-flight=0 delayed=1
+0.001s counts orders                   -> visible=0 in-flight=0 delayed=0
send orders "d"                         -> m4
+1h counts orders                       -> visible=1

# §1.13: the cooldown runs from the call.
--- a purge that takes its time is not begun twice ---
create-queue orders purge-s=60
send orders "a"                         -> m1
purge orders
+59.999s purge orders                   -> AWS.SimpleQueueService.PurgeQueueInProgress "Only one PurgeQueue operation on orders is allowed every 60 seconds."
message m1                              -> visible
+0.001s message m1                      -> gone
send orders "b"                         -> m2
purge orders
message m2                              -> visible

# §1.13: "also clears the FIFO dedup memory", when it ends.
--- a purge that takes its time keeps the deduplication memory till its end ---
create-queue lane.fifo FifoQueue=true purge-s=10
send lane.fifo "a" group=g dedup=1      -> m1
purge lane.fifo
+9s send lane.fifo "a" group=g dedup=1  -> m1
+1s send lane.fifo "a" group=g dedup=1  -> m2

# §1.13: a queue that is deleted meanwhile is gone with its purge.
--- a queue is deleted while it is purged ---
create-queue orders purge-s=10
send orders "a"                         -> m1
purge orders
+1s delete-queue orders
+1m create-queue orders                 -> new
