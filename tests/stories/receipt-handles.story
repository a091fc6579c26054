# Receipt handles and deletes (sqs-facts §2.5).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html

# §2.5, row "current handle in time", standard.
--- a delete in time ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+29.999s delete orders m1
message m1                              -> gone
+1m receive orders                      -> nothing

# §2.5, row "current handle in time", FIFO.
--- a delete in time on a FIFO queue ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo                     -> m1 count=1
+29.999s delete orders.fifo m1
message m1                              -> gone
+1m receive orders.fifo                 -> nothing

# §2.5, row "after visibility expired, not re-received", standard.
--- a late delete still deletes ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s message m1                         -> visible
delete orders m1
message m1                              -> gone
receive orders                          -> nothing

# §2.5, row "after visibility expired, not re-received", FIFO.
--- a late delete on a FIFO queue is refused ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo                     -> m1 count=1
+30s delete orders.fifo m1  -> InvalidParameterValue "Value m1 for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
receive orders.fifo                     -> m1 count=2

# §2.5, row "old handle after a re-receive", standard.
--- an old handle deletes a message that another consumer holds ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s receive orders                     -> m1 count=2
delete orders m1#1
message m1                              -> gone
delete orders m1#2
+1m receive orders                      -> nothing

# §2.5, row "old handle after a re-receive", standard: seen with visibility 0.
--- an old handle of a receive with timeout 0 deletes too ---
create-queue orders
send orders "a"                         -> m1
receive orders visibility=0             -> m1 count=1
receive orders                          -> m1 count=2
delete orders m1#1
message m1                              -> gone

# §2.5, row "old handle after a re-receive", FIFO.
--- an old handle on a FIFO queue is refused ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo                     -> m1 count=1
+30s receive orders.fifo                -> m1 count=2
delete orders.fifo m1#1                 -> InvalidParameterValue "The receipt handle has expired."
message m1                              -> in-flight
delete orders.fifo m1#2
message m1                              -> gone

# §2.5, row "delete again", standard.
--- a second delete of the same message is fine ---
create-queue orders
send orders "a"                         -> m1
receive orders                          -> m1 count=1
delete orders m1
delete orders m1
+1h delete orders m1

# §2.5, row "delete again", FIFO.
--- a second delete on a FIFO queue is fine ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo                     -> m1 count=1
delete orders.fifo m1
delete orders.fifo m1

# §2.5, row "after extension", standard.
--- a handle is good after an extension ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+29s change-visibility orders m1 60
+59.999s delete orders m1
message m1                              -> gone

# §2.5, row "after extension", FIFO: validity follows the extended deadline.
--- a FIFO handle is good until the extended deadline ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30
send orders.fifo "a" group=g dedup=1    -> m1
send orders.fifo "b" group=h dedup=2    -> m2
receive orders.fifo max=2               -> m1 m2
+29s change-visibility orders.fifo m1 60
change-visibility orders.fifo m2 60
+59.999s delete orders.fifo m1
+0.001s delete orders.fifo m2           -> InvalidParameterValue "The receipt handle has expired."

# §2.5, row "after extension", FIFO: a deadline moved to now ends it too.
--- a FIFO handle ends with a visibility timeout of 0 ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo                     -> m1 count=1
change-visibility orders.fifo m1 0
delete orders.fifo m1                   -> InvalidParameterValue "The receipt handle has expired."
receive orders.fifo                     -> m1 count=2
delete orders.fifo m1

# §2.5, row "handle from another queue", both kinds.
--- a handle of another queue is refused ---
create-queue orders
create-queue invoices
create-queue orders.fifo FifoQueue=true
send orders "a"                         -> m1
receive orders                          -> m1 count=1
delete invoices m1                      -> ReceiptHandleIsInvalid "The receipt handle \"m1\" is not valid for this queue."
change-visibility invoices m1 10        -> ReceiptHandleIsInvalid "is not valid for this queue."
delete orders.fifo m1                   -> ReceiptHandleIsInvalid "is not valid for this queue."
message m1                              -> in-flight

# §2.5, row "garbage string", and "a handle AWS never issued".
--- a handle that nobody gave out is refused ---
create-queue orders
send orders "a"                         -> m1
receive orders                          -> m1 count=1
delete orders forged:m1                 -> ReceiptHandleIsInvalid "is not a valid receipt handle."
change-visibility orders forged:m1 10   -> ReceiptHandleIsInvalid "is not a valid receipt handle."
message m1                              -> in-flight

# §2.5, row "garbage string", FIFO.
--- a forged handle is refused by a FIFO queue too ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" group=g dedup=1    -> m1
delete orders.fifo forged:m1            -> ReceiptHandleIsInvalid "is not a valid receipt handle."

# §2.5, row "delayed/visible message never received".
--- a message that nobody received cannot be deleted ---
create-queue orders
send orders "a"                         -> m1
send orders "b" delay=60                -> m2
delete orders forged:m1                 -> ReceiptHandleIsInvalid
delete orders forged:m2                 -> ReceiptHandleIsInvalid
counts orders                           -> visible=1 in-flight=0 delayed=1

# §1.3, "unknown queue": checked before the other parameters.
--- a missing queue is noticed before the handle ---
create-queue orders
send orders "a"                         -> m1
receive orders                          -> m1 count=1
delete nowhere m1                       -> AWS.SimpleQueueService.NonExistentQueue "The specified queue does not exist."
change-visibility nowhere m1 99999      -> AWS.SimpleQueueService.NonExistentQueue

# §2.5, row "old handle after a re-receive": "might not be deleted", the documents say. A setting of the simulation.
--- a delete with an older handle may do nothing ---
create-queue orders VisibilityTimeout=5 stale-delete=does-nothing
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+5s receive orders                      -> m1 count=2
delete orders m1#1
message m1                              -> in-flight until=10s
+5s delete orders m1#1
message m1                              -> visible since=10s
delete orders m1#2
message m1                              -> gone
delete orders m1#1
