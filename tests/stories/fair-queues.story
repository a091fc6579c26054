# Fair queues (sqs-facts §5).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html

# §5, row "switch": a message group on a standard queue is all that it takes, and nothing is noisy at first.
--- a message group marks a tenant ---
create-queue orders
send    orders "a" group=one            -> a1 sequence=no
send    orders "b" group=two            -> b1
counts  orders                          -> visible=2 noisy=none quiet-visible=2
receive orders max=10                   -> a1 group=one b1 group=two

# §5, row "order / concurrency".
--- messages of one group are handed out side by side ---
create-queue orders
send    orders "a{n}" group=one times=3 -> a1..a3
receive orders                          -> a1
receive orders                          -> a2
receive orders                          -> a3

# §5, row "dedup id".
--- a deduplication id is still refused on a standard queue ---
create-queue orders
send    orders "a" group=one dedup=1    -> InvalidParameterValue

# §5, row "detection", (a): more than a tenth of the messages in flight and at least 30.
--- thirty messages in flight make a tenant noisy ---
create-queue orders
send    orders "a{n}" group=loud times=100 -> a1..a100
send    orders "b" group=calm           -> b1
receive orders max=10                   -> a1..a10
receive orders max=10                   -> a11..a20
receive orders max=9                    -> a21..a29
counts  orders                          -> in-flight=29 noisy=none
receive orders                          -> a30
counts  orders                          -> visible=71 in-flight=30 noisy=loud quiet-visible=1 quiet-in-flight=0
receive orders                          -> b1
receive orders                          -> a31

# §5, row "detection", (a): exactly a tenth is not more than a tenth.
--- a tenth of what is in flight makes nobody noisy ---
create-queue orders
send    orders "x{n}" times=270         -> x1..x270
send    orders "a{n}" group=loud times=30 -> a1..a30
drain   orders max=10 visibility=600    -> receives=30 messages=300 empty=0
counts  orders                          -> in-flight=300 noisy=none
send    orders "a" group=loud           -> a31
receive orders                          -> a31
counts  orders                          -> in-flight=301 noisy=loud

# §5, row "detection", (b): more than a tenth of the processing time, with a backlog, however few are in flight.
--- a long time of processing makes a tenant noisy ---
create-queue orders
send    orders "a{n}" group=slow times=3 -> a1..a3
send    orders "b{n}" group=calm times=3 -> b1..b3
receive orders                          -> a1
+10s delete orders a1
counts  orders                          -> noisy=slow
receive orders                          -> b1
delete  orders b1
receive orders max=10                   -> a2 a3 b2 b3

# §5, row "treatment": a receive prefers quiet messages, and still answers in send order.
--- noisy messages wait while a quiet one is there ---
create-queue orders
send    orders "a{n}" group=slow times=4 -> a1..a4
send    orders "b{n}" group=calm times=2 -> b1 b2
receive orders                          -> a1
+10s delete orders a1
receive orders max=2                    -> b1 b2
receive orders max=2                    -> a2 a3
send    orders "c" group=calm           -> c1
receive orders max=10                   -> a4 c1

# §5, row "treatment": not dropped, not throttled.
--- without quiet messages a noisy tenant gets everything ---
create-queue orders
send    orders "a{n}" group=loud times=60 -> a1..a60
drain   orders max=10 visibility=600    -> receives=6 messages=60 empty=0

# §5, row "treatment": several noisy tenants. What one receive takes counts at once; of two with equally many in flight
# comes the one whose message waits longer.
--- among noisy tenants the one with the fewest in flight comes first ---
create-queue orders
send    orders "a{n}" group=a times=40  -> a1..a40
send    orders "b{n}" group=b times=40  -> b1..b40
receive orders max=10 visibility=600    -> a1..a10
receive orders max=10 visibility=600    -> a11..a20
receive orders max=10 visibility=600    -> a21..a30
receive orders max=10 visibility=600    -> b1..b10
receive orders max=10 visibility=600    -> b11..b20
receive orders max=10 visibility=600    -> b21..b30
delete  orders b1
counts  orders                          -> noisy=a,b
receive orders visibility=600           -> b31
counts  orders                          -> noisy=a,b
receive orders visibility=600           -> a31
receive orders max=4 visibility=600     -> a32 a33 b32 b33

# §5, row "tenant": a message without a group is a tenant of its own.
--- messages without a group are never held back ---
create-queue orders
send    orders "a{n}" group=slow times=2 -> a1 a2
send    orders "x{n}" times=2           -> x1 x2
receive orders                          -> a1
receive orders                          -> a2
receive orders                          -> x1
change-visibility orders a2 0
+20s delete orders a1
delete  orders x1
counts  orders                          -> noisy=slow quiet-visible=1
receive orders                          -> x2
receive orders                          -> a2

# §5, row "lasts until": the priority ends when the shares fall, the status does not.
--- what was processed a minute ago holds nobody back ---
create-queue orders
send    orders "a{n}" group=slow times=5 -> a1..a5
send    orders "b{n}" group=calm times=3 -> b1..b3
receive orders                          -> a1
+10s delete orders a1
+59s receive orders visibility=0        -> b1
+1s  receive orders visibility=0        -> a2
counts  orders                          -> noisy=slow

# §5, row "lasts until": nobody is quiet again with one message fewer in flight.
--- a noisy tenant waits until its share is small, whatever its number ---
create-queue orders
send    orders "a{n}" group=loud times=60 -> a1..a60
receive orders max=10 visibility=600    -> a1..a10
receive orders max=10 visibility=600    -> a11..a20
receive orders max=10 visibility=600    -> a21..a30
send    orders "b{n}" group=calm times=2 -> b1 b2
receive orders                          -> b1
delete  orders a1
counts  orders                          -> in-flight=30 noisy=loud
receive orders                          -> b2
receive orders                          -> a31

# §5, row "lasts until": the backlog stays, and five calm minutes have not passed.
--- a tenant that is not held back any more is still noisy ---
create-queue orders
send    orders "a{n}" group=loud times=60 -> a1..a60
receive orders max=10 visibility=10     -> a1..a10
receive orders max=10 visibility=10     -> a11..a20
receive orders max=10 visibility=10     -> a21..a30
receive orders max=10 visibility=10     -> a31..a40
+10s counts orders                      -> in-flight=0 noisy=loud
+1m  send   orders "b" group=calm       -> b1
counts  orders                          -> noisy=loud quiet-visible=1
receive orders visibility=0             -> a1
+3m59s counts orders                    -> noisy=loud
+1s  counts orders                      -> noisy=none quiet-visible=61

# §5, row "lasts until": the backlog is consumed.
--- a tenant whose backlog is gone begins anew ---
create-queue orders
send    orders "a" group=slow           -> a1
receive orders                          -> a1
+10s delete orders a1
send    orders "a" group=slow           -> a2
send    orders "b" group=calm           -> b1
counts  orders                          -> noisy=none
receive orders                          -> a2

# §5, row "lasts until": nothing in flight for five minutes.
--- a tenant with nothing in flight for five minutes is quiet ---
create-queue orders
send    orders "a{n}" group=loud times=50 -> a1..a50
drain   orders max=10 visibility=20     -> receives=5 messages=50 empty=0
counts  orders                          -> noisy=loud
+20s counts orders                      -> noisy=loud visible=50
+5m  counts orders                      -> noisy=none

# §2.2 and §5: one server a short poll; one with quiet messages if there is one, and no filling up with noisy ones while
# another server has quiet ones.
--- a short poll asks a server with quiet messages ---
create-queue orders shards=2
dice    0
send    orders "a" group=slow           -> a1
dice    0
send    orders "a" group=slow           -> a2
dice    0
send    orders "a" group=slow           -> a3
receive orders                          -> a1
+10s delete orders a1
dice    1
send    orders "b" group=calm           -> b1
receive orders max=10                   -> b1
receive orders max=10                   -> a2 a3
change-visibility orders a2 0
change-visibility orders a3 0
dice    0
send    orders "c" group=calm           -> c1
dice    1
send    orders "c" group=calm           -> c2
dice    0
receive orders max=10                   -> c1
receive orders max=10                   -> c2
receive orders max=10                   -> a2 a3

# §2.2 and §5: a long poll asks all servers.
--- a long poll takes noisy messages when no server has a quiet one ---
create-queue orders shards=2
dice    0 1 0 1
send    orders "a{n}" group=slow times=4 -> a1..a4
receive orders                          -> a1
dice    0
+10s delete orders a1
counts  orders                          -> noisy=slow
receive orders max=10 wait=1            -> a2..a4

# §2.2: no order is promised, to noisy tenants no more than to others.
--- which server answers for a noisy tenant is chance ---
create-queue orders shards=2
dice    0 0 1
send    orders "a{n}" group=slow times=3 -> a1..a3
dice    0
receive orders                          -> a1
+10s delete orders a1
counts  orders                          -> noisy=slow
dice    0 1
receive orders wait=1                   -> a3
receive orders wait=1                   -> a2

# A knob: without fairness a group is only a label.
--- an unfair queue knows no tenants ---
create-queue orders fair=false
send    orders "a{n}" group=slow times=2 -> a1 a2
send    orders "b" group=calm           -> b1
receive orders                          -> a1 group=slow
+10s delete orders a1
counts  orders                          -> noisy=none
receive orders                          -> a2
