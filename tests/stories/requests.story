# Requests as AWS bills them (sqs-facts §11).
# https://aws.amazon.com/sqs/pricing/

# §11, row "lifecycle of one small message".
--- one small message takes three requests ---
create-queue orders
send    orders "a"                      -> m1
receive orders                          -> m1
delete  orders m1
requests orders                         -> total=4 CreateQueue=1 SendMessage=1 ReceiveMessage=1 DeleteMessage=1 fair=0

# §11, row "request": empty receives too, and what AWS refuses (a choice).
--- every call counts ---
create-queue orders
receive orders                          -> nothing
receive orders max=11                   -> InvalidParameterValue
set-queue orders VisibilityTimeout=5
purge   orders
purge   orders                          -> AWS.SimpleQueueService.PurgeQueueInProgress
requests orders                         -> ReceiveMessage=2 SetQueueAttributes=1 PurgeQueue=2

# §11, row "chunk": each 64 KB of payload.
--- sixty-four kilobytes are one request ---
create-queue orders
send    orders size=65536               -> m1
requests orders                         -> SendMessage=1
send    orders size=65537               -> m2
requests orders                         -> SendMessage=3
send    orders size=1048576             -> m3
requests orders                         -> SendMessage=19
receive orders                          -> m1
requests orders                         -> ReceiveMessage=1
receive orders max=2                    -> m2 m3
requests orders                         -> ReceiveMessage=19
delete  orders m3
requests orders                         -> DeleteMessage=1

# §11, row "batch".
--- a batch is one request, subject to its size ---
create-queue orders
send-batch orders times=10 id=e{n} "{n}" -> m1..m10
requests orders                         -> SendMessageBatch=1
send-batch orders times=4 id=e{n} size=65536 -> m11..m14
requests orders                         -> SendMessageBatch=5
receive orders max=10                   -> m1..m10
delete-batch orders a=m1 b=m2 c=m3      -> done done done
requests orders                         -> DeleteMessageBatch=1 ReceiveMessage=1

# §11, row "long polling".
--- a long poll is one request however long it waits ---
create-queue orders
receive orders wait=20 as p1            -> waiting
+20s    requests orders                 -> ReceiveMessage=1
receive orders wait=20 max=10 as p2     -> waiting
+5s     send orders size=200000         -> m1
answer  p2                              -> m1
requests orders                         -> ReceiveMessage=5

# §11, row "fair-queue surcharge": sends with a group on a standard queue (which actions exactly is unconfirmed).
--- a message group on a standard queue costs extra ---
create-queue orders
send    orders "a"                      -> m1
send    orders "b" group=one            -> m2
send    orders size=100000 group=one    -> m3
receive orders max=10                   -> m1..m3
requests orders                         -> SendMessage=4 fair=3
create-queue orders.fifo FifoQueue=true
send    orders.fifo "a" group=g dedup=1 -> m4
requests orders.fifo                    -> SendMessage=1 fair=0

# §11, row "DLQ moves": the automatic move is no request; §4.3, row "cost": a move task's calls are (one by one, a choice).
--- a move task's calls are billed ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send    orders "a"                      -> m1
receive orders visibility=0             -> m1
receive orders                          -> nothing
requests dlq                            -> total=1
start-move dlq to=orders as t1
+1s     requests dlq                    -> total=4 CreateQueue=1 StartMessageMoveTask=1 ReceiveMessage=1 DeleteMessage=1
requests orders                         -> CreateQueue=1 SendMessage=2 ReceiveMessage=2

# Counting goes on where a queue is deleted: who pays does not change.
--- a deleted queue is still billed ---
create-queue orders
delete-queue orders
requests orders                         -> total=2 DeleteQueue=1
send    orders "a"                      -> AWS.SimpleQueueService.NonExistentQueue
requests orders                         -> total=2

# §11, rows "request", "chunk": a call that finds no queue counts for the caller's account, by its payload as any.
--- calls without a queue are billed too ---
list-queues                             -> nothing
requests                                -> total=1
create-queue orders
delete-queue orders
send    orders size=65537               -> AWS.SimpleQueueService.NonExistentQueue
requests                                -> total=3
