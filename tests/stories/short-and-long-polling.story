# Short and long polling (sqs-facts §2.2).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html

# §2.2, row "chosen when".
--- a wait of 0 is short polling, a wait of 1 is long polling ---
create-queue orders
receive orders wait=0                   -> nothing
receive orders wait=1 as p1             -> waiting
+0.999s answer p1                       -> nothing yet
+0.001s answer p1                       -> nothing at=1s

# §2.2, row "chosen when".
--- the longest wait is 20 seconds ---
create-queue orders
receive orders wait=20 as p1            -> waiting
receive orders wait=21  -> InvalidParameterValue "Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided."
+19.999s answer p1                      -> nothing yet
+0.001s answer p1                       -> nothing at=20s

# §2.2, row "effective wait".
--- the queue's wait counts when the request says nothing ---
create-queue orders ReceiveMessageWaitTimeSeconds=20
receive orders as p1                    -> waiting
+19.999s answer p1                      -> nothing yet
+0.001s answer p1                       -> nothing at=20s

# §2.2, row "effective wait".
--- a request's wait of 0 forces a short poll on a long-polling queue ---
create-queue orders ReceiveMessageWaitTimeSeconds=20
receive orders wait=0                   -> nothing

# §2.2, row "effective wait".
--- the request's wait wins over the queue's ---
create-queue orders ReceiveMessageWaitTimeSeconds=20
receive orders wait=5 as p1             -> waiting
+5s answer p1                           -> nothing at=5s

# §2.2, row "servers asked" and row "returns": a false empty.
--- a short poll can ask an empty server, a long poll asks all ---
create-queue orders shards=2 false-empty-ppm=1000000
dice 0
send orders "a"                         -> m1
dice 1
receive orders                          -> nothing
receive orders wait=1                   -> m1 count=1

# §2.2, row "servers asked": the long poll gathers over all servers.
--- a long poll collects from all servers ---
create-queue orders shards=3
dice 0 1 2
send orders "order {n}" times=3         -> m1 m2 m3
receive orders wait=1 max=10            -> m1 m2 m3

# §2.2, row "servers asked", and "Seen on AWS": send order inside one receive, whichever server is asked first.
--- one receive from several servers is in send order ---
create-queue orders shards=3
dice 2 1 0 2
send orders "order {n}" times=4         -> m1 m2 m3 m4
receive orders wait=1 max=10            -> m1 m2 m3 m4

# §2.2, row "returns".
--- a long poll answers as soon as there is one message ---
create-queue orders
receive orders wait=20 max=10 as p1     -> waiting
+3s send orders "a"                     -> m1
answer p1                               -> m1 count=1 at=3s
send orders "b"                         -> m2
answer p1                               -> m1

# §2.2, row "returns", and "Also seen": 2 stored, 3 asked for, answered at once.
--- a long poll does not wait to fill its maximum ---
create-queue orders
send orders "a"                         -> m1
send orders "b"                         -> m2
receive orders wait=5 max=3             -> m1 m2

# §2.2, row "returns".
--- a long poll that finds nothing answers nothing at its end ---
create-queue orders
+1s receive orders wait=10 as p1        -> waiting
+9.999s answer p1                       -> nothing yet
+0.001s answer p1                       -> nothing at=11s
send orders "a"                         -> m1
answer p1                               -> nothing
receive orders                          -> m1 count=1

# §2.2, row "guarantee".
--- later short polls find what a false empty missed ---
create-queue orders shards=6 false-empty-ppm=500000
seed 11
send orders "order {n}" times=50
drain orders max=10                     -> messages=50 duplicates=0 empty>=1

# §2.2, row "guarantee": "small queues usually return fewer than asked".
--- a small queue returns fewer than asked ---
create-queue orders shards=6
seed 11
send orders "order {n}" times=9
drain orders max=10                     -> messages=9 duplicates=0 empty=0 receives>=3 largest<=5

# §2.2, row "in-flight limit hit": see in-flight.story.

# §2.2, row "FIFO".
--- sampling does not touch the order of a FIFO group ---
create-queue orders.fifo FifoQueue=true shards=6 false-empty-ppm=500000 reorder=5
seed 11
send orders.fifo "order {n}" times=40 group=g dedup={n}
drain orders.fifo delete max=3  -> receives=14 messages=40 empty=0 duplicates=0 inversions-inside=0 inversions-across=0

# §2.2, "woken by: new send".
--- a send wakes a waiting receive ---
create-queue orders
receive orders wait=20 as p1            -> waiting
+19.999s send orders "a"                -> m1
answer p1                               -> m1 count=1 at=19.999s visible-at=49.999s

# §2.2, "woken by: new send"; a moment too late.
--- a send at the end of the wait comes too late ---
create-queue orders
receive orders wait=20 as p1            -> waiting
+20s send orders "a"                    -> m1
answer p1                               -> nothing at=20s
receive orders                          -> m1 count=1

# §2.2, "woken by: delay end".
--- the end of a delay wakes a waiting receive ---
create-queue orders
send orders "a" delay=5                 -> m1
receive orders wait=20 as p1            -> waiting
+4.999s answer p1                       -> nothing yet
+0.001s answer p1                       -> m1 count=1 at=5s

# §2.2, "woken by: visibility end".
--- the end of a visibility timeout wakes a waiting receive ---
create-queue orders VisibilityTimeout=10
send orders "a"                         -> m1
receive orders                          -> m1 count=1
receive orders wait=20 as p1            -> waiting
+9.999s answer p1                       -> nothing yet
+0.001s answer p1                       -> m1 count=2 at=10s visible-at=20s

# §2.2, "woken by: visibility end": the one who waits is served before a later call.
--- a message that comes back goes to the one who waits, not to a later call ---
create-queue orders VisibilityTimeout=10
send orders "a"                         -> m1
receive orders                          -> m1 count=1
receive orders wait=20 as p1            -> waiting
+10s receive orders                     -> nothing
answer p1                               -> m1 count=2 at=10s
receive orders wait=20 as p2            -> waiting
+12s receive orders                     -> nothing
answer p2                               -> m1 count=3 at=20s

# §2.2, "woken by: visibility end": what comes back at one instant comes in one answer.
--- two timeouts that end together come in one answer ---
create-queue orders VisibilityTimeout=10
send orders "a"                         -> m1
send orders "b"                         -> m2
receive orders max=10                   -> m1 m2
receive orders wait=20 max=10 as p1     -> waiting
+10s answer p1                          -> m1 count=2 at=10s m2 count=2 at=10s

# §2.2, "woken by: visibility end", at the last moment (sqs-facts §15: deadlines of messages come first).
--- a message that comes back at the end of the wait is still answered ---
create-queue orders VisibilityTimeout=20
send orders "a"                         -> m1
receive orders                          -> m1 count=1
receive orders wait=20 as p1            -> waiting
+20s answer p1                          -> m1 count=2 at=20s

# §2.2, "woken by: visibility 0".
--- a visibility timeout of 0 wakes a waiting receive ---
create-queue orders
send orders "a"                         -> m1
receive orders                          -> m1 count=1
receive orders wait=20 as p1            -> waiting
+2s change-visibility orders m1 0
answer p1                               -> m1 count=2 at=2s

# §2.2, "woken by: redrive".
--- a message that is dead-lettered wakes a receive on the dead-letter queue ---
create-queue dlq
create-queue orders VisibilityTimeout=10 RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1 count=1
receive dlq wait=20 as p1               -> waiting
+10s answer p1                          -> nothing yet
receive orders                          -> nothing
answer p1                               -> m1 count=2 at=10s source=orders

# §2.2, "woken by: FIFO group unlock".
--- a delete that frees a FIFO group wakes a waiting receive ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" group=g dedup=1    -> m1
send orders.fifo "b" group=g dedup=2    -> m2
receive orders.fifo                     -> m1 count=1
receive orders.fifo wait=20 as p1       -> waiting
+3s answer p1                           -> nothing yet
delete orders.fifo m1
answer p1                               -> m2 count=1 at=3s

# §2.2, "woken by: FIFO group unlock": all that the lock held back.
--- a freed FIFO group comes whole to a waiting receive ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=10
send orders.fifo "order {n}" times=4 group=g dedup={n}  -> m1..m4
receive orders.fifo                     -> m1 count=1
receive orders.fifo wait=20 max=3 as p1  -> waiting
receive orders.fifo wait=20 max=3 as p2  -> waiting
+10s answer p1                          -> m1 count=2 m2 count=1 m3 count=1
answer p2                               -> nothing yet

# §2.2, "Two long polls waiting".
--- one message goes to the receive that waits longest ---
create-queue orders
receive orders wait=20 as p1            -> waiting
+1s receive orders wait=20 as p2        -> waiting
+1s send orders "a"                     -> m1
answer p1                               -> m1 count=1 at=2s
answer p2                               -> nothing yet
+1s send orders "b"                     -> m2
answer p2                               -> m2 count=1 at=3s

# §2.2, "HTTP client timeout": the client hangs up before the wait ends.
--- a receive that hung up gets no message ---
create-queue orders
receive orders wait=20 as p1            -> waiting
counts orders                           -> waiting=1
+1s abandon p1
counts orders                           -> waiting=0
send orders "a"                         -> m1
message m1                              -> visible
receive orders                          -> m1 count=1
+30s answer p1                          -> nothing yet

# §2.2, "Seen on AWS": 13 receives of 100 messages. What the recording showed of every receive must hold for
# each seed: at most 10, no empty one, no duplicate, send order inside, not across, everything delivered.
--- a hundred messages on six servers, as recorded ---
create-queue orders VisibilityTimeout=5 shards=6
seed 2025
send orders "order {n}" times=100
drain orders max=10 visibility=5  -> messages=100 empty=0 duplicates=0 largest=10 inversions-inside=0 inversions-across>=3 receives>=11 receives<=16
counts orders                           -> visible=0 in-flight=100 delayed=0

# §2.2, "Seen on AWS", another seed.
--- a hundred messages on six servers, with other luck ---
create-queue orders VisibilityTimeout=5 shards=6
seed 7
send orders "order {n}" times=100
drain orders max=10 visibility=5  -> messages=100 empty=0 duplicates=0 largest=10 inversions-inside=0 inversions-across>=3 receives>=11 receives<=16

# §2.2, "Seen on AWS": servers A…F hold 14, 14, 17, 23, 15 and 17 messages, their first ones are the 1st, 2nd, 4th,
# 5th, 14th and 24th, and they are visited A B A B C C D E D F D F E. A die picks among the servers that hold something.
--- thirteen receives of 10 10 4 4 10 7 10 10 10 10 3 7 5, as recorded ---
create-queue orders VisibilityTimeout=5 shards=6
dice 0 1 1 2 3 1 3 1 3 3 3 3 3 4 4 0 4 2 0 1 0 2 2 5 2
dice 4 5 1 3 0 2 4 3 2 4 2 1 0 4 4 3 1 1 0 5 0 2 5 2 1
dice 2 3 3 2 5 5 5 2 2 2 4 3 0 4 5 2 2 3 0 3 3 5 4 4 0
dice 5 5 5 3 0 3 4 3 5 4 1 3 3 5 1 0 3 0 5 3 5 1 5 4 1
send orders "order {n}" times=100
dice 0 1 0 0 0 0 0 1 0 2 0 1
drain orders max=10 visibility=5  -> sizes=10,10,4,4,10,7,10,10,10,10,3,7,5 inversions-inside=0 duplicates=0

# §2.2, "Seen on AWS": a drained server is not picked while others hold messages.
--- a drained server is never asked while others hold messages ---
create-queue orders shards=2
dice 0 1 1
send orders "order {n}" times=3         -> m1 m2 m3
dice 0
receive orders                          -> m1 count=1
receive orders                          -> m2 count=1
receive orders                          -> m3 count=1

# §2.2, "Seen on AWS": one server a receive, not topped up; the next visit goes on where it stopped.
--- a short receive is not topped up from another server ---
create-queue orders shards=2
dice 0 1 0 1 0
send orders "order {n}" times=5         -> m1..m5
dice 0
receive orders max=2                    -> m1 m3
dice 1
receive orders max=10                   -> m2 m4
receive orders max=10                   -> m5 count=1

# §2.2, "Also seen".
--- two messages come in send order ---
create-queue orders
send orders "a"                         -> m1
send orders "b"                         -> m2
receive orders                          -> m1 count=1
receive orders                          -> m2 count=1

# §2.2, "Also seen".
--- a message whose timeout ran out comes before a newer one ---
create-queue orders VisibilityTimeout=2
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+3s send orders "b"                     -> m2
receive orders                          -> m1 count=2
receive orders                          -> m2 count=1

# §2.2, "Seen on AWS": five single-message receives of five messages gave 1 2 4 5 3.
--- five receives of 1 2 4 5 3, as recorded ---
create-queue orders shards=6
dice 0 1 0 2 3
send orders "order {n}" times=5         -> m1..m5
dice 0 1 1 1
receive orders                          -> m1 count=1
receive orders                          -> m2 count=1
receive orders                          -> m4 count=1
receive orders                          -> m5 count=1
receive orders                          -> m3 count=1

# §2.2, "Suggested shard model": several servers a poll, still no more than asked.
--- a short poll that asks two servers gets from both ---
create-queue orders shards=3 sample=2
dice 0 1 2
send orders "order {n}" times=3
seed 3
drain orders max=10                     -> receives=2 messages=3 largest=2 empty=0
