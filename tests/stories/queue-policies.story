# Who may call a queue (sqs-facts §1.4, §1.5, §10.1, §10.3). A caller's `identity` is what its own IAM policies say.
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-overview-of-managing-access.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-creating-custom-policies-access-policy-examples.html

# §10.1, row "evaluation": same account, either suffices; row "deny reply".
--- in its own account a user needs one of the two policies ---
create-queue orders
caller user=ana identity=silent
send orders "a"                         -> AccessDenied "User: arn:aws:iam::123456789012:user/ana is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:us-east-1:123456789012:orders because no identity-based policy allows the sqs:sendmessage action"
caller user=ana
send orders "a"                         -> m1
caller
set-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/ana"},"Action":"sqs:SendMessage","Resource":"*"}}'
caller user=ana identity=silent
send orders "b"                         -> m2
receive orders                          -> AccessDenied
caller user=bo identity=silent
send orders "c"                         -> AccessDenied

# §10.1, row "evaluation": an account as principal leaves it to that account's own policies.
--- a policy for the own account lets none of its users by itself ---
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sqs:*","Resource":"*"}}'
caller user=ana identity=silent
send orders "a"                         -> AccessDenied "no identity-based policy allows"
caller user=ana
send orders "a"                         -> m1

# §10.1, row "evaluation": across accounts both are needed.
--- across accounts both policies must allow ---
create-queue orders
caller account=111122223333 user=ana
send orders "a"                         -> AccessDenied "because no resource-based policy allows the sqs:sendmessage action"
caller
set-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sqs:SendMessage","Resource":"*"}}'
caller account=111122223333 user=ana identity=silent
send orders "a"                         -> AccessDenied "because no identity-based policy allows the sqs:sendmessage action"
caller account=111122223333 user=ana
send orders "a"                         -> m1
caller account=444455556666
send orders "b"                         -> AccessDenied

# §10.1, row "evaluation": explicit deny before all.
--- a deny wins, for the owner too ---
create-queue orders Policy='{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Effect":"Deny","Principal":"*","Action":"sqs:DeleteQueue","Resource":"*"}]}'
delete-queue orders                     -> AccessDenied "User: arn:aws:iam::123456789012:root is not authorized to perform: sqs:deletequeue on resource: arn:aws:sqs:us-east-1:123456789012:orders with an explicit deny in a resource-based policy"
send orders "a"                         -> m1
caller user=ana identity=denies
send orders "b"                         -> AccessDenied "with an explicit deny in an identity-based policy"

# §1.5, last line: what no other account can be allowed.
--- some actions are the owner's alone ---
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}}'
caller account=111122223333
set-queue orders DelaySeconds=1         -> AccessDenied
delete-queue orders                     -> AccessDenied
tag orders a=b                          -> AccessDenied
untag orders a                          -> AccessDenied
tags orders                             -> AccessDenied
add-permission orders l accounts=111122223333 actions=SendMessage  -> AccessDenied
remove-permission orders l              -> AccessDenied
start-move orders                       -> AccessDenied
list-moves orders                       -> AccessDenied
get-attributes orders                   -> done
list-sources orders                     -> nothing
purge orders

# §1.13, row "GetQueueUrl".
--- who may not ask is not told whether a queue exists ---
create-queue orders
caller account=111122223333
get-url orders owner=123456789012       -> AWS.SimpleQueueService.NonExistentQueue
get-url nothere owner=123456789012      -> AWS.SimpleQueueService.NonExistentQueue
caller
add-permission orders look accounts=111122223333 actions=GetQueueUrl
caller account=111122223333
get-url orders owner=123456789012       -> found
caller user=ana identity=silent
get-url orders                          -> AccessDenied

# §10.1, row "resource": actions without a queue.
--- creating and listing queues asks the caller's own policies ---
caller user=ana identity=silent
create-queue orders                     -> AccessDenied
list-queues                             -> AccessDenied
caller user=ana identity=denies
create-queue orders                     -> AccessDenied
caller user=ana
create-queue orders                     -> new
list-queues                             -> orders

# §10.1, row "batch": the single action's permission covers both.
--- a batch needs the permission of the single call ---
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["sqs:SendMessage","sqs:ReceiveMessage","sqs:DeleteMessage"],"Resource":"*"}}'
caller account=111122223333
send-batch orders id=a "a" / id=b "b"   -> m1 m2
receive orders max=10                   -> m1 m2
change-visibility-batch orders a=m1:0   -> AccessDenied "sqs:changemessagevisibility on"
delete-batch orders a=m1 b=m2           -> done done
caller
set-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sqs:SendMessageBatch","Resource":"*"}}'
caller account=111122223333
send-batch orders id=a "a"              -> AccessDenied "sqs:sendmessage on"

# §10.1, row "useful conditions": a topic of SNS.
--- a topic may send, and no other ---
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:123456789012:orders","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-1:123456789012:prices"}}}}'
caller service=sns.amazonaws.com source-arn=arn:aws:sns:us-east-1:123456789012:prices
send orders "a"                         -> m1
caller service=sns.amazonaws.com source-arn=arn:aws:sns:us-east-1:123456789012:others
send orders "b"                         -> AccessDenied
caller service=s3.amazonaws.com source-arn=arn:aws:sns:us-east-1:123456789012:prices
send orders "b"                         -> AccessDenied
caller service=sns.amazonaws.com
send orders "b"                         -> AccessDenied

# §10.1, row "S3 event → queue".
--- a bucket may send for its account ---
create-queue uploads Policy='{"Statement":{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:s3:*:*:photos"},"StringEquals":{"aws:SourceAccount":"123456789012"}}}}'
caller service=s3.amazonaws.com source-arn=arn:aws:s3:::photos source-account=123456789012
send uploads "a"                        -> m1
caller service=s3.amazonaws.com source-arn=arn:aws:s3:::photos source-account=111122223333
send uploads "b"                        -> AccessDenied
caller service=s3.amazonaws.com source-arn=arn:aws:s3:::movies source-account=123456789012
send uploads "b"                        -> AccessDenied

# §10.3; §10.1, row "deny-all-outside-VPC policies": the owner and SNS are shut out as well.
--- a queue may be closed to all calls from outside a VPC ---
create-queue orders
set-queue orders Policy='{"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*","Condition":{"StringNotEquals":{"aws:sourceVpce":"vpce-1a2b3c4d"}}}}'
send orders "a"                         -> AccessDenied "with an explicit deny in a resource-based policy"
set-queue orders Policy=none            -> AccessDenied
caller service=sns.amazonaws.com
send orders "a"                         -> AccessDenied
caller vpce=vpce-99999999
send orders "a"                         -> AccessDenied
caller vpce=vpce-1a2b3c4d
send orders "a"                         -> m1
set-queue orders Policy=none
caller
send orders "b"                         -> m2

# §10.1, row "deny-all-outside-VPC policies": a redrive comes from outside.
--- a queue closed to the outside takes no redrive ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
create-queue closed Policy='{"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage","Resource":"*","Condition":{"StringNotEquals":{"aws:sourceVpce":"vpce-1a2b3c4d"}}}}'
start-move dlq to=closed                -> AccessDenied "sqs:sendmessage on"
start-move dlq                          -> done

# §10.1, row "useful conditions": addresses, transport, organisation.
--- conditions look at where a call comes from ---
create-queue orders Policy='{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3"}}},{"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},{"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage","Resource":"*","Condition":{"NotIpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32"]}}}]}'
caller account=111122223333 org=o-a1b2c3 ip=203.0.113.9
send orders "a"                         -> m1
caller account=111122223333 org=o-a1b2c3 ip=2001:db8::1
send orders "b"                         -> m2
caller account=111122223333 org=o-a1b2c3 ip=203.0.114.9
send orders "c"                         -> AccessDenied
caller account=111122223333 org=o-a1b2c3 ip=203.0.113.9 insecure
send orders "c"                         -> AccessDenied
caller account=111122223333 org=o-other ip=203.0.113.9
send orders "c"                         -> AccessDenied
caller account=111122223333 ip=203.0.113.9
send orders "c"                         -> AccessDenied

# §10.1, row "useful conditions": aws:CurrentTime. The clock starts at 2026-01-01T00:00:00Z.
--- a permission may end ---
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sqs:SendMessage","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"2026-01-01T01:00:00Z"}}}}'
caller account=111122223333
+59m59.999s send orders "a"             -> m1
+0.001s send orders "b"                 -> AccessDenied

# §10.1, row "useful conditions": ABAC.
--- a permission may hang on the queue's tags ---
create-queue orders tag:Team=blue Policy='{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/Team":"blue"}}}}'
caller account=111122223333
send orders "a"                         -> m1
caller
tag orders Team=red
caller account=111122223333
send orders "b"                         -> AccessDenied

# §10.1: a role's sessions are its principal.
--- a role is allowed with all its sessions ---
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/worker"},"Action":"sqs:ReceiveMessage","Resource":"*"}}'
caller account=111122223333 role=worker
receive orders                          -> nothing
caller account=111122223333 role=other
receive orders                          -> AccessDenied

# §10.1: a receive that waits was let in when it came.
--- a waiting receive is asked once ---
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sqs:ReceiveMessage","Resource":"*"}}'
caller account=111122223333
receive orders wait=20 as p1            -> waiting
caller
set-queue orders Policy=none
send orders "a"                         -> m1
answer p1                               -> m1

# §1.4, row "Policy": "" removes it; at most seven actions a statement.
--- a policy has bounds ---
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":"*","Action":["sqs:a","sqs:b","sqs:c","sqs:d","sqs:e","sqs:f","sqs:g","sqs:h"],"Resource":"*"}}'  -> InvalidAttributeValue "Invalid value for the parameter Policy."
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":"*","Action":["sqs:a","sqs:b","sqs:c","sqs:d","sqs:e","sqs:f","sqs:g"],"Resource":"*"}}'
set-queue orders Policy=none
policy orders                           -> text=none

# §4.3, row "permissions": what a start needs on both queues.
--- a move task needs five permissions ---
create-queue dlq
create-queue orders RedrivePolicy=dlq:1
set-queue dlq Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/ana"},"Action":"sqs:StartMessageMoveTask","Resource":"*"}}'
caller user=ana identity=silent
start-move dlq to=orders                -> AccessDenied
caller
set-queue dlq Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/ana"},"Action":["sqs:StartMessageMoveTask","sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],"Resource":"*"}}'
caller user=ana identity=silent
start-move dlq to=orders                -> AccessDenied "sqs:sendmessage on"
caller
set-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/ana"},"Action":"sqs:SendMessage","Resource":"*"}}'
caller user=ana identity=silent
start-move dlq to=orders rate=1 as t1   -> done
list-moves dlq                          -> AccessDenied "sqs:listmessagemovetasks on"
cancel-move t1                          -> AccessDenied "sqs:cancelmessagemovetask on"
caller
set-queue dlq Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/ana"},"Action":["sqs:ListMessageMoveTasks","sqs:GetQueueAttributes"],"Resource":"*"}}'
caller user=ana identity=silent
+1m list-moves dlq                      -> t1 status=COMPLETED

# §10.1, row "useful conditions": the tags that a call brings.
--- a permission may hang on the tags of the call ---
create-queue orders Policy='{"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:TagQueue","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestTag/Team":"blue"}}}}'
tag orders Team=red                     -> AccessDenied
tag orders Team=blue
tags orders                             -> Team:blue

# §1.4, row "Policy": 8,192 bytes, 20 statements, 50 principals, 10 conditions, counted as they are written.
--- the bounds of a policy, one by one ---
json CreateQueue {"QueueName":"q"} -> 200 …
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"Policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"*\"},\"Id\":\"«x*8104»\"}"}}
  -> 200
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"Policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"*\"},\"Id\":\"«x*8105»\"}"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter Policy.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"Policy":"{\"Statement\":[«{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"},*19»{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}"}}
  -> 200
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"Policy":"{\"Statement\":[«{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"},*20»{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}]}"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter Policy.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"Policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[«\"111122223333\",*49»\"111122223333\"]},\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}}"}}
  -> 200
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"Policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[«\"111122223333\",*50»\"111122223333\"]},\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\"}}"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter Policy.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"Policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/a\":\"x\",\"aws:ResourceTag/b\":\"x\",\"aws:ResourceTag/c\":\"x\",\"aws:ResourceTag/d\":\"x\",\"aws:ResourceTag/e\":\"x\",\"aws:ResourceTag/f\":\"x\",\"aws:ResourceTag/g\":\"x\",\"aws:ResourceTag/h\":\"x\",\"aws:ResourceTag/i\":\"x\",\"aws:ResourceTag/j\":\"x\"}}}}"}}
  -> 200
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"Policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:SendMessage\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:ResourceTag/a\":\"x\",\"aws:ResourceTag/b\":\"x\",\"aws:ResourceTag/c\":\"x\",\"aws:ResourceTag/d\":\"x\",\"aws:ResourceTag/e\":\"x\",\"aws:ResourceTag/f\":\"x\",\"aws:ResourceTag/g\":\"x\",\"aws:ResourceTag/h\":\"x\",\"aws:ResourceTag/i\":\"x\",\"aws:ResourceTag/j\":\"x\",\"aws:ResourceTag/k\":\"x\"}}}}"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter Policy.

# §10.1: who signs nothing is nobody's principal, whatever account it names; what only owners can do it never can.
--- a call that nobody signed needs a policy for everybody ---
create-queue orders SqsManagedSseEnabled=false
caller identity=anonymous
send orders "a"                         -> AccessDenied
receive orders                          -> AccessDenied
list-queues                             -> AccessDenied
create-queue others                     -> AccessDenied
caller
set-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},"Action":"sqs:*","Resource":"*"}}'
caller identity=anonymous
send orders "a"                         -> AccessDenied
caller
set-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}}'
caller identity=anonymous
send orders "a"                         -> m1
receive orders                          -> m1
delete orders m1
set-queue orders VisibilityTimeout=60   -> AccessDenied
delete-queue orders                     -> AccessDenied
