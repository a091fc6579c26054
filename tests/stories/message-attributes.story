# Message attributes and the trace header (sqs-facts §1.8, §1.10, §1.12, §4.1).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html

# §1.10: String, Number, Binary, each with a label of one's own if one likes.
--- attributes come with every receive ---
create-queue orders VisibilityTimeout=5
send orders "a" attr=color:String=red attr="size:Number.int=12" attr=blob:Binary=00ff -> m1
receive orders                          -> m1 count=1 attributes="color:String=red,size:Number.int=12,blob:Binary=00ff"
+5s receive orders                      -> m1 count=2 attributes="color:String=red,size:Number.int=12,blob:Binary=00ff"

# §1.12: set by the one system attribute that a sender has.
--- the trace header comes with every receive ---
create-queue orders
send orders "a" trace=Root=1-5759e988-bd862e3fe1be46a994272793 -> m1
receive orders                          -> m1 trace=Root=1-5759e988-bd862e3fe1be46a994272793 attributes=-

# §1.10: name, type and value count; the limit is inclusive.
--- attributes count in a message's size ---
create-queue orders MaximumMessageSize=1024
send orders "a" attr=k:String*1016      -> m1
send orders "a" attr=k:String*1017      -> InvalidParameterValue "Message must be shorter than 1024 bytes."
send orders "a" attr=kk:String*1016     -> InvalidParameterValue "Message must be shorter than 1024 bytes."

# §1.10: bytes of UTF-8 in names and values, and the raw bytes of binary ones.
--- attributes are measured in bytes ---
create-queue orders MaximumMessageSize=1024
send orders size=1014 attr=ä:String=ö   -> m1
send orders size=1015 attr=ä:String=ö   -> InvalidParameterValue
send orders size=1014 attr=bc:Binary=0102 -> m2
send orders size=1015 attr=bc:Binary=0102 -> InvalidParameterValue

# §1.10: "system attributes are free".
--- the trace header does not count in a message's size ---
create-queue orders MaximumMessageSize=1024
send orders size=1024 trace=Root=1      -> m1

# §1.8, row "> 10 attributes".
--- a message has at most ten attributes ---
create-queue orders
send orders "a" attr=a:String=x attr=b:String=x attr=c:String=x attr=d:String=x attr=e:String=x attr=f:String=x attr=g:String=x attr=h:String=x attr=i:String=x attr=j:String=x -> m1
send orders "a" attr=a:String=x attr=b:String=x attr=c:String=x attr=d:String=x attr=e:String=x attr=f:String=x attr=g:String=x attr=h:String=x attr=i:String=x attr=j:String=x attr=k:String=x -> InvalidParameterValue "Number of message attributes [11] exceeds the allowed maximum [10]."

# §1.8, row "empty attribute value".
--- an attribute has a value ---
create-queue orders
send orders "a" attr=X:String=          -> InvalidParameterValue "Message (user) attribute 'X' must contain a non-empty value of type 'String'."
send orders "a" attr=X:Binary           -> InvalidParameterValue "Message (user) attribute 'X' must contain a non-empty value of type 'Binary'."

# §1.8, row "bad attribute type".
--- an attribute has one of three types ---
create-queue orders
send orders "a" attr=X:Integer=1        -> InvalidParameterValue "The type of message (user) attribute 'X' is invalid. You must use only the following supported type prefixes: Binary, Number, String."

# §1.8, row "Number attribute not numeric"; §1.10 for its bounds.
--- a number is one ---
create-queue orders
send orders "a" attr=X:Number=abc       -> InvalidParameterValue "Can't cast the value of message (user) attribute 'X' to a number."
send orders "a" attr=X:Number=1e127     -> InvalidParameterValue "Can't cast the value of message (user) attribute 'X' to a number."
send orders "a" attr=X:Number=-1.5e126  -> InvalidParameterValue
send orders "a" attr=X:Number=-1e126    -> m1
send orders "a" attr=X:Number=99.12     -> m2

# §1.8, row "control characters": another code than for a body.
--- a string value has XML's characters ---
create-queue orders
send orders "a" attr="X:String=\u{1}"   -> InvalidParameterValue
send orders "\u{1}"                     -> InvalidMessageContents

# §1.8, row "attribute name".
--- names that AWS keeps for itself or does not take ---
create-queue orders
send orders "a" attr=AWS.x:String=1     -> InvalidParameterValue "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use."
send orders "a" attr=aMaZoN.x:String=1  -> InvalidParameterValue "These strings are reserved for internal use."
send orders "a" attr=.x:String=1        -> InvalidParameterValue
send orders "a" attr=x.:String=1        -> InvalidParameterValue
send orders "a" attr=x..y:String=1      -> InvalidParameterValue
send orders "a" attr=x!:String=1        -> InvalidParameterValue
send orders "a" attr=ø:String=1         -> m1

# §1.8, row "StringListValues".
--- lists are not supported ---
create-queue orders
send orders "a" attr=X:String[]         -> AWS.SimpleQueueService.UnsupportedOperation "Message attribute list values in SendMessage operation are not supported."

# §4.1, row "what is kept".
--- attributes and trace header are kept in the dead-letter queue ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1 VisibilityTimeout=0
send orders "a" attr=color:String=red trace=Root=1 -> m1
receive orders                          -> m1 count=1
receive orders                          -> nothing
receive dlq                             -> m1 count=2 source=orders attributes=color:String=red trace=Root=1

# §3.8: the FIFO move changes the deduplication id and nothing else of it.
--- attributes are kept in a FIFO dead-letter queue ---
create-queue dlq.fifo FifoQueue=true
create-queue orders.fifo FifoQueue=true RedrivePolicy=dlq.fifo:1 VisibilityTimeout=0
send orders.fifo "a" group=g dedup=1 attr=color:String=red trace=Root=1 -> m1
receive orders.fifo                     -> m1 count=1 dedup=1
receive orders.fifo                     -> nothing
receive dlq.fifo                        -> m1 group=g attributes=color:String=red trace=Root=1

# §3.4, row "content-based": the hash is the body's alone.
--- attributes do not matter for content-based deduplication ---
create-queue orders.fifo FifoQueue=true ContentBasedDeduplication=true
send orders.fifo "a" group=g attr=color:String=red  -> m1
send orders.fifo "a" group=g attr=color:String=blue -> m1
receive orders.fifo max=10              -> m1 attributes=color:String=red
