# Queues: names, attributes, purge, delete (sqs-facts §1.3, §1.4, §1.8, §1.13).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html

# §1.4, column "default".
--- a new queue has AWS's defaults ---
create-queue orders
attributes orders  -> DelaySeconds=0 MaximumMessageSize=1048576 MessageRetentionPeriod=345600
attributes orders  -> ReceiveMessageWaitTimeSeconds=0 VisibilityTimeout=30 RedrivePolicy=none FifoQueue=false
counts orders                           -> visible=0 in-flight=0 delayed=0

# §1.4, column "default", FIFO.
--- a new FIFO queue has AWS's defaults ---
create-queue orders.fifo FifoQueue=true
attributes orders.fifo  -> FifoQueue=true ContentBasedDeduplication=false
attributes orders.fifo  -> DeduplicationScope=queue FifoThroughputLimit=perQueue VisibilityTimeout=30

# §1.4, row "MaximumMessageSize".
--- a maximum message size is between 1 KiB and 1 MiB ---
create-queue orders MaximumMessageSize=1023     -> InvalidAttributeValue "Invalid value for the parameter MaximumMessageSize."
create-queue orders MaximumMessageSize=1048577  -> InvalidAttributeValue "Invalid value for the parameter MaximumMessageSize."
create-queue orders MaximumMessageSize=1024
set-queue orders MaximumMessageSize=1048576
attributes orders                       -> MaximumMessageSize=1048576

# §1.4, row "ReceiveMessageWaitTimeSeconds".
--- a queue's wait is at most 20 seconds ---
create-queue orders ReceiveMessageWaitTimeSeconds=21  -> InvalidAttributeValue "Invalid value for the parameter ReceiveMessageWaitTimeSeconds."
create-queue orders ReceiveMessageWaitTimeSeconds=20
attributes orders                       -> ReceiveMessageWaitTimeSeconds=20

# §1.4, row "VisibilityTimeout".
--- a queue's visibility timeout is at most twelve hours ---
create-queue orders VisibilityTimeout=43201     -> InvalidAttributeValue "Invalid value for the parameter VisibilityTimeout."
create-queue orders VisibilityTimeout=43200
set-queue orders VisibilityTimeout=43201        -> InvalidAttributeValue "Invalid value for the parameter VisibilityTimeout."
set-queue orders VisibilityTimeout=0
attributes orders                       -> VisibilityTimeout=0

# §1.8, "ContentBasedDeduplication on standard", "DeduplicationScope / FifoThroughputLimit on standard".
--- a standard queue has no FIFO attributes ---
create-queue orders ContentBasedDeduplication=true    -> InvalidAttributeName "Unknown Attribute ContentBasedDeduplication."
create-queue orders DeduplicationScope=messageGroup   -> InvalidAttributeName "You can specify the DeduplicationScope only when FifoQueue is set to true."
create-queue orders
set-queue orders ContentBasedDeduplication=true       -> InvalidAttributeName "Unknown Attribute ContentBasedDeduplication."
set-queue orders DeduplicationScope=messageGroup      -> InvalidAttributeName "You can specify the DeduplicationScope only when FifoQueue is set to true."
set-queue orders FifoThroughputLimit=perMessageGroupId  -> InvalidAttributeName "You can specify the FifoThroughputLimit only when FifoQueue is set to true."

# §1.13, row "SetQueueAttributes": partial; one bad value changes nothing.
--- a change touches only what it names ---
create-queue orders DelaySeconds=5 VisibilityTimeout=60
set-queue orders DelaySeconds=6
attributes orders                       -> DelaySeconds=6 VisibilityTimeout=60
set-queue orders DelaySeconds=7 VisibilityTimeout=43201  -> InvalidAttributeValue
attributes orders                       -> DelaySeconds=6 VisibilityTimeout=60

# §1.3, row "queue name".
--- a queue's name has 1 to 80 letters, digits, hyphens and underscores ---
create-queue ""                         -> InvalidParameterValue "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
create-queue "or ders"                  -> InvalidParameterValue "Can only include alphanumeric characters"
create-queue or.ders                    -> InvalidParameterValue "Can only include alphanumeric characters"
create-queue "örders"                   -> InvalidParameterValue "Can only include alphanumeric characters"
create-queue Az09-_
create-queue aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhh
create-queue aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhh1  -> InvalidParameterValue "1 to 80 in length"

# §1.3, row "queue name": the suffix counts in the 80.
--- the suffix of a FIFO name counts in the 80 ---
create-queue aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhh.fifo FifoQueue=true
create-queue aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhh.fifo FifoQueue=true  -> InvalidParameterValue "must end with .fifo suffix and be 1 to 80 in length."
create-queue or.ders.fifo FifoQueue=true  -> InvalidParameterValue "The name of a FIFO queue"

# §1.3, row "queue name": case-sensitive.
--- names that differ in case are different queues ---
create-queue orders                     -> new
create-queue Orders                     -> new
send orders "a"                         -> m1
receive Orders                          -> nothing

# §1.13, row "CreateQueue": idempotent.
--- creating an equal queue again gives the same queue ---
create-queue orders DelaySeconds=5      -> new
send orders "a"                         -> m1
create-queue orders DelaySeconds=5      -> existing
counts orders                           -> visible=0 in-flight=0 delayed=1

# §1.13, row "CreateQueue": another value.
--- creating a queue again with another value is refused ---
create-queue orders DelaySeconds=5
create-queue orders DelaySeconds=6      -> QueueAlreadyExists "A queue already exists with the same name and a different value for attribute DelaySeconds"
attributes orders                       -> DelaySeconds=5

# §1.13, row "CreateQueue": compares with current values.
--- creating again compares with the values of now ---
create-queue orders VisibilityTimeout=30
set-queue orders VisibilityTimeout=60
create-queue orders VisibilityTimeout=30  -> QueueAlreadyExists "different value for attribute VisibilityTimeout"
create-queue orders VisibilityTimeout=60  -> existing

# §1.8, "create within 60 s of delete"; §1.13, row "DeleteQueue".
--- a deleted queue's name is blocked for a minute ---
create-queue orders                     -> new
delete-queue orders
create-queue orders  -> AWS.SimpleQueueService.QueueDeletedRecently "You must wait 60 seconds after deleting a queue before you can create another with the same name."
+59.999s create-queue orders            -> AWS.SimpleQueueService.QueueDeletedRecently
+0.001s create-queue orders             -> new

# §1.13, row "DeleteQueue".
--- a deleted queue is gone with its messages ---
create-queue orders
send orders "a"                         -> m1
send orders "b"                         -> m2
receive orders                          -> m1 count=1
delete-queue orders
message m1                              -> gone
message m2                              -> gone
send orders "c"                         -> AWS.SimpleQueueService.NonExistentQueue "The specified queue does not exist."
receive orders                          -> AWS.SimpleQueueService.NonExistentQueue
delete orders m1                        -> AWS.SimpleQueueService.NonExistentQueue
purge orders                            -> AWS.SimpleQueueService.NonExistentQueue
set-queue orders DelaySeconds=1         -> AWS.SimpleQueueService.NonExistentQueue
delete-queue orders                     -> AWS.SimpleQueueService.NonExistentQueue
+60s create-queue orders                -> new
receive orders                          -> nothing

# §1.13, row "DeleteQueue": a queue that never was.
--- calls to a queue that never was are refused ---
delete-queue nowhere                    -> AWS.SimpleQueueService.NonExistentQueue
receive nowhere wait=20                 -> AWS.SimpleQueueService.NonExistentQueue
send nowhere "" delay=9999              -> AWS.SimpleQueueService.NonExistentQueue

# §1.13, row "DeleteQueue": receives that wait are answered.
--- deleting a queue answers those who wait on it ---
create-queue orders
receive orders wait=20 as p1            -> waiting
+5s delete-queue orders
answer p1                               -> AWS.SimpleQueueService.NonExistentQueue

# §1.13, row "PurgeQueue": visible, in-flight and delayed messages.
--- a purge removes visible, in-flight and delayed messages ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
send orders "b"                         -> m2
send orders "c" delay=10                -> m3
receive orders                          -> m1 count=1
purge orders
counts orders                           -> visible=0 in-flight=0 delayed=0
receive orders                          -> nothing
send orders "d"                         -> m4
+1m receive orders max=10               -> m4 count=1

# §1.8, "purge again < 60 s".
--- a queue is purged once a minute at most ---
create-queue orders
purge orders
+59.999s purge orders                   -> AWS.SimpleQueueService.PurgeQueueInProgress "Only one PurgeQueue operation on orders is allowed every 60 seconds."
+0.001s purge orders

# §1.13, row "PurgeQueue": per queue.
--- a purge of one queue does not hold another's up ---
create-queue orders
create-queue invoices
purge orders
purge invoices

# §1.13, row "PurgeQueue": sent right after.
--- messages sent right after a purge arrive ---
create-queue orders
send orders "a"                         -> m1
purge orders
receive orders                          -> nothing
send orders "order {n}" times=3         -> m2 m3 m4
receive orders max=10                   -> m2 m3 m4

# §1.13, row "CreateQueue": attributes that were not sent are not compared.
--- creating a queue again compares only what is sent ---
create-queue orders DelaySeconds=5 VisibilityTimeout=60
create-queue orders                     -> existing
create-queue orders VisibilityTimeout=60  -> existing
create-queue orders VisibilityTimeout=30  -> QueueAlreadyExists "different value for attribute VisibilityTimeout"
create-queue orders.fifo FifoQueue=true DeduplicationScope=messageGroup FifoThroughputLimit=perMessageGroupId  -> new
create-queue orders.fifo FifoQueue=true FifoThroughputLimit=perMessageGroupId  -> existing
create-queue orders.fifo FifoQueue=true DeduplicationScope=queue               -> InvalidAttributeValue
create-queue orders.fifo FifoQueue=true ContentBasedDeduplication=true  -> QueueAlreadyExists "different value for attribute ContentBasedDeduplication"

# §1.13, row "CreateQueue": a policy is compared by what it says.
--- creating a queue again compares policies and keys ---
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}}' KmsMasterKeyId=alias/a
create-queue orders Policy='{ "Statement": { "Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*" } }'  -> existing
create-queue orders Policy='{"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}}'  -> QueueAlreadyExists "different value for attribute Policy"
create-queue orders KmsMasterKeyId=alias/b  -> QueueAlreadyExists "different value for attribute KmsMasterKeyId"
create-queue orders SqsManagedSseEnabled=false  -> existing

# §1.8, "FifoQueue=false at create …, or FifoQueue set on a standard queue", "set FifoQueue=false on a FIFO queue"; §1.4.
--- a queue's kind is said when it is created ---
create-queue orders FifoQueue=false     -> InvalidAttributeName "Unknown Attribute FifoQueue."
create-queue orders.fifo FifoQueue=false  -> InvalidParameterValue
create-queue orders FifoQueue=true      -> InvalidParameterValue "must end with .fifo suffix"
create-queue orders
set-queue orders FifoQueue=true         -> InvalidAttributeName "Unknown Attribute FifoQueue."
set-queue orders FifoQueue=false        -> InvalidAttributeName "Unknown Attribute FifoQueue."
create-queue orders.fifo FifoQueue=true
set-queue orders.fifo FifoQueue=true
set-queue orders.fifo FifoQueue=false   -> InvalidAttributeValue "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported."

# §1.4, row "FifoThroughputLimit": needs scope messageGroup.
--- high throughput needs a deduplication scope of its own ---
create-queue orders.fifo FifoQueue=true FifoThroughputLimit=perMessageGroupId  -> InvalidAttributeValue
create-queue orders.fifo FifoQueue=true
set-queue orders.fifo FifoThroughputLimit=perMessageGroupId                    -> InvalidAttributeValue
set-queue orders.fifo FifoThroughputLimit=perMessageGroupId DeduplicationScope=messageGroup
set-queue orders.fifo DeduplicationScope=queue                                 -> InvalidAttributeValue

# §1.13, row "SetQueueAttributes": LastModifiedTimestamp.
--- a change has its date ---
create-queue orders
+5s set-queue orders DelaySeconds=1
+5s set-queue orders DelaySeconds=901   -> InvalidAttributeValue
attributes orders                       -> created=0s modified=5s

# §1.4, "Propagation": shown at once, in effect within 60 s.
--- a change takes its time ---
create-queue orders VisibilityTimeout=30 attribute-propagation-s=60
send orders "a"                         -> m1
set-queue orders VisibilityTimeout=5
attributes orders                       -> VisibilityTimeout=5
in-effect orders                        -> VisibilityTimeout=30
+59.999s in-effect orders               -> VisibilityTimeout=30
+0.001s in-effect orders                -> VisibilityTimeout=5
receive orders                          -> m1 visible-at=1m5s

# §1.4, "Propagation": changes arrive one after the other.
--- changes arrive in the order in which they were made ---
create-queue orders DelaySeconds=0 attribute-propagation-s=60
set-queue orders DelaySeconds=7
+30s set-queue orders VisibilityTimeout=5
attributes orders                       -> DelaySeconds=7 VisibilityTimeout=5
+30s in-effect orders                   -> DelaySeconds=7 VisibilityTimeout=30
+30s in-effect orders                   -> DelaySeconds=7 VisibilityTimeout=5

# §1.4, "Propagation": MessageRetentionPeriod up to 15 minutes, and shortening can expire existing messages.
--- a shorter retention expires messages when it has spread ---
create-queue orders retention-propagation-s=900
send orders "a"                         -> m1
+1m set-queue orders MessageRetentionPeriod=60 DelaySeconds=5
in-effect orders                        -> MessageRetentionPeriod=345600 DelaySeconds=5
+14m59.999s message m1                  -> visible expires=4d
+0.001s message m1                      -> gone
send orders "b"                         -> m2
+1m message m2                          -> gone

# §1.4, "Propagation"; §2.6: a FIFO queue's new delay reaches waiting messages when it has spread.
--- a FIFO queue's new delay arrives late ---
create-queue orders.fifo FifoQueue=true attribute-propagation-s=60
send orders.fifo "a" group=g dedup=1    -> m1
set-queue orders.fifo DelaySeconds=100
message m1                              -> visible
+1m message m1                          -> delayed until=1m40s

# §10.1 with §1.4, "Propagation": so do permissions.
--- a permission takes its time as well ---
create-queue orders attribute-propagation-s=60
add-permission orders share accounts=111122223333 actions=SendMessage
+59s caller account=111122223333
send orders "a"                         -> AccessDenied
+1s send orders "a"                     -> m1
