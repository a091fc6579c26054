# Dead-letter queues (sqs-facts §4.1, §3.8).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue.html

# §4.1, row "where": the policy stands on the source queue.
--- the redrive policy stands on the source queue ---
create-queue dlq
create-queue orders
set-queue orders RedrivePolicy=dlq:5
attributes orders                       -> RedrivePolicy=dlq:5
attributes dlq                          -> RedrivePolicy=none
set-queue orders RedrivePolicy=none
attributes orders                       -> RedrivePolicy=none

# §4.1, row "constraints": same type.
--- a dead-letter queue is of its source's kind ---
create-queue dlq
create-queue dlq.fifo FifoQueue=true
create-queue orders
create-queue orders.fifo FifoQueue=true
set-queue orders RedrivePolicy=dlq.fifo:3       -> InvalidParameterValue "Dead-letter queue must be same type of queue as the source"
set-queue orders.fifo RedrivePolicy=dlq:3       -> InvalidParameterValue "Dead-letter queue must be same type of queue as the source"
set-queue orders RedrivePolicy=dlq:3
set-queue orders.fifo RedrivePolicy=dlq.fifo:3

# §4.1, row "constraints": the DLQ must exist first.
--- a dead-letter queue must exist first ---
create-queue orders RedrivePolicy=dlq:3         -> InvalidParameterValue "Dead letter target does not exist."
create-queue orders
set-queue orders RedrivePolicy=dlq:3            -> InvalidParameterValue "Dead letter target does not exist."
create-queue dlq
set-queue orders RedrivePolicy=dlq:3

# §4.1, row "constraints": count 1 to 1000.
--- maxReceiveCount is between 1 and 1000 ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:0         -> InvalidParameterValue "Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive."
create-queue orders RedrivePolicy=dlq:1
set-queue orders RedrivePolicy=dlq:1001         -> InvalidParameterValue "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive."
set-queue orders RedrivePolicy=dlq:1000
attributes orders                       -> RedrivePolicy=dlq:1000

# §4.1, row "comparison": 1 is delivered once and moved on the second attempt.
--- with maxReceiveCount 1 a message is delivered once ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s receive orders                     -> nothing
receive dlq                             -> m1 count=2 source=orders

# §4.1, row "comparison": 3 is delivered three times.
--- with maxReceiveCount 3 a message is delivered three times ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:3
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s receive orders                     -> m1 count=2
+30s receive orders                     -> m1 count=3
+30s message m1                         -> visible queue=orders count=3
receive orders                          -> nothing
message m1                              -> visible queue=dlq count=3
receive dlq                             -> m1 count=4

# §4.1, row "comparison": a delete at the last delivery keeps it out.
--- a message deleted at its last delivery is not dead-lettered ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:2
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s receive orders                     -> m1 count=2
delete orders m1
+30s receive orders                     -> nothing
counts dlq                              -> visible=0 in-flight=0 delayed=0

# §4.1, row "when": lazily, at a receive attempt.
--- with nobody polling the message stays in the source ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+1h message m1                          -> visible queue=orders
counts orders                           -> visible=1 in-flight=0 delayed=0
counts dlq                              -> visible=0 in-flight=0 delayed=0
receive orders                          -> nothing
counts orders                           -> visible=0 in-flight=0 delayed=0
counts dlq                              -> visible=1 in-flight=0 delayed=0

# §4.1, row "when": only after it became visible again.
--- a message in flight is not moved ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+29.999s receive orders                 -> nothing
message m1                              -> in-flight queue=orders
+0.001s receive orders                  -> nothing
message m1                              -> visible queue=dlq

# §4.1, row "when": a receive that waits is a receive attempt.
--- a waiting receive moves the message and goes on waiting ---
create-queue dlq
create-queue orders VisibilityTimeout=10 RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1 count=1
receive orders wait=20 as p1            -> waiting
+9.999s message m1                      -> in-flight queue=orders
+0.001s message m1                      -> visible queue=dlq
+9.999s answer p1                       -> nothing yet
+0.001s answer p1                       -> nothing at=20s

# §4.1, row "empty-handed receive": it returns other messages.
--- the receive that moves a message returns others ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:1
send orders "a"                         -> m1
send orders "b"                         -> m2
receive orders                          -> m1 count=1
+30s receive orders max=1               -> m2 count=1
message m1                              -> visible queue=dlq

# §4.1, row "empty-handed receive": a whole answer's worth is moved and replaced.
--- ten messages that are used up make room for others ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:1
send orders "order {n}" times=20        -> m1..m20
receive orders max=10                   -> m1..m10
+30s receive orders max=10              -> m11..m20
counts orders                           -> visible=0 in-flight=10 delayed=0
counts dlq                              -> visible=10 in-flight=0 delayed=0

# §4.1, row "what is kept".
--- a dead-lettered message keeps its id, body and count and tells its source ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send orders "poison" group=tenant       -> m1
receive orders visibility=0             -> m1 count=1 source=-
receive orders                          -> nothing
receive dlq                             -> m1 count=2 body=poison group=tenant source=orders

# §4.1, row "what is kept"; that the source's handle is answered like that of a message that is gone is a choice.
--- the source's handle does not reach a message that was moved ---
create-queue dlq
create-queue orders VisibilityTimeout=30 RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s receive orders                     -> nothing
delete orders m1
change-visibility orders m1 60          -> InvalidParameterValue "Message does not exist or is not available"
delete dlq m1                           -> ReceiptHandleIsInvalid "is not valid for this queue."
receive dlq                             -> m1 count=2
delete dlq m1
message m1                              -> gone

# §4.1, row "timestamps": see retention.story and counters.story.

# §4.1, row "several sources, one DLQ".
--- several queues share a dead-letter queue ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
create-queue invoices RedrivePolicy=dlq:1
send orders "a"                         -> m1
send invoices "b"                       -> m2
receive orders visibility=0             -> m1 count=1
receive invoices visibility=0           -> m2 count=1
receive orders                          -> nothing
receive invoices                        -> nothing
receive dlq max=10                      -> m1 source=orders m2 source=invoices

# §4.1, row "DLQ of a DLQ".
--- a dead-letter queue can have one of its own ---
create-queue last
create-queue dlq RedrivePolicy=last:2
create-queue orders RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders visibility=0             -> m1 count=1
receive orders                          -> nothing
receive dlq visibility=0                -> m1 source=orders

# §4.1, row "self as DLQ": accepted; what a move does then is not recorded.
--- a queue may name itself as its dead-letter queue ---
create-queue orders
set-queue orders RedrivePolicy=orders:1
attributes orders                       -> RedrivePolicy=orders:1

# §4.1, row "self as DLQ" (choice): the message goes to the back, with its receives from this queue counted afresh.
--- a queue that is its own dead-letter queue moves messages to its back ---
create-queue orders VisibilityTimeout=1
set-queue orders RedrivePolicy=orders:1
send orders "a"                         -> m1
send orders "b"                         -> m2
receive orders                          -> m1 count=1
+1s receive orders                      -> m2 count=1
receive orders                          -> m1 count=2 source=orders
receive orders                          -> nothing

# §4.1, row "permission": none needed; row "metrics": see LEFT-OUT.md.

# §4.1, row "order"; §3.8, row "move": the group goes on with its next message in the same receive.
--- a FIFO group goes on behind a message that is dead-lettered ---
create-queue dlq.fifo FifoQueue=true
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30 RedrivePolicy=dlq.fifo:1
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo                     -> m1 count=1
send orders.fifo "b" group=g dedup=2    -> m2
receive orders.fifo                     -> nothing
+30s receive orders.fifo max=10         -> m2 count=1
message m1                              -> visible queue=dlq.fifo

# §4.1, row "order": messages of a group are moved in their order.
--- a FIFO group arrives in its dead-letter queue in order ---
create-queue dlq.fifo FifoQueue=true
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30 RedrivePolicy=dlq.fifo:1
send orders.fifo "order {n}" times=3 group=g dedup={n}  -> m1..m3
receive orders.fifo max=10              -> m1 m2 m3
+30s receive orders.fifo max=10         -> nothing
receive dlq.fifo max=10                 -> m1 m2 m3

# §3.8, row "MessageId, Body, group id": with visibility 0, maxReceiveCount 2, the third receive moves it.
--- FIFO receives with timeout 0 count towards the dead-letter queue ---
create-queue dlq.fifo FifoQueue=true
create-queue orders.fifo FifoQueue=true RedrivePolicy=dlq.fifo:2
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo visibility=0        -> m1 count=1
receive orders.fifo visibility=0        -> m1 count=2
receive orders.fifo visibility=0        -> nothing
receive dlq.fifo                        -> m1 count=3 body=a group=g source=orders.fifo

# §2.2 and §4.1: the dead-letter queue has servers of its own; which of them a dead letter falls on is chance.
--- a dead letter falls on any server of its new queue, however many there are ---
create-queue dlq shards=2
create-queue orders shards=6 RedrivePolicy=dlq:1
dice 5
send orders "a"                         -> m1
receive orders visibility=0             -> m1 count=1
dice 1
receive orders                          -> nothing
counts dlq                              -> visible=1 in-flight=0 delayed=0
receive dlq                             -> m1 count=2 source=orders

# §3.8, row "dedup id in DLQ": replaced by the message's id, so that the DLQ's memory cannot drop the message.
# The engine writes the message's number where AWS writes its MessageId.
--- two poison messages of one deduplication id both reach the dead-letter queue ---
create-queue dlq.fifo FifoQueue=true
create-queue orders.fifo FifoQueue=true DeduplicationScope=messageGroup RedrivePolicy=dlq.fifo:1
send orders.fifo "a" group=g dedup=same  -> m1
send orders.fifo "b" group=h dedup=same  -> m2
receive orders.fifo max=10 visibility=0  -> m1 dedup=same m2 dedup=same
receive orders.fifo max=10              -> nothing
counts dlq.fifo                         -> visible=2 in-flight=0 delayed=0
receive dlq.fifo max=10                 -> m1 dedup=1 m2 dedup=2

# §3.8, row "without DLQ".
--- without a dead-letter queue a poison message blocks its group ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30 MessageRetentionPeriod=120
send orders.fifo "a" group=g dedup=1    -> m1
+1s send orders.fifo "b" group=g dedup=2  -> m2
receive orders.fifo                     -> m1 count=1
+30s receive orders.fifo                -> m1 count=2
+30s receive orders.fifo                -> m1 count=3
+30s receive orders.fifo                -> m1 count=4
+28.999s receive orders.fifo            -> nothing
+0.001s receive orders.fifo             -> m2 count=1

# §4.2: checked when a source sets its policy.
--- a dead-letter queue may refuse sources ---
create-queue dlq RedriveAllowPolicy=denyAll
create-queue orders RedrivePolicy=dlq:3  -> InvalidParameterValue
create-queue orders
set-queue orders RedrivePolicy=dlq:3     -> InvalidParameterValue
attributes orders                        -> RedrivePolicy=none
set-queue dlq RedriveAllowPolicy=allowAll
set-queue orders RedrivePolicy=dlq:3
set-queue dlq RedriveAllowPolicy=none
attributes dlq                           -> RedriveAllowPolicy=none
create-queue invoices RedrivePolicy=dlq:3

# §4.2, row "byQueue": only those; one that does not exist yet may be named.
--- a dead-letter queue may name its sources ---
create-queue dlq RedriveAllowPolicy=byQueue:orders,invoices
create-queue orders RedrivePolicy=dlq:3
create-queue payments RedrivePolicy=dlq:3  -> InvalidParameterValue
create-queue invoices
set-queue invoices RedrivePolicy=dlq:3
list-sources dlq                         -> invoices orders

# §1.8, "RedriveAllowPolicy byQueue without arns / >10".
--- a redrive allow policy names one to ten sources ---
create-queue dlq RedriveAllowPolicy=byQueue:  -> InvalidAttributeValue
create-queue dlq RedriveAllowPolicy=byQueue:a,b,c,d,e,f,g,h,i,j,k  -> InvalidAttributeValue
create-queue dlq RedriveAllowPolicy=byQueue:a,b,c,d,e,f,g,h,i,j

# §4.2, last line (unconfirmed): links that stand go on.
--- a tightened redrive allow policy leaves its links alone ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1 VisibilityTimeout=5
set-queue dlq RedriveAllowPolicy=denyAll
send orders "a"                          -> m1
receive orders                           -> m1
+5s receive orders                       -> nothing
message m1                               -> visible queue=dlq
set-queue orders VisibilityTimeout=6
set-queue orders RedrivePolicy=dlq:2     -> InvalidParameterValue

# §4.1, row "where": the policy names an ARN, so that it means whatever queue has that name.
--- a dead-letter queue that is made anew takes its place again ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1 VisibilityTimeout=5
send orders "a"                          -> m1
delete-queue dlq
receive orders                           -> m1 count=1
+5s receive orders                       -> m1 count=2
+1m create-queue dlq                     -> new
list-sources dlq                         -> orders
receive orders                           -> nothing
receive dlq                              -> m1 count=3
create-queue orders RedrivePolicy=dlq:1  -> existing

# §3.8, rows "dedup id in DLQ", "MessageId, Body, group id", "SequenceNumber in DLQ" (unconfirmed: a new one).
--- a FIFO dead letter has its own id for deduplication ---
json CreateQueue {"QueueName":"dlq.fifo","Attributes":{"FifoQueue":"true"}} -> 200 …
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"true","VisibilityTimeout":"0",
  "RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq.fifo\",\"maxReceiveCount\":1}"}} -> 200 …
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"g","MessageDeduplicationId":"d"}
  -> 200 …"MessageId":"$id","SequenceNumber":"$first"}
json ReceiveMessage {"QueueUrl":"q.fifo","AttributeNames":["MessageDeduplicationId"]}
  -> 200 {"Messages":[{"Attributes":{"MessageDeduplicationId":"d"},…
json ReceiveMessage {"QueueUrl":"q.fifo"} -> 200 {}
json ReceiveMessage {"QueueUrl":"dlq.fifo","AttributeNames":["MessageDeduplicationId","MessageGroupId","SequenceNumber"]}
  -> 200 {"Messages":[{"Attributes":{"MessageDeduplicationId":"$id","MessageGroupId":"g","SequenceNumber":"$second"},
  "Body":"a","MD5OfBody":"$md5","MessageId":"$id",…

# §4.1, row "constraints": same account and Region.
--- a dead-letter queue is of its source's account and Region ---
json CreateQueue {"QueueName":"dlq"} -> 200 …
json CreateQueue {"QueueName":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-1:123456789012:dlq\",\"maxReceiveCount\":1}"}}
  -> 400 InvalidParameterValue …
json CreateQueue {"QueueName":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:111122223333:dlq\",\"maxReceiveCount\":1}"}}
  -> 400 InvalidParameterValue …
caller account=111122223333
json CreateQueue {"QueueName":"dlq"} -> 200 …
caller
json CreateQueue {"QueueName":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:111122223333:dlq\",\"maxReceiveCount\":1}"}}
  -> 400 InvalidParameterValue …

# §4.1, row "permission": a dead-letter queue that lets nobody in gets its messages.
--- an automatic move needs no permission ---
create-queue dlq Policy='{"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}}'
create-queue orders RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders visibility=0             -> m1 count=1
receive orders                          -> nothing
receive dlq                             -> m1 count=2 source=orders

# §4.1, row "encryption": what the two queues have of it need not be the same.
--- a message of an encrypted queue goes to a dead-letter queue without a key ---
create-queue dlq SqsManagedSseEnabled=false
create-queue orders RedrivePolicy=dlq:1 KmsMasterKeyId=alias/mine
send orders "a"                         -> m1
receive orders visibility=0             -> m1 count=1
receive orders                          -> nothing
receive dlq                             -> m1 count=2
