# At-least-once delivery and best-effort order (sqs-facts §2.1).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-architecture.html

# §2.1, row "guarantee".
--- a message comes again until somebody deletes it ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s receive orders                     -> m1 count=2
+30s receive orders                     -> m1 count=3
delete orders m1
+30s receive orders                     -> nothing

# §2.1, row "guarantee": without a knob turned, order is kept; AWS promises only its best effort.
--- one server hands messages out in the order of sends ---
create-queue orders
send orders "a"                         -> m1
send orders "b"                         -> m2
send orders "c"                         -> m3
receive orders                          -> m1 count=1
receive orders max=10                   -> m2 m3

# §2.1, row "storage": messages lie on several servers.
--- messages fall on servers at random ---
create-queue orders shards=6
dice 4 0
send orders "a"                         -> m1
send orders "b"                         -> m2
message m1                              -> visible shard=4
message m2                              -> visible shard=0

# §2.1, row "storage".
--- the backlog has no limit ---
create-queue orders
send orders "order {n}" times=130000
counts orders                           -> visible=130000 in-flight=0 delayed=0

# §2.1, row "where duplicates come from", (a).
--- a slow consumer makes a duplicate ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s receive orders                     -> m1 count=2
+1s delete orders m1#1
delete orders m1#2

# §2.1, row "where duplicates come from", (b).
--- a copy can come back once after a delete that succeeded ---
create-queue orders VisibilityTimeout=30 duplicate-on-delete-ppm=1000000
send orders "a"                         -> m1
receive orders                          -> m1 count=1
delete orders m1
+12h receive orders                     -> m1 count=2
delete orders m1
+12h receive orders                     -> nothing
message m1                              -> gone

# §2.1, row "where duplicates come from", (c).
--- a producer that sends twice makes two messages ---
create-queue orders
send orders "same"                      -> m1
send orders "same"                      -> m2
receive orders max=10                   -> m1 body=same m2 body=same

# §2.1, row "where duplicates come from", (d).
--- a second copy can come inside the visibility timeout ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
second-copy orders
receive orders                          -> m1 count=1
+1s receive orders                      -> m1 count=2
receive orders                          -> nothing

# §2.1, row "where duplicates come from", (d): chance instead of a fault on purpose.
--- hand-outs that leave a second copy ---
create-queue orders VisibilityTimeout=30 double-delivery-ppm=1000000
send orders "a"                         -> m1
receive orders                          -> m1 count=1
receive orders                          -> m1 count=2

# §2.1, row "where duplicates come from", (d).
--- a FIFO queue leaves no second copy ---
create-queue orders.fifo FifoQueue=true double-delivery-ppm=1000000 duplicate-on-delete-ppm=1000000
send orders.fifo "a" group=g dedup=1    -> m1
second-copy orders.fifo
receive orders.fifo                     -> m1 count=1
receive orders.fifo                     -> nothing
delete orders.fifo m1
+12h receive orders.fifo                -> nothing

# §2.1, row "what to simulate": all knobs are 0 by default.
--- without knobs nothing is doubled and nothing out of order ---
create-queue orders
seed 7
send orders "order {n}" times=1000
drain orders max=10                     -> receives=100 messages=1000 duplicates=0 empty=0
counts orders                           -> visible=0 in-flight=1000 delayed=0

# §2.1, row "what to simulate": the shuffle window.
--- a reorder window changes the order and loses nothing ---
create-queue orders reorder=5
seed 7
send orders "order {n}" times=200
drain orders max=1                      -> messages=200 duplicates=0 inversions-across>=10

# §2.1, row "what to simulate": the shuffle window.
--- a receive can start behind the front of its server ---
create-queue orders reorder=3
send orders "order {n}" times=5         -> m1..m5
dice 2
receive orders                          -> m3 count=1

# §2.1, row "what to simulate": P(second delivery while in flight).
--- some second copies among many hand-outs ---
create-queue orders double-delivery-ppm=100000
seed 7
send orders "order {n}" times=500
drain orders max=1                      -> messages>=530 messages<=580 duplicates>=30

# §2.1, row "states".
--- the states of a message ---
create-queue orders VisibilityTimeout=30 DelaySeconds=5
send orders "a"                         -> m1
message m1                              -> delayed until=5s
+5s message m1                          -> visible since=5s
+1s receive orders                      -> m1 count=1
message m1                              -> in-flight since=6s until=36s
delete orders m1
message m1                              -> gone
