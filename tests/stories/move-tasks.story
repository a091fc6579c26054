# Redrive of dead-letter queues by move tasks (sqs-facts §4.3).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html

# §4.3, row "StartMessageMoveTask": the source is the dead-letter queue of some queue now.
--- only a dead-letter queue can be redriven ---
create-queue dlq
create-queue other
start-move dlq to=other                 -> InvalidParameterValue "Source queue must be configured as a Dead Letter Queue."
create-queue orders RedrivePolicy=dlq:1
start-move dlq to=other as t1
set-queue orders RedrivePolicy=none
+1s list-moves dlq                      -> t1 status=COMPLETED
start-move dlq to=other                 -> InvalidParameterValue "Source queue must be configured as a Dead Letter Queue."

# §1.8, rows "move: …".
--- what a move task may not be started with ---
create-queue dlq
create-queue dlq.fifo FifoQueue=true
create-queue orders RedrivePolicy=dlq:1
start-move dlq to=dlq                   -> InvalidParameterValue "Source queue arn and destination queue arn cannot be the same."
start-move dlq to=dlq.fifo              -> InvalidParameterValue "The source queue and destination queue must be of the same queue type."
start-move dlq rate=0                   -> InvalidParameterValue "Reason: You must enter a number that's between 1 and 500."
start-move dlq rate=501                 -> InvalidParameterValue "Reason: You must enter a number that's between 1 and 500."
start-move dlq rate=500
start-move dlq                          -> InvalidParameterValue "There is already a task running. Only one active task is allowed for a source queue arn at a given time."

# §4.3, row "rate": at rate 1 four messages take at least 3 s.
# §4.3, row "List details": the number to move stays what it was at the start, at the end both are equal.
--- a task moves one message at a time at its rate ---
create-queue dlq
create-queue orders VisibilityTimeout=10 RedrivePolicy=dlq:1
send orders "{n}" times=4               -> m1..m4
receive orders max=10                   -> m1 m2 m3 m4
+10s receive orders max=10              -> nothing
counts dlq                              -> visible=4
start-move dlq rate=1 as t1
list-moves dlq                          -> t1 status=RUNNING source=dlq to=- rate=1 moved=0 to-move=4 started=10s failure=-
+999ms counts orders                    -> visible=0
+1ms counts orders                      -> visible=1
+1s counts dlq                          -> visible=2
list-moves dlq                          -> t1 status=RUNNING moved=2 to-move=4
+1s counts orders                       -> visible=3
+1s counts orders                       -> visible=4
counts dlq                              -> visible=0
list-moves dlq                          -> t1 status=COMPLETED moved=4 to-move=4

# §4.3, row "rate": without one it is "system optimised", here 500 a second.
--- without a rate it is fast ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "{n}" times=10                 -> m1..m10
start-move dlq to=orders
+19ms counts orders                     -> visible=9
+1ms counts orders                      -> visible=10

# The n-th message moves ⌊n·10⁶ / rate⌋ µs after the start: 3 a second do not drift.
--- a rate does not drift ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "{n}" times=7                  -> m1..m7
start-move dlq to=orders rate=3 as t1
+333ms list-moves dlq                   -> t1 moved=0
+1ms list-moves dlq                     -> t1 moved=1
+1.666s list-moves dlq                  -> t1 moved=6 status=RUNNING

# §4.3, row "destination": left out means each message's own source.
--- without a destination each message goes where it came from ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1 VisibilityTimeout=5
create-queue bills RedrivePolicy=dlq:1 VisibilityTimeout=5
send orders "a"                         -> a
send bills "b"                          -> b
receive orders                          -> a
receive bills                           -> b
+5s receive orders                      -> nothing
receive bills                           -> nothing
counts dlq                              -> visible=2
start-move dlq
+1s receive orders max=10               -> a'
receive bills max=10                    -> b'
receive dlq                             -> nothing

# A message that was sent to the dead-letter queue itself has no source to go back to.
--- a message without a source needs a destination ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "stray"                        -> m1
start-move dlq as t1
+1s list-moves dlq                      -> t1 status=FAILED failure=CouldNotDetermineMessageSource moved=0
receive dlq                             -> m1

# §4.3, row "redriven messages": new id, new enqueue time, retention and receive count restart.
--- a redriven message is a new one ---
create-queue dlq
create-queue orders VisibilityTimeout=10 RedrivePolicy=dlq:1 MessageRetentionPeriod=100
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+10s receive orders                     -> nothing
receive dlq visibility=0                -> m1 count=2 source=orders sent=0s
+80s start-move dlq rate=1
+1s message m1                          -> gone
message m1'                             -> visible queue=orders sent=91s expires=191s count=0
receive orders                          -> m1' count=1 body=a sent=91s first-received=91s source=-
delete dlq m1

# §4.3, row "redriven messages": maxReceiveCount 1 hands every redriven message out again [R].
--- a redriven message has all its receives again ---
create-queue dlq
create-queue orders VisibilityTimeout=10 RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+10s receive orders                     -> nothing
start-move dlq
+1s receive orders                      -> m1' count=1
+10s receive orders                     -> nothing
receive dlq                             -> m1' count=2 source=orders

# §4.3, row "order": oldest first.
--- the oldest message is moved first ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "{n}" times=3                  -> m1..m3
receive dlq visibility=1                -> m1
+1s start-move dlq to=orders rate=1
+3s receive orders max=10               -> m1' m2' m3'

# Whose messages they are makes no difference: a move task is no tenant's receive.
--- messages with a group are moved in the order of all ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "a" group=a                    -> m1
send dlq "-"                            -> m2
send dlq "b" group=b                    -> m3
send dlq "a" group=a                    -> m4
start-move dlq to=orders rate=1
+4s receive orders max=10               -> m1' m2' m3' m4'

# A task takes what a receive could get: what others hold stays.
--- what is in flight or delayed stays ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "a"                            -> a
send dlq "b"                            -> b
send dlq "c" delay=60                   -> c
receive dlq                             -> a
start-move dlq to=orders as t1
+1s list-moves dlq                      -> t1 status=COMPLETED moved=1 to-move=1
counts dlq                              -> visible=0 in-flight=1 delayed=1
delete dlq a

# A task moves as many messages as were visible when it started, and is over when no more are.
--- what comes later is left for the next task ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "{n}" times=2                  -> m1 m2
start-move dlq to=orders rate=1 as t1
send dlq "late"                         -> late
+5s list-moves dlq                      -> t1 status=COMPLETED moved=2 to-move=2
receive dlq                             -> late

--- a task ends early when nothing is left ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "{n}" times=5                  -> m1..m5
start-move dlq to=orders rate=1 as t1
+2s purge dlq
list-moves dlq                          -> t1 status=RUNNING moved=2
+1s list-moves dlq                      -> t1 status=COMPLETED moved=2 to-move=5

--- a task on an empty queue completes ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
start-move dlq rate=1 as t1
list-moves dlq                          -> t1 status=RUNNING moved=0 to-move=0
+1s list-moves dlq                      -> t1 status=COMPLETED

# §4.3, row "order": it interleaves with new traffic.
--- redriven and new messages mix at the destination ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "{n}" times=2                  -> m1 m2
start-move dlq to=orders rate=1
+1.5s send orders "new"                 -> new
+1s receive orders max=10               -> m1' new m2'

# §15: move-task steps come before waiting receives at one instant.
--- a waiting receive gets what a task brings ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "a"                            -> m1
receive orders wait=1 as p1             -> waiting
start-move dlq to=orders rate=1
+2s answer p1                           -> m1' at=1s

# The task sends as any sender: the destination's delay holds.
--- the destination's delay counts ---
create-queue dlq
create-queue orders DelaySeconds=5 RedrivePolicy=dlq:1
send dlq "a"                            -> m1
start-move dlq to=orders rate=1
+1s message m1'                         -> delayed until=6s
+5s receive orders                      -> m1'

# §4.3, row "Cancel": 2 at the cancel, 8 of 10 at the end with rate 1 [R].
--- a cancelled task moves a few more ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "{n}" times=10                 -> m1..m10
start-move dlq to=orders rate=1 as t1
+2.5s cancel-move t1                    -> moved=2
list-moves dlq                          -> t1 status=CANCELLING
cancel-move t1                          -> InvalidParameterValue "Only active tasks can be cancelled."
start-move dlq                          -> InvalidParameterValue "There is already a task running."
+6s list-moves dlq                      -> t1 status=CANCELLED moved=8 to-move=10
counts dlq                              -> visible=2
counts orders                           -> visible=8
cancel-move t1                          -> InvalidParameterValue "Only active tasks can be cancelled."
start-move dlq to=orders as t2
+1s list-moves dlq max=2                -> t2 status=COMPLETED moved=2 t1 status=CANCELLED

--- a cancelled task that runs out of messages is cancelled at once ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "{n}" times=3                  -> m1..m3
start-move dlq to=orders rate=1 as t1
+1.5s cancel-move t1                    -> moved=1
+1.5s list-moves dlq                    -> t1 status=CANCELLED moved=3 to-move=3

# §4.3, row "destination deleted while running": 3 of 10 moved at rate 1, the rest stays [R].
--- a task fails when its destination is deleted ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
create-queue other
send dlq "{n}" times=10                 -> m1..m10
start-move dlq to=other rate=1 as t1
+3.5s delete-queue other
list-moves dlq                          -> t1 status=RUNNING moved=3
+1s list-moves dlq                      -> t1 status=FAILED failure=AWS.SimpleQueueService.NonExistentQueue moved=3 to-move=10
counts dlq                              -> visible=7

--- a task fails when a message's source was deleted ---
create-queue dlq
create-queue orders VisibilityTimeout=1 RedrivePolicy=dlq:1
create-queue others RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1
+1s receive orders                      -> nothing
delete-queue orders
start-move dlq as t1
+1s list-moves dlq                      -> t1 status=FAILED failure=AWS.SimpleQueueService.NonExistentQueue
receive dlq                             -> m1

# Queues are meant by their ARNs.
--- a source that was made anew gets its messages back ---
create-queue dlq
create-queue orders VisibilityTimeout=1 RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1
+1s receive orders                      -> nothing
delete-queue orders
+60s create-queue orders RedrivePolicy=dlq:1
start-move dlq
+1s receive orders                      -> m1'

# A queue's tasks go with it.
--- a deleted queue's tasks are gone ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send dlq "a"                            -> m1
start-move dlq to=orders rate=1 as t1
delete-queue dlq
cancel-move t1                          -> ResourceNotFoundException "Task does not exist."
+1s receive orders                      -> nothing

# §4.3, row "List": newest first, 1 by default, at most 10.
--- the list is newest first ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
list-moves dlq                          -> nothing
start-move dlq as t1
+1s start-move dlq to=orders as t2
+1s start-move dlq rate=7 as t3
+1s list-moves dlq                      -> t3 rate=7 started=2s
list-moves dlq max=2                    -> t3 t2 to=orders rate=- started=1s
list-moves dlq max=10                   -> t3 t2 t1 started=0s to=-

# §4.3, row "destination": same type; order within a group is kept.
--- a FIFO queue's order is kept ---
create-queue dlq.fifo FifoQueue=true
create-queue orders.fifo FifoQueue=true RedrivePolicy=dlq.fifo:1 VisibilityTimeout=5
send orders.fifo "a1" group=a dedup=1   -> a1
send orders.fifo "b1" group=b dedup=2   -> b1
send orders.fifo "a2" group=a dedup=3   -> a2
receive orders.fifo max=10              -> a1 a2 b1
+5s receive orders.fifo max=10          -> nothing
start-move dlq.fifo rate=1
+1s receive orders.fifo                 -> a1' count=1 group=a sequence=yes
+2s counts orders.fifo                  -> visible=2 in-flight=1
receive orders.fifo max=10              -> b1'
delete orders.fifo a1'
receive orders.fifo max=10              -> a2'

# What deduplication remembers of the first send does not drop the redriven message; its own id is its
# deduplication id (as §3.8 tells of the way into the dead-letter queue).
--- a redriven message is not deduplicated ---
create-queue dlq.fifo FifoQueue=true
create-queue orders.fifo FifoQueue=true RedrivePolicy=dlq.fifo:1 VisibilityTimeout=5
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo                     -> m1 dedup=1
+5s receive orders.fifo                 -> nothing
receive dlq.fifo visibility=0           -> m1 dedup=1
start-move dlq.fifo rate=1
send orders.fifo "a" group=g dedup=1    -> m1
+1s receive orders.fifo                 -> m1' dedup=2 count=1

# A task takes what a receive could get: a locked group's messages stay.
--- a locked group stays ---
create-queue dlq.fifo FifoQueue=true
create-queue orders.fifo FifoQueue=true RedrivePolicy=dlq.fifo:1
send dlq.fifo "a1" group=a dedup=1      -> a1
send dlq.fifo "a2" group=a dedup=2      -> a2
send dlq.fifo "b1" group=b dedup=3      -> b1
receive dlq.fifo                        -> a1
start-move dlq.fifo to=orders.fifo as t1
+1s list-moves dlq.fifo                 -> t1 status=COMPLETED moved=1 to-move=2
counts dlq.fifo                         -> visible=1 in-flight=1
receive orders.fifo max=10              -> b1'

# §4.3, row "List"; §1.1, row "optional empty output": an empty list is left out.
--- a queue without tasks lists none ---
json CreateQueue {"QueueName":"q"} -> 200 …
json ListMessageMoveTasks {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:q"} -> 200 {}
