# What a message may be, and what a receive may ask for (sqs-facts §1.5, §1.8, §1.10).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html

# §1.8, "body empty/missing".
--- a body has at least one character ---
create-queue orders
send orders ""                          -> MissingParameter "The request must contain the parameter MessageBody."
send orders "a"                         -> m1

# §1.10: the limit is inclusive.
--- a body may be as long as the queue allows ---
create-queue orders MaximumMessageSize=1024
send orders size=1025                   -> InvalidParameterValue "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes."
send orders size=1024                   -> m1

# §1.10: one mebibyte since August 2025.
--- the longest body is one mebibyte ---
create-queue orders
send orders size=1048577                -> InvalidParameterValue "Message must be shorter than 1048576 bytes."
send orders size=1048576                -> m1

# §1.10: bytes of UTF-8, not characters.
--- a body is measured in bytes ---
create-queue orders MaximumMessageSize=1024
send orders fill=ä size=1026            -> InvalidParameterValue "Message must be shorter than 1024 bytes."
send orders fill=ä size=1024            -> m1

# §1.4: each send is measured against the size of now.
--- a new maximum size counts from now on ---
create-queue orders
send orders size=2048                   -> m1
set-queue orders MaximumMessageSize=1024
send orders size=2048                   -> InvalidParameterValue "Message must be shorter than 1024 bytes."
receive orders                          -> m1 count=1

# §1.8, "bad characters in body".
--- a body has only characters that XML 1.0 has ---
create-queue orders
send orders "\u{0}"                     -> InvalidMessageContents "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF"
send orders "a\u{8}"                    -> InvalidMessageContents
send orders "\u{b}"                     -> InvalidMessageContents
send orders "\u{1f}"                    -> InvalidMessageContents
send orders "\u{fffe}"                  -> InvalidMessageContents
send orders "\u{ffff}"                  -> InvalidMessageContents
send orders "\t\n\r \u{d7ff}\u{e000}\u{fffd}\u{10000}\u{10ffff}"  -> m1
receive orders                          -> m1 count=1

# §1.8, "bad characters in body": bytes that are no UTF-8 at all.
--- a body is UTF-8 ---
create-queue orders
send orders hex=ff                      -> InvalidMessageContents
send orders hex=c3                      -> InvalidMessageContents
send orders hex=eda080                  -> InvalidMessageContents
send orders hex=c3a4                    -> m1
receive orders                          -> m1 body=ä

# §1.8, "MaxNumberOfMessages".
--- a receive asks for 1 to 10 messages ---
create-queue orders
send orders "order {n}" times=11        -> m1..m11
receive orders max=0                    -> InvalidParameterValue "Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided."
receive orders max=11                   -> InvalidParameterValue "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided."
receive orders max=10                   -> m1..m10
receive orders max=1                    -> m11 count=1

# §1.5, ReceiveMessage: one message if nothing is said.
--- a receive asks for one message if it says nothing ---
create-queue orders
send orders "order {n}" times=3         -> m1..m3
receive orders                          -> m1 count=1
receive orders max=2                    -> m2 m3

# §1.8, "WaitTimeSeconds": see short-and-long-polling.story; "DelaySeconds": see delay.story;
# "VisibilityTimeout": see visibility-timeout.story; ids of groups and deduplication: see fifo-*.story.
