# Deduplication (sqs-facts §3.4).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-exactly-once-processing.html

# §3.4, row "interval".
--- a deduplication id is remembered for five minutes ---
create-queue q.fifo FifoQueue=true
send q.fifo "a" group=g dedup=1         -> m1
+4m59.999s send q.fifo "a" group=g dedup=1  -> m1
+0.001s send q.fifo "a" group=g dedup=1  -> m2
receive q.fifo max=10                   -> m1 m2

# §3.4, row "id".
--- an explicit id wins over the content ---
create-queue q.fifo FifoQueue=true ContentBasedDeduplication=true
send q.fifo "same" group=g dedup=1      -> m1
send q.fifo "same" group=g dedup=2      -> m2
send q.fifo "other" group=g dedup=1     -> m1
send q.fifo "same" group=g              -> m3
receive q.fifo max=10                   -> m1 dedup=1 m2 dedup=2 m3 body=same

# §3.4, row "content-based": SHA-256 of the body in lower-case hex.
--- the content's id is the SHA-256 of the body ---
create-queue q.fifo FifoQueue=true ContentBasedDeduplication=true
send q.fifo "Test" group=g              -> m1
send q.fifo "Test" group=g              -> m1
send q.fifo "test" group=g              -> m2
receive q.fifo  -> m1 dedup=532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25

# §3.4, row "content-based": of the body only.
--- the content's id does not depend on the group ---
create-queue q.fifo FifoQueue=true ContentBasedDeduplication=true
send q.fifo "Test" group=g              -> m1
send q.fifo "Test" group=h              -> m1

# §3.4, row "mixed".
--- an explicit id that equals another body's hash is a duplicate ---
create-queue q.fifo FifoQueue=true ContentBasedDeduplication=true
send q.fifo "Test" group=g              -> m1
send q.fifo "other" group=g dedup=532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25  -> m1

# §3.4, row "mixed", the other way round.
--- a body whose hash was given as an explicit id is a duplicate ---
create-queue q.fifo FifoQueue=true ContentBasedDeduplication=true
send q.fifo "other" group=g dedup=532eaabd9574880dbf76b9b8cc00832c20a6ec113d682299550d7a6e0f345e25  -> m1
send q.fifo "Test" group=g              -> m1
receive q.fifo max=10                   -> m1 body=other

# §3.4, row "duplicate send": the original's MessageId, and its sequence number.
--- a duplicate is acknowledged with the original's id and not delivered ---
create-queue q.fifo FifoQueue=true
send q.fifo "a" group=g dedup=1         -> m1 sequence=yes
send q.fifo "b" group=g dedup=1         -> m1 sequence=yes
counts q.fifo                           -> visible=1 in-flight=0 delayed=0
receive q.fifo max=10                   -> m1 body=a

# §3.4, row "after receive + delete".
--- a deleted message is still remembered ---
create-queue q.fifo FifoQueue=true
send q.fifo "a" group=g dedup=1         -> m1
receive q.fifo                          -> m1 count=1
delete q.fifo m1
+4m59.999s send q.fifo "a" group=g dedup=1  -> m1
receive q.fifo                          -> nothing
+0.001s send q.fifo "a" group=g dedup=1  -> m2
receive q.fifo                          -> m2 count=1

# §3.4, row "after receive + delete": six minutes later, with a duplicate in between.
--- a duplicate in between does not prolong the memory ---
create-queue q.fifo FifoQueue=true
send q.fifo "a" group=g dedup=1         -> m1
receive q.fifo                          -> m1 count=1
delete q.fifo m1
+3m send q.fifo "a" group=g dedup=1     -> m1
+3m send q.fifo "a" group=g dedup=1     -> m2
receive q.fifo                          -> m2 count=1

# §3.4, row "after PurgeQueue".
--- a purge clears the memory ---
create-queue q.fifo FifoQueue=true
send q.fifo "a" group=g dedup=1         -> m1
purge q.fifo
send q.fifo "a" group=g dedup=1         -> m2
receive q.fifo max=10                   -> m2 count=1

# §3.4, row "scope queue".
--- an id is unique in the whole queue ---
create-queue q.fifo FifoQueue=true
attributes q.fifo                       -> DeduplicationScope=queue
send q.fifo "a" group=g dedup=1         -> m1
send q.fifo "b" group=h dedup=1         -> m1
receive q.fifo max=10                   -> m1 group=g

# §3.4, row "scope queue": of this queue.
--- another queue has a memory of its own ---
create-queue q.fifo FifoQueue=true
create-queue r.fifo FifoQueue=true
send q.fifo "a" group=g dedup=1         -> m1
send r.fifo "a" group=g dedup=1         -> m2

# §3.4, row "scope messageGroup": also without FifoThroughputLimit=perMessageGroupId.
--- an id is unique in its group ---
create-queue q.fifo FifoQueue=true DeduplicationScope=messageGroup
attributes q.fifo                       -> DeduplicationScope=messageGroup FifoThroughputLimit=perQueue
send q.fifo "a" group=g dedup=1         -> m1
send q.fifo "b" group=h dedup=1         -> m2
send q.fifo "c" group=g dedup=1         -> m1
send q.fifo "d" group=h dedup=1         -> m2
receive q.fifo max=10                   -> m1 m2

# §3.4, row "scope messageGroup": with the high throughput limit.
--- an id is unique in its group at high throughput too ---
create-queue q.fifo FifoQueue=true DeduplicationScope=messageGroup FifoThroughputLimit=perMessageGroupId
send q.fifo "a" group=g dedup=1         -> m1
send q.fifo "b" group=h dedup=1         -> m2
send q.fifo "c" group=g dedup=1         -> m1

# §3.4, row "changing the scope on a live queue", narrower.
--- a scope narrowed on a live queue is shown and does nothing ---
create-queue q.fifo FifoQueue=true
send q.fifo "a" group=g dedup=1         -> m1
set-queue q.fifo DeduplicationScope=messageGroup
attributes q.fifo                       -> DeduplicationScope=messageGroup
send q.fifo "a" group=h dedup=1         -> m1
send q.fifo "b" group=g dedup=2         -> m2
send q.fifo "b" group=h dedup=2         -> m2

# §3.4, row "changing the scope on a live queue", wider.
--- a scope widened on a live queue is shown and does nothing ---
create-queue q.fifo FifoQueue=true DeduplicationScope=messageGroup
send q.fifo "a" group=g dedup=1         -> m1
set-queue q.fifo DeduplicationScope=queue
attributes q.fifo                       -> DeduplicationScope=queue
send q.fifo "a" group=h dedup=1         -> m2
send q.fifo "b" group=g dedup=2         -> m3
send q.fifo "b" group=h dedup=2         -> m4

# §3.4, row "does a duplicate refresh the window".
--- the window is counted from the original ---
create-queue q.fifo FifoQueue=true
send q.fifo "a" group=g dedup=1         -> m1
+4m send q.fifo "a" group=g dedup=1     -> m1
+1m send q.fifo "a" group=g dedup=1     -> m2
+4m59.999s send q.fifo "a" group=g dedup=1  -> m2

# §3.4, row "missing id and CBD off".
--- without an id and without content-based deduplication a send is refused ---
create-queue q.fifo FifoQueue=true
send q.fifo "a" group=g  -> InvalidParameterValue "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
set-queue q.fifo ContentBasedDeduplication=true
send q.fifo "a" group=g                 -> m1
set-queue q.fifo ContentBasedDeduplication=false
send q.fifo "a" group=g                 -> InvalidParameterValue "MessageDeduplicationId provided explicitly"

# §3.4, row "id": its form (sqs-facts §1.3, §1.8).
--- a deduplication id has 1 to 128 characters without spaces ---
create-queue q.fifo FifoQueue=true ContentBasedDeduplication=true
send q.fifo "a" group=g dedup=""        -> InvalidParameterValue "Value  for parameter MessageDeduplicationId is invalid. Reason: MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in length."
send q.fifo "a" group=g dedup="a b"     -> InvalidParameterValue "Value a b for parameter MessageDeduplicationId is invalid."
send q.fifo "a" group=g dedup=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhhiiiiiiiiiijjjjjjjjjjkkkkkkkkkkllllllllll12345678  -> m1
send q.fifo "a" group=g dedup=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhhiiiiiiiiiijjjjjjjjjjkkkkkkkkkkllllllllll123456789  -> InvalidParameterValue "MessageDeduplicationId can only include"

# §1.8, "dedup id on standard queue".
--- a standard queue takes no deduplication id ---
create-queue q
send q "a" dedup=1  -> InvalidParameterValue "Value 1 for parameter MessageDeduplicationId is invalid. Reason: The request include parameter that is not valid for this queue type."
send q "a" group=tenant                 -> m1
receive q                               -> m1 group=tenant dedup=- sequence=no

# §3.4, with §2.7: a message that expired is remembered until its five minutes are over.
--- an expired message is still remembered ---
create-queue q.fifo FifoQueue=true MessageRetentionPeriod=60
send q.fifo "a" group=g dedup=1         -> m1
+2m message m1                          -> gone
send q.fifo "a" group=g dedup=1         -> m1
+3m send q.fifo "a" group=g dedup=1     -> m2

# §3.4, row "changing the scope on a live queue": what the documents imply. A setting of the simulation.
--- a changed scope may be followed ---
create-queue lane.fifo FifoQueue=true scope-changes-live
send lane.fifo "a" group=g dedup=1      -> m1
send lane.fifo "b" group=h dedup=1      -> m1
set-queue lane.fifo DeduplicationScope=messageGroup
send lane.fifo "c" group=h dedup=1      -> m2
send lane.fifo "d" group=g dedup=1      -> m3
send lane.fifo "e" group=g dedup=1      -> m3
set-queue lane.fifo DeduplicationScope=queue
send lane.fifo "f" group=i dedup=1      -> m1
