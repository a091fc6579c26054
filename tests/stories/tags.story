# Tags of a queue (sqs-facts §1.8, §1.13).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_TagQueue.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html

# §1.13, row "TagQueue": the same key is overwritten, keys are case-sensitive.
--- a tag with a key that is there takes its place ---
create-queue orders
tags orders                             -> nothing
tag orders Env=test Team=blue
tag orders Env=prod env=x
tags orders                             -> Env:prod Team:blue env:x

# §1.13, row "TagQueue": an empty value is listed as "".
--- a tag's value may be empty ---
create-queue orders
tag orders Env=""
tags orders                             -> Env:

# §1.13, row "TagQueue": absent keys are fine.
--- taking away a tag that is not there is fine ---
create-queue orders tag:Env=prod tag:Team=blue
untag orders Env Cost
tags orders                             -> Team:blue
untag orders Team
tags orders                             -> nothing

# §1.8, "tags: key length / chars".
--- tags have their letters ---
create-queue orders
tag orders k*y=v                        -> InvalidParameterValue "Tag keys may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @"
tag orders aws:cost=1                   -> InvalidParameterValue
tag orders Schlüssel_.:/+-@9=wert
tags orders                             -> Schlüssel_.:/+-@9:wert

# §1.8, "tags": one bad tag changes nothing.
--- a call with one bad tag sets none ---
create-queue orders
tag orders Env=prod k*y=v               -> InvalidParameterValue
tags orders                             -> nothing

# §1.8, "more than 50 tags".
--- fifty tags are the most ---
create-queue orders
tag orders a0=1 a1=1 a2=1 a3=1 a4=1 a5=1 a6=1 a7=1 a8=1 a9=1 b0=1 b1=1 b2=1 b3=1 b4=1 b5=1 b6=1 b7=1 b8=1 b9=1 c0=1 c1=1 c2=1 c3=1 c4=1
tag orders d0=1 d1=1 d2=1 d3=1 d4=1 d5=1 d6=1 d7=1 d8=1 d9=1 e0=1 e1=1 e2=1 e3=1 e4=1 e5=1 e6=1 e7=1 e8=1 e9=1 f0=1 f1=1 f2=1 f3=1 f4=1
tag orders f4=2
tag orders f5=1                         -> InvalidParameterValue "Too many tags added for queue orders."
untag orders a0
tag orders f5=1

# §1.13, row "CreateQueue": tags are compared if they were sent.
--- a queue is created again only with its own tags ---
create-queue orders tag:Env=prod        -> new
create-queue orders                     -> existing
create-queue orders tag:Env=prod        -> existing
create-queue orders tag:Env=test        -> QueueAlreadyExists
create-queue orders tag:Env=prod tag:Team=blue  -> QueueAlreadyExists
tags orders                             -> Env:prod

# §1.13, row "CreateQueue": also when it has none, and nothing is tagged anew.
--- creating a queue again does not tag it ---
create-queue orders
create-queue orders tag:Env=prod        -> QueueAlreadyExists
tags orders                             -> nothing

# §1.3, row "unknown queue".
--- tags of a queue that never was ---
tag nowhere Env=prod                    -> AWS.SimpleQueueService.NonExistentQueue
untag nowhere Env                       -> AWS.SimpleQueueService.NonExistentQueue
tags nowhere                            -> AWS.SimpleQueueService.NonExistentQueue

# §1.13, row "SetQueueAttributes": tags are no attributes.
--- tagging changes no attribute ---
create-queue orders
+5s tag orders Env=prod
attributes orders                       -> created=0s modified=0s
