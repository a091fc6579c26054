# Finding queues (sqs-facts §1.5, §1.13).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListDeadLetterSourceQueues.html

# §1.13, row "ListQueues": name order, the prefix is case-sensitive.
--- queues are listed by name ---
list-queues                             -> nothing
create-queue orders
create-queue invoices
create-queue Orders
create-queue orders-eu
list-queues                             -> Orders invoices orders orders-eu
list-queues prefix=orders               -> orders orders-eu
list-queues prefix=order                -> orders orders-eu
list-queues prefix=orders-us            -> nothing
delete-queue orders
list-queues prefix=o                    -> orders-eu

# §1.13, row "ListQueues": a continuation only if MaxResults is given, none on the last page.
--- a list comes in pages if it is asked for them ---
create-queue a1
create-queue a2
create-queue a3
create-queue b1
list-queues max=2                       -> a1 a2 more
list-queues max=2 after=a2              -> a3 b1
list-queues max=2 prefix=a              -> a1 a2 more
list-queues max=2 prefix=a after=a2     -> a3
list-queues max=3 prefix=a              -> a1 a2 a3
list-queues prefix=a after=a2           -> a3
list-queues max=1000                    -> a1 a2 a3 b1

# §1.13, row "ListQueues": what was deleted between two pages does not hold the second up.
--- a page goes on behind a queue that is gone ---
create-queue a1
create-queue a2
create-queue a3
list-queues max=2                       -> a1 a2 more
delete-queue a2
list-queues max=2 after=a2              -> a3

# §1.5, row "ListQueues": MaxResults 1 to 1,000.
--- a page has 1 to 1,000 queues ---
list-queues max=0                       -> InvalidParameterValue
list-queues max=1001                    -> InvalidParameterValue
list-queues max=-1                      -> InvalidParameterValue

# §1.5: accounts see their own queues.
--- an account lists its own queues ---
create-queue orders
caller account=111122223333
create-queue others
list-queues                             -> others
caller
list-queues                             -> orders

# §1.5, row "GetQueueUrl".
--- a queue is found by its name ---
create-queue orders
get-url orders                          -> found
get-url orders owner=123456789012       -> found
get-url orders owner=111122223333       -> AWS.SimpleQueueService.NonExistentQueue
get-url Orders                          -> AWS.SimpleQueueService.NonExistentQueue "The specified queue does not exist."
delete-queue orders
get-url orders                          -> AWS.SimpleQueueService.NonExistentQueue

# §4.1, row "several sources, one DLQ".
--- a dead-letter queue lists its sources ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:3
create-queue invoices RedrivePolicy=dlq:1
create-queue payments
list-sources dlq                        -> invoices orders
list-sources orders                     -> nothing
set-queue payments RedrivePolicy=dlq:5
set-queue orders RedrivePolicy=none
list-sources dlq                        -> invoices payments
delete-queue invoices
list-sources dlq                        -> payments

# §1.5, row "ListDeadLetterSourceQueues": pages.
--- sources come in pages too ---
create-queue dlq
create-queue a1 RedrivePolicy=dlq:3
create-queue a2 RedrivePolicy=dlq:3
create-queue a3 RedrivePolicy=dlq:3
list-sources dlq max=2                  -> a1 a2 more
list-sources dlq max=2 after=a2         -> a3
list-sources dlq max=0                  -> InvalidParameterValue
list-sources dlq max=1001               -> InvalidParameterValue
list-sources nowhere                    -> AWS.SimpleQueueService.NonExistentQueue

# §4.1, row "self as DLQ".
--- a queue that is its own dead-letter queue lists itself ---
create-queue orders
set-queue orders RedrivePolicy=orders:3
list-sources orders                     -> orders
