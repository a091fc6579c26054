# Batches (sqs-facts §1.8, §1.9).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-batch-api-actions.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html

# §1.9: what succeeds is there at once.
--- a batch sends up to ten messages ---
create-queue orders
send-batch orders id=a "one" / id=b "two" delay=5 / id=c "three" attr=k:String=v -> m1 id=a m2 id=b m3 id=c
counts orders                           -> visible=2 in-flight=0 delayed=1
receive orders max=10                   -> m1 body=one m3 body=three attributes=k:String=v

# §1.9, row "entry order".
--- a FIFO batch is enqueued in the order of its list ---
create-queue orders.fifo FifoQueue=true
send-batch orders.fifo id=z "one" group=g dedup=1 / id=a "two" group=g dedup=2 / id=m "three" group=g dedup=3 -> m1 id=z m2 id=a m3 id=m
receive orders.fifo max=10              -> m1 body=one m2 body=two m3 body=three

# §2.2: a waiting receive gets all of a batch that it has room for.
--- a waiting receive is answered with the whole batch ---
create-queue orders
receive orders max=10 wait=20 as p1     -> waiting
+3s send-batch orders times=10 id=e{n} "{n}" -> m1..m10
answer p1                               -> m1..m10

# §1.8, row "empty batch".
--- a batch has an entry ---
create-queue orders
send-batch orders                       -> AWS.SimpleQueueService.EmptyBatchRequest "There should be at least one SendMessageBatchRequestEntry in the request."
delete-batch orders                     -> AWS.SimpleQueueService.EmptyBatchRequest "There should be at least one DeleteMessageBatchRequestEntry in the request."
change-visibility-batch orders          -> AWS.SimpleQueueService.EmptyBatchRequest "There should be at least one ChangeMessageVisibilityBatchRequestEntry in the request."

# §1.8, row ">10 entries".
--- a batch has at most ten entries ---
create-queue orders
send-batch orders times=10 id=e{n} "{n}" -> m1..m10
send-batch orders times=20 id=e{n} "{n}" -> AWS.SimpleQueueService.TooManyEntriesInBatchRequest "Maximum number of entries per request are 10. You have sent 20."
counts orders                           -> visible=10

# §1.8, row "duplicate Ids": the first Id met a second time is named.
--- ids of entries are distinct ---
create-queue orders
send-batch orders id=1 "a" / id=2 "b" / id=2 "c" / id=1 "d" -> AWS.SimpleQueueService.BatchEntryIdsNotDistinct "Id 2 repeated."
counts orders                           -> visible=0
send orders "a"                         -> m1
receive orders                          -> m1 count=1
delete-batch orders x=m1 x=m1           -> AWS.SimpleQueueService.BatchEntryIdsNotDistinct "Id x repeated."
change-visibility-batch orders x=m1:0 x=m1:0 -> AWS.SimpleQueueService.BatchEntryIdsNotDistinct "Id x repeated."
counts orders                           -> in-flight=1

# §1.8, row "bad Id".
--- ids of entries are short and plain ---
create-queue orders
send-batch orders id= "a"               -> AWS.SimpleQueueService.InvalidBatchEntryId "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long."
send-batch orders id=a.b "a"            -> AWS.SimpleQueueService.InvalidBatchEntryId
send-batch orders id=01234567890123456789012345678901234567890123456789012345678901234567890123456789x "a" -> AWS.SimpleQueueService.InvalidBatchEntryId
send-batch orders id=0123456789012345678901234567890123456789012345678901234567890123456789012345678_ "a" -> m1

# §1.8, row "batch too long": also a batch of one entry.
--- a batch of sends is at most one mebibyte ---
create-queue orders
send-batch orders id=a size=1048577     -> AWS.SimpleQueueService.BatchRequestTooLong "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes."
send-batch orders id=a size=524288 / id=b size=524289 -> AWS.SimpleQueueService.BatchRequestTooLong "You have sent 1048577 bytes."
send-batch orders id=a size=524286 attr=k:String=red / id=b size=524283 -> AWS.SimpleQueueService.BatchRequestTooLong "You have sent 1048579 bytes."
send-batch orders id=a size=524288 / id=b size=524288 -> m1 m2

# §1.9: the queue's own limit is for each message, not for their sum.
--- a small queue takes a long batch ---
create-queue orders MaximumMessageSize=1024
send-batch orders times=10 id=e{n} size=1024 -> m1..m10

# §1.9: the order of the checks.
--- a batch is checked as a whole first ---
create-queue orders.fifo FifoQueue=true
send-batch none                         -> AWS.SimpleQueueService.NonExistentQueue
send-batch orders.fifo times=11 id=. "a" -> AWS.SimpleQueueService.TooManyEntriesInBatchRequest
send-batch orders.fifo id=. "a" / id=. "a" -> AWS.SimpleQueueService.InvalidBatchEntryId
send-batch orders.fifo id=a size=1048576 / id=a "a" -> AWS.SimpleQueueService.BatchEntryIdsNotDistinct
send-batch orders.fifo id=a size=1048576 / id=b "a" -> AWS.SimpleQueueService.BatchRequestTooLong
send-batch orders.fifo id=a "" / id=b "a" -> InvalidParameterValue "The request must contain the parameter MessageGroupId."

# §1.8, rows "no group id", "no dedup id": one entry fails the whole batch, and a batch has a code of its own.
--- a FIFO batch needs a group and a deduplication id for each message ---
create-queue orders.fifo FifoQueue=true
send-batch orders.fifo id=a "a" group=g dedup=1 / id=b "b" dedup=2 -> InvalidParameterValue "The request must contain the parameter MessageGroupId."
send-batch orders.fifo id=a "a" group=g dedup=1 / id=b "b" group=g -> InvalidParameterValue "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly"
counts orders.fifo                      -> visible=0
set-queue orders.fifo ContentBasedDeduplication=true
send-batch orders.fifo id=a "a" group=g / id=b "b" group=g -> m1 m2

# §1.9, row "per-entry failures"; §1.8 for their texts.
--- entries fail one by one ---
create-queue orders MaximumMessageSize=1024
send-batch orders id=long size=1025 / id=odd "\u{0}" / id=none "" / id=late "a" delay=901 / id=typed "a" attr=X:Int=1 / id=fine "a" / id=dedup "a" dedup=1 -> InvalidParameterValue id=long text="One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes." sender-fault=true InvalidMessageContents id=odd EmptyValue id=none sender-fault=true InvalidParameterValue id=late InvalidParameterValue id=typed m1 id=fine InvalidParameterValue id=dedup text="The request include parameter that is not valid for this queue type" sender-fault=true
counts orders                           -> visible=1

# §1.9; §1.8, row "parameter wrong for the queue type in one batch entry".
--- entries of a FIFO batch fail one by one ---
create-queue orders.fifo FifoQueue=true
send-batch orders.fifo id=a "a" group=g dedup=1 delay=1 / id=b "b" group=g dedup=2 / id=c "c" group="g g" dedup=3 -> InvalidParameterValue id=a text="The request include parameter that is not valid for this queue type" m1 id=b InvalidParameterValue id=c
receive orders.fifo max=10              -> m1 body=b

# §3.4, row "reply to a duplicate inside a batch".
--- a duplicate inside a batch succeeds with the original's id ---
create-queue orders.fifo FifoQueue=true
send-batch orders.fifo id=a "a" group=g dedup=1 / id=b "b" group=g dedup=1 -> m1 id=a m1 id=b
counts orders.fifo                      -> visible=1
send-batch orders.fifo id=a "c" group=g dedup=1 / id=b "d" group=g dedup=2 -> m1 id=a m2 id=b

# §1.9; §1.8, rows "garbage handle in one batch entry", "handle of another queue".
--- a batch of deletes ---
create-queue orders
create-queue others
send orders "a" times=3                 -> m1 m2 m3
send others "b"                         -> m4
receive orders max=10                   -> m1 m2 m3
receive others                          -> m4
delete-batch orders a=m1 b=forged:m2 c=m3 d=m4 -> done id=a ReceiptHandleIsInvalid id=b sender-fault=true done id=c ReceiptHandleIsInvalid id=d
counts orders                           -> visible=0 in-flight=1

# §1.9: docs speak only of Ids; the same handle may come twice.
--- a batch deletes the same message twice ---
create-queue orders
send orders "a"                         -> m1
receive orders                          -> m1
delete-batch orders a=m1 b=m1           -> done id=a done id=b
message m1                              -> gone

# §1.8, row "expired FIFO handle in one DeleteMessageBatch entry": another code than a single call's.
--- a batch of deletes with an expired FIFO handle ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=5
send orders.fifo "a" group=g dedup=1    -> m1
send orders.fifo "b" group=h dedup=2    -> m2
receive orders.fifo max=10              -> m1 m2
change-visibility orders.fifo m2 60
+5s delete-batch orders.fifo a=m1 b=m2  -> ReceiptHandleIsInvalid id=a text="The receipt handle has expired" sender-fault=true done id=b
delete orders.fifo m1                   -> InvalidParameterValue "The receipt handle has expired."

# §2.4: as the single call, entry by entry.
--- a batch of new visibility timeouts ---
create-queue orders VisibilityTimeout=30
send orders "a" times=4                 -> m1 m2 m3 m4
receive orders max=10                   -> m1 m2 m3 m4
delete orders m4
change-visibility-batch orders a=m1:0 b=m2:60 c=m3:43201 d=m4:10 -> done id=a done id=b InvalidParameterValue id=c text="Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200." InvalidParameterValue id=d
message m1                              -> visible since=0s
message m2                              -> in-flight until=60s
message m3                              -> in-flight until=30s

# §2.4, row "older handle", "single and batch".
--- a batch changes the visibility timeout with an older handle ---
create-queue orders VisibilityTimeout=5
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+5s receive orders                      -> m1 count=2
change-visibility-batch orders a=m1#1:60 -> done id=a
message m1                              -> in-flight until=65s
change-visibility-batch orders a=m1#1:0 -> done id=a
receive orders                          -> m1 count=3
