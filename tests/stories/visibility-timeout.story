# The visibility timeout (sqs-facts §2.4).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html

# §2.4, row "start".
--- the visibility timeout returns the message ---
create-queue orders VisibilityTimeout=30
send    orders "a"                      -> m1
receive orders                          -> m1 count=1
+29.999s receive orders                 -> nothing
+0.001s  receive orders                 -> m1 count=2

# §2.4, row "start": the server's time of the hand-out, not the call's and not the send's.
--- the timeout starts when a waiting receive is answered ---
create-queue orders VisibilityTimeout=30
receive orders wait=20 as p1            -> waiting
+15s send orders "a"                    -> m1
answer p1                               -> m1 visible-at=45s
+29.999s receive orders                 -> nothing
+0.001s receive orders                  -> m1 count=2

# §2.4, row "value".
--- the receive's timeout wins over the queue's ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders visibility=5             -> m1 visible-at=5s
+4.999s receive orders                  -> nothing
+0.001s receive orders                  -> m1 count=2 visible-at=35s

# §2.4, row "value".
--- a new queue timeout leaves messages in flight alone ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 visible-at=30s
+1s set-queue orders VisibilityTimeout=5
+28.999s receive orders                 -> nothing
+0.001s receive orders                  -> m1 count=2 visible-at=35s

# §2.4, row "value": the widest range of a receive's timeout.
--- a receive's timeout is at most twelve hours ---
create-queue orders
send orders "a"                         -> m1
receive orders visibility=43201  -> InvalidParameterValue "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided."
receive orders visibility=43200         -> m1 count=1 visible-at=12h
+11h59m59.999s receive orders           -> nothing
+0.001s receive orders                  -> m1 count=2

# §2.4, row "0 on receive".
--- a receive with timeout 0 leaves the message receivable ---
create-queue orders
send orders "a"                         -> m1
receive orders visibility=0             -> m1 count=1
counts orders                           -> visible=1 in-flight=0 delayed=0
receive orders visibility=0             -> m1 count=2
receive orders                          -> m1 count=3
receive orders                          -> nothing

# §2.4, row "ChangeMessageVisibility(t)".
--- a change replaces the deadline and does not add to it ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+10s change-visibility orders m1 5
message m1                              -> in-flight until=15s
+4.999s receive orders                  -> nothing
+0.001s receive orders                  -> m1 count=2

# §2.4, row "ChangeMessageVisibility(t)".
--- a change can lengthen the timeout ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+10s change-visibility orders m1 60
+59.999s receive orders                 -> nothing
+0.001s receive orders                  -> m1 count=2 visible-at=100s

# §2.4, row "ChangeMessageVisibility(t)".
--- a change is forgotten at the next receive ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
change-visibility orders m1 100
+100s receive orders                    -> m1 count=2 visible-at=130s
+30s receive orders                     -> m1 count=3

# §2.4, row "t = 0".
--- a change to 0 makes the message visible at once ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
receive orders wait=20 as p1            -> waiting
+1s change-visibility orders m1 0
answer p1                               -> m1 count=2 at=1s

# §2.4, row "t = 0": it counts as a failed receive, which had been counted already.
--- a change to 0 uses a receive up ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
send orders "a"                         -> m1
receive orders                          -> m1 count=1
change-visibility orders m1 0
message m1                              -> visible count=1 queue=orders
receive orders                          -> nothing
message m1                              -> visible queue=dlq

# §2.4, row "cap".
--- twelve hours can be asked for at the instant of the receive ---
create-queue orders
send orders "a"                         -> m1
receive orders                          -> m1 count=1
change-visibility orders m1 43200
message m1                              -> in-flight until=12h

# §2.4, row "cap".
--- the time since the receive counts against the twelve hours ---
create-queue orders VisibilityTimeout=60
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+10s change-visibility orders m1 43191  -> InvalidParameterValue "Value 43191 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]"
change-visibility orders m1 43190
message m1                              -> in-flight until=12h

# §2.4, row "cap": the range of the parameter itself.
--- a change is refused above 43200 ---
create-queue orders
send orders "a"                         -> m1
receive orders                          -> m1 count=1
change-visibility orders m1 43201  -> InvalidParameterValue "Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200."

# §2.4, row "cap": the clock starts at the receive, not at the send.
--- waiting in the queue does not eat into the twelve hours ---
create-queue orders
send orders "a"                         -> m1
+13h receive orders                     -> m1 count=1
change-visibility orders m1 43200
message m1                              -> in-flight until=25h

# §2.4, row "cap": a new receive restarts it.
--- a new receive starts the twelve hours anew ---
create-queue orders VisibilityTimeout=43200
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+12h receive orders                     -> m1 count=2
change-visibility orders m1 43200
message m1                              -> in-flight until=24h

# §2.4, row "over cap".
--- over the cap SQS refuses and does not clamp ---
create-queue orders VisibilityTimeout=60
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+1s change-visibility orders m1 43200   -> InvalidParameterValue "Total VisibilityTimeout"
message m1                              -> in-flight until=60s
+58.999s receive orders                 -> nothing
+0.001s receive orders                  -> m1 count=2

# §2.4, row "expired handle on standard".
--- a change with an expired handle is accepted and hides nothing ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s change-visibility orders m1 60
message m1                              -> visible
receive orders                          -> m1 count=2

# §2.4, row "older handle while a newer receive holds it".
--- an old handle returns a message that a newer receive holds ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s receive orders                     -> m1 count=2
+1s change-visibility orders m1#1 0
receive orders                          -> m1 count=3

# §2.4, row "older handle while a newer receive holds it": t > 0, and again after that.
--- an old handle moves the deadline of a newer receive ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+30s receive orders                     -> m1 count=2
change-visibility orders m1#1 100
message m1                              -> in-flight until=130s
change-visibility orders m1#1 10
+9.999s receive orders                  -> nothing
+0.001s receive orders                  -> m1 count=3

# §2.4, row "deleted message".
--- a deleted message has no visibility to change ---
create-queue orders
send orders "a"                         -> m1
receive orders                          -> m1 count=1
delete orders m1
change-visibility orders m1 10  -> InvalidParameterValue "Value m1 for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change."

# §2.4, row "FIFO".
--- on a FIFO queue an expired handle changes nothing ---
create-queue orders.fifo FifoQueue=true VisibilityTimeout=30
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo                     -> m1 count=1
+29.999s change-visibility orders.fifo m1 30
+30s change-visibility orders.fifo m1 30  -> InvalidParameterValue "Message does not exist or is not available for visibility timeout change."
receive orders.fifo                     -> m1 count=2

# §2.4, row "FIFO with visibility 0".
--- on a FIFO queue a handle of a receive with timeout 0 is expired at once ---
create-queue orders.fifo FifoQueue=true
send orders.fifo "a" group=g dedup=1    -> m1
receive orders.fifo visibility=0        -> m1 count=1
delete orders.fifo m1  -> InvalidParameterValue "Value m1 for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired."
receive orders.fifo                     -> m1 count=2

# §2.4, row "repeated extension (heartbeat)".
--- heartbeats work until twelve hours are over ---
create-queue orders VisibilityTimeout=30
send orders "a"                         -> m1
receive orders                          -> m1 count=1
+20s change-visibility orders m1 21600
+5h59m change-visibility orders m1 14400
+3h59m change-visibility orders m1 7200
+1h59m change-visibility orders m1 200  -> InvalidParameterValue "Total VisibilityTimeout"
change-visibility orders m1 160
+159.999s receive orders                -> nothing
+0.001s receive orders                  -> m1 count=2

# §2.4, row "retention inside visibility".
--- retention wins over the visibility timeout ---
create-queue orders MessageRetentionPeriod=60 VisibilityTimeout=300
send orders "a"                         -> m1
+30s receive orders                     -> m1 count=1
+29.999s message m1                     -> in-flight
+0.001s message m1                      -> gone
counts orders                           -> visible=0 in-flight=0 delayed=0
+10s delete orders m1
