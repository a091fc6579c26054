# ReceiveRequestAttemptId (sqs-facts §3.5).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-receiverequestattemptid-request-parameter.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html

# §3.5: "same messages and same receipt handles; visibility timeout is reset"; the count stays by choice.
--- a receive whose answer was lost is repeated ---
create-queue lane.fifo FifoQueue=true VisibilityTimeout=30
send lane.fifo "a" group=g dedup=1      -> m1
send lane.fifo "b" group=g dedup=2      -> m2
send lane.fifo "c" group=h dedup=3      -> m3
receive lane.fifo max=2 attempt=a1      -> m1 count=1 visible-at=30s m2 count=1
+20s receive lane.fifo max=2 attempt=a1 -> m1 count=1 visible-at=50s first-received=0s m2 count=1 visible-at=50s
message m1                              -> in-flight since=20s until=50s count=1
+10s receive lane.fifo max=10           -> m3
+5s receive lane.fifo max=2 attempt=a1  -> m1 visible-at=65s m2
delete lane.fifo m1
delete lane.fifo m2

# §3.5: a retry may ask for another visibility timeout.
--- the repeated receive hides its messages as long as it asks for ---
create-queue lane.fifo FifoQueue=true VisibilityTimeout=30
send lane.fifo "a" group=g dedup=1      -> m1
receive lane.fifo attempt=a1 visibility=5 -> m1 visible-at=5s
+1s receive lane.fifo attempt=a1 visibility=100 -> m1 visible-at=101s

# §3.5: another id, or none, is another receive.
--- a receive under another id is a new one ---
create-queue lane.fifo FifoQueue=true
send lane.fifo "a" group=g dedup=1      -> m1
send lane.fifo "b" group=h dedup=2      -> m2
receive lane.fifo attempt=a1            -> m1
receive lane.fifo attempt=a2            -> m2
receive lane.fifo attempt=a3            -> nothing
receive lane.fifo                       -> nothing

# §3.5, row "if any was modified": a delete of one of them.
--- a receive cannot be repeated after a delete ---
create-queue lane.fifo FifoQueue=true
send lane.fifo "{n}" group=g dedup={n} times=2 -> m1 m2
receive lane.fifo max=10 attempt=a1     -> m1 m2
delete lane.fifo m2
receive lane.fifo max=10 attempt=a1     -> InvalidParameterValue "Value a1 for parameter ReceiveRequestAttemptId is invalid. Reason: The receiveRequestAttemptId is not valid anymore since the receive call is not retryable."
message m1                              -> in-flight until=30s

# §3.5, row "if any was modified": a change of visibility.
--- a receive cannot be repeated after a change of visibility ---
create-queue lane.fifo FifoQueue=true
send lane.fifo "{n}" group=g dedup={n} times=2 -> m1 m2
receive lane.fifo max=10 attempt=a1     -> m1 m2
change-visibility lane.fifo m2 60
receive lane.fifo max=10 attempt=a1     -> InvalidParameterValue "not retryable"
change-visibility lane.fifo m2 0
receive lane.fifo max=10 attempt=a1     -> InvalidParameterValue "not retryable"

# §3.5, row "if any was modified": it counts that somebody changed it, not what came of it.
--- a change of visibility that leaves its end where it is ---
create-queue lane.fifo FifoQueue=true VisibilityTimeout=30
send lane.fifo "a" group=g dedup=1      -> m1
receive lane.fifo attempt=a1            -> m1 visible-at=30s
change-visibility lane.fifo m1 30
message m1                              -> in-flight until=30s
receive lane.fifo attempt=a1            -> InvalidParameterValue "not retryable"

# §3.5: a retry comes "during the visibility timeout".
--- a receive cannot be repeated after its visibility timeout ---
create-queue lane.fifo FifoQueue=true VisibilityTimeout=5
send lane.fifo "a" group=g dedup=1      -> m1
receive lane.fifo attempt=a1            -> m1 count=1
+5s receive lane.fifo attempt=a1        -> InvalidParameterValue "not retryable"
receive lane.fifo attempt=a2            -> m1 count=2
receive lane.fifo attempt=a1            -> InvalidParameterValue "not retryable"
receive lane.fifo attempt=a2            -> m1 count=2

# §3.5; §2.4: with a visibility timeout of 0 nothing is hidden.
--- a receive with visibility timeout 0 cannot be repeated ---
create-queue lane.fifo FifoQueue=true
send lane.fifo "a" group=g dedup=1      -> m1
receive lane.fifo attempt=a1 visibility=0 -> m1 count=1
receive lane.fifo attempt=a1 visibility=0 -> InvalidParameterValue "not retryable"
receive lane.fifo attempt=a2            -> m1 count=2
receive lane.fifo attempt=a2 visibility=0 -> m1 count=2
message m1                              -> visible since=0s
receive lane.fifo attempt=a2            -> InvalidParameterValue "not retryable"

# §3.5, row "if any was modified": gone by a purge.
--- a receive cannot be repeated after a purge ---
create-queue lane.fifo FifoQueue=true
send lane.fifo "a" group=g dedup=1      -> m1
receive lane.fifo attempt=a1            -> m1
purge lane.fifo
receive lane.fifo attempt=a1            -> InvalidParameterValue "not retryable"

# §3.5: five minutes from the receive, whatever was repeated since; an older id is new.
--- an attempt id is forgotten after five minutes ---
create-queue lane.fifo FifoQueue=true VisibilityTimeout=200
send lane.fifo "a" group=g dedup=1      -> m1
receive lane.fifo attempt=a1            -> m1 count=1
+2m receive lane.fifo attempt=a1        -> m1 count=1
+2m59.999s receive lane.fifo attempt=a1 -> m1 count=1 visible-at=499.999s
+0.001s receive lane.fifo attempt=a1    -> nothing
+200s receive lane.fifo attempt=a1      -> m1 count=2

# §3.5: nothing was handed out, so there is nothing to repeat (choice).
--- an empty receive is repeated as a new one ---
create-queue lane.fifo FifoQueue=true
receive lane.fifo attempt=a1            -> nothing
send lane.fifo "a" group=g dedup=1      -> m1
receive lane.fifo attempt=a1            -> m1 count=1
receive lane.fifo attempt=a1            -> m1 count=1

# §3.5: the answer of a receive that waited can be lost as well.
--- a receive that waited is repeated ---
create-queue lane.fifo FifoQueue=true VisibilityTimeout=30
receive lane.fifo wait=20 attempt=a1 as p1 -> waiting
+5s send lane.fifo "a" group=g dedup=1  -> m1
answer p1                               -> m1 count=1 at=5s
+5s receive lane.fifo wait=20 attempt=a1 -> m1 count=1 visible-at=40s

# §3.5 (choice): the client has asked again, so nobody listens to the first answer.
--- a receive that is repeated while it waits gives up its place ---
create-queue lane.fifo FifoQueue=true
receive lane.fifo wait=20 attempt=a1 as p1 -> waiting
+5s receive lane.fifo wait=20 attempt=a1 as p2 -> waiting
counts lane.fifo                        -> waiting=1
answer p1                               -> nothing
+1s send lane.fifo "a" group=g dedup=1  -> m1
answer p2                               -> m1 count=1
receive lane.fifo attempt=a1            -> m1 count=1

# §3.5: who hung up and comes back is new.
--- an abandoned receive frees its attempt id ---
create-queue lane.fifo FifoQueue=true
receive lane.fifo wait=20 attempt=a1 as p1 -> waiting
abandon p1
receive lane.fifo wait=20 attempt=a1 as p2 -> waiting
+20s answer p2                          -> nothing
send lane.fifo "a" group=g dedup=1      -> m1
receive lane.fifo attempt=a1            -> m1 count=1

# §1.3: 1 to 128 letters, digits and punctuation.
--- attempt ids are short and plain ---
create-queue lane.fifo FifoQueue=true
receive lane.fifo attempt=              -> InvalidParameterValue "Value  for parameter ReceiveRequestAttemptId is invalid. Reason: ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length."
receive lane.fifo attempt="a b"         -> InvalidParameterValue

# §3.5, row "on standard queues".
--- standard queues ignore attempt ids ---
create-queue orders
send orders "a" times=2                 -> m1 m2
receive orders attempt=a1               -> m1
receive orders attempt=a1               -> m2
receive orders attempt="a b"            -> nothing
