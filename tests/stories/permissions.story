# Permissions by label (sqs-facts §1.8, §1.13).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html

# §1.13, row "AddPermission result": one account and one action are plain texts.
--- a permission is a statement of the queue's policy ---
create-queue orders
add-permission orders share accounts=111122223333 actions=ReceiveMessage
policy orders  -> text='{"Version":"2008-10-17","Id":"arn:aws:sqs:us-east-1:123456789012:orders/SQSDefaultPolicy","Statement":[{"Sid":"share","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"SQS:ReceiveMessage","Resource":"arn:aws:sqs:us-east-1:123456789012:orders"}]}'

# §1.13, row "AddPermission result": several are lists.
--- a permission may be for several accounts and actions ---
create-queue orders
add-permission orders share accounts=111122223333,444455556666 actions=SendMessage,ReceiveMessage
policy orders  -> text='{"Version":"2008-10-17","Id":"arn:aws:sqs:us-east-1:123456789012:orders/SQSDefaultPolicy","Statement":[{"Sid":"share","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root","arn:aws:iam::444455556666:root"]},"Action":["SQS:SendMessage","SQS:ReceiveMessage"],"Resource":"arn:aws:sqs:us-east-1:123456789012:orders"}]}'

# §1.13, row "AddPermission result": without a statement the policy disappears.
--- the last permission takes the policy with it ---
create-queue orders
add-permission orders one accounts=111122223333 actions=SendMessage
add-permission orders two accounts=111122223333 actions=ReceiveMessage
remove-permission orders one
policy orders  -> text='{"Version":"2008-10-17","Id":"arn:aws:sqs:us-east-1:123456789012:orders/SQSDefaultPolicy","Statement":[{"Sid":"two","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"SQS:ReceiveMessage","Resource":"arn:aws:sqs:us-east-1:123456789012:orders"}]}'
remove-permission orders two
policy orders                           -> text=none

# §1.8, "AddPermission same label", "RemovePermission unknown label".
--- a label stands for one statement ---
create-queue orders
remove-permission orders share          -> InvalidParameterValue "Value share for parameter Label is invalid. Reason: can't find label."
add-permission orders share accounts=111122223333 actions=SendMessage
add-permission orders share accounts=444455556666 actions=ReceiveMessage  -> InvalidParameterValue "Value share for parameter Label is invalid. Reason: Already exists."
remove-permission orders Share          -> InvalidParameterValue "Value Share for parameter Label is invalid. Reason: can't find label."
remove-permission orders share
remove-permission orders share          -> InvalidParameterValue

# §1.8, "AddPermission": a label is 1 to 80 letters, digits, hyphens, underscores.
--- a label has 80 characters at most ---
create-queue orders
add-permission orders "" accounts=111122223333 actions=SendMessage         -> InvalidParameterValue
add-permission orders "a label" accounts=111122223333 actions=SendMessage  -> InvalidParameterValue
add-permission orders aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhh1 accounts=111122223333 actions=SendMessage  -> InvalidParameterValue
add-permission orders aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhh_h- accounts=111122223333 actions=SendMessage

# §1.8, "AddPermission owner-only action", "unknown action".
--- only some actions can be given away ---
create-queue orders
add-permission orders share accounts=111122223333 actions=CreateQueue  -> InvalidParameterValue "Value SQS:CreateQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action."
add-permission orders share accounts=111122223333 actions=TagQueue     -> InvalidParameterValue "Only the queue owner is allowed to invoke this action."
add-permission orders share accounts=111122223333 actions=Foo          -> InvalidParameterValue "Value SQS:Foo for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL for a list of valid actions."
add-permission orders share accounts=111122223333 actions=SendMessageBatch  -> InvalidParameterValue "Please refer to the appropriate WSDL for a list of valid actions."
policy orders                           -> text=none
add-permission orders all accounts=111122223333 actions=*
add-permission orders seven accounts=111122223333 actions=SendMessage,ReceiveMessage,DeleteMessage,ChangeMessageVisibility,GetQueueAttributes,GetQueueUrl,PurgeQueue

# §1.8, "AddPermission >7 actions".
--- a permission has seven actions at most ---
create-queue orders
add-permission orders eight accounts=111122223333 actions=SendMessage,ReceiveMessage,DeleteMessage,ChangeMessageVisibility,GetQueueAttributes,GetQueueUrl,PurgeQueue,ListDeadLetterSourceQueues  -> OverLimit "8 Actions were found, maximum allowed is 7."

# §1.8, "AddPermission, account not known to AWS, `*`, or an ARN".
--- accounts are twelve digits ---
create-queue orders
add-permission orders share accounts=* actions=SendMessage             -> InvalidParameterValue "Value [*] for parameter PrincipalId is invalid. Reason: Unable to verify."
add-permission orders share accounts=12345678901 actions=SendMessage   -> InvalidParameterValue "Value [12345678901] for parameter PrincipalId is invalid."
add-permission orders share accounts=111122223333,arn:aws:iam::444455556666:root actions=SendMessage  -> InvalidParameterValue "Value [arn:aws:iam::444455556666:root] for parameter PrincipalId is invalid."

# §1.4, row "Policy": at most 20 statements.
--- a policy has twenty statements at most ---
create-queue orders
set-queue orders Policy='{"Statement":[{"Sid":"1","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"2","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"3","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"4","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"5","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"6","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"7","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"8","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"9","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"10","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"11","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"12","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"13","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"14","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"15","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"16","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"17","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"18","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"},{"Sid":"19","Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}]}'
add-permission orders twenty accounts=111122223333 actions=SendMessage
add-permission orders one-more accounts=111122223333 actions=SendMessage  -> OverLimit
remove-permission orders 7
add-permission orders one-more accounts=111122223333 actions=SendMessage

# §1.13, row "AddPermission result": a statement joins a policy that was set as text.
--- a permission joins the policy that is there ---
create-queue orders
set-queue orders Policy='{"Version":"2012-10-17","Id":"mine","Statement":{"Sid":"own","Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}}'
policy orders  -> text='{"Version":"2012-10-17","Id":"mine","Statement":{"Sid":"own","Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}}'
add-permission orders own accounts=111122223333 actions=ReceiveMessage  -> InvalidParameterValue "Reason: Already exists."
add-permission orders share accounts=111122223333 actions=ReceiveMessage
remove-permission orders own
policy orders  -> text='{"Version":"2012-10-17","Id":"mine","Statement":[{"Sid":"share","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"SQS:ReceiveMessage","Resource":"arn:aws:sqs:us-east-1:123456789012:orders"}]}'

# §1.13, row "SetQueueAttributes": the policy is an attribute.
--- a permission changes the queue's date ---
create-queue orders
+5s add-permission orders share accounts=111122223333 actions=ReceiveMessage
attributes orders                       -> created=0s modified=5s

# §1.3, row "unknown queue".
--- permissions of a queue that never was ---
add-permission nowhere share accounts=111122223333 actions=SendMessage  -> AWS.SimpleQueueService.NonExistentQueue
remove-permission nowhere share         -> AWS.SimpleQueueService.NonExistentQueue

# §10.1, row "evaluation": what was given can be used, and no more.
--- another account can do what it was given ---
create-queue orders
caller account=111122223333 user=ana
send orders "a"                         -> AccessDenied
caller
add-permission orders share accounts=111122223333 actions=SendMessage
caller account=111122223333 user=ana
send orders "a"                         -> m1
send-batch orders id=a "b" / id=b "c"   -> m2 m3
receive orders                          -> AccessDenied
caller account=444455556666
send orders "d"                         -> AccessDenied
caller
remove-permission orders share
caller account=111122223333 user=ana
send orders "d"                         -> AccessDenied
