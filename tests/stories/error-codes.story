# Shapes, codes and statuses of errors (sqs-facts §1.6, §1.7).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html

# §1.6, the Kms errors: all 400 but one.
--- the seven errors of a key ---
create-queue q KmsMasterKeyId=alias/mine
key alias/mine denied
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 400 KMS.AccessDeniedException …
key alias/mine disabled
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 400 KMS.DisabledException …
key alias/mine wrong-usage
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 400 KMS.InvalidKeyUsageException …
key alias/mine pending-deletion
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 400 KMS.InvalidStateException …
key alias/mine missing
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 400 KMS.NotFoundException …
key alias/mine not-subscribed
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 403 KMS.OptInRequired …
key alias/mine throttled
http POST / X-Amz-Target:AmazonSQS.SendMessage Content-Type:application/x-amz-json-1.0 | {"QueueUrl":"q","MessageBody":"a"}
  -> 400 | …KMS.ThrottlingException;Sender | {"__type":"com.amazonaws.sqs#KmsThrottled",…
key alias/mine works
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 200 …

# §1.6: shape and code of errors whose code differs from the shape, and the statuses that are not 400.
--- shapes of errors and their old codes ---
json CreateQueue {"QueueName":"q"} -> 200 …
http POST / X-Amz-Target:AmazonSQS.CreateQueue Content-Type:application/x-amz-json-1.0
  | {"QueueName":"q","Attributes":{"DelaySeconds":"9"}} -> 400 | …QueueAlreadyExists;Sender | {"__type":"com.amazonaws.sqs#QueueNameExists",…
http POST / X-Amz-Target:AmazonSQS.DeleteMessage Content-Type:application/x-amz-json-1.0 | {"QueueUrl":"q","ReceiptHandle":"x"}
  -> 404 | …ReceiptHandleIsInvalid;Sender | {"__type":"com.amazonaws.sqs#ReceiptHandleIsInvalid",…
http POST / X-Amz-Target:AmazonSQS.SetQueueAttributes Content-Type:application/x-amz-json-1.0
  | {"QueueUrl":"q","Attributes":{"Foobar":"9"}} -> 400 | …InvalidAttributeName;Sender | {"__type":"com.amazonaws.sqs#InvalidAttributeName",…
http POST / X-Amz-Target:AmazonSQS.SetQueueAttributes Content-Type:application/x-amz-json-1.0
  | {"QueueUrl":"q","Attributes":{"DelaySeconds":"901"}}
  -> 400 | …InvalidAttributeValue;Sender | {"__type":"com.amazonaws.sqs#InvalidAttributeValue",…
http POST / X-Amz-Target:AmazonSQS.SendMessage Content-Type:application/x-amz-json-1.0 | {"QueueUrl":"q","MessageBody":"\u0001"}
  -> 400 | …InvalidMessageContents;Sender | {"__type":"com.amazonaws.sqs#InvalidMessageContents",…
http POST / X-Amz-Target:AmazonSQS.SendMessageBatch Content-Type:application/x-amz-json-1.0 | {"QueueUrl":"q","Entries":[]}
  -> 400 | …AWS.SimpleQueueService.EmptyBatchRequest;Sender | {"__type":"com.amazonaws.sqs#EmptyBatchRequest",…
http POST / X-Amz-Target:AmazonSQS.ListMessageMoveTasks Content-Type:application/x-amz-json-1.0
  | {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:no"}
  -> 404 | …ResourceNotFoundException;Sender | {"__type":"com.amazonaws.sqs#ResourceNotFoundException",…
create-queue small in-flight-max=1
json SendMessageBatch {"QueueUrl":"small","Entries":[{"Id":"a","MessageBody":"a"},{"Id":"b","MessageBody":"b"}]} -> 200 …
json ReceiveMessage {"QueueUrl":"small"} -> 200 …
http POST / X-Amz-Target:AmazonSQS.ReceiveMessage Content-Type:application/x-amz-json-1.0 | {"QueueUrl":"small"}
  -> 403 | …OverLimit;Sender | {"__type":"com.amazonaws.sqs#OverLimit",…
json DeleteQueue {"QueueUrl":"q"} -> 200
http POST / X-Amz-Target:AmazonSQS.CreateQueue Content-Type:application/x-amz-json-1.0 | {"QueueName":"q"}
  -> 400 | …AWS.SimpleQueueService.QueueDeletedRecently;Sender | {"__type":"com.amazonaws.sqs#QueueDeletedRecently",…

# §14.2, §14.3: the same on both protocols.
--- the Query protocol has the same codes and statuses ---
query Action=CreateQueue&QueueName=q -> 200 …
query Action=DeleteMessage&QueueUrl=q&ReceiptHandle=x -> 404 ReceiptHandleIsInvalid …
query Action=PurgeQueue&QueueUrl=q -> 200
query Action=PurgeQueue&QueueUrl=q -> 403 AWS.SimpleQueueService.PurgeQueueInProgress …
query Action=SendMessage&QueueUrl=q -> 400 MissingParameter The request must contain the parameter MessageBody.
query Action=ReceiveMessage&QueueUrl=q&MaxNumberOfMessages=11 -> 400 InvalidParameterValue
  Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.

# §10.1, row "deny reply" and its variants, word for word; row "action name case".
--- words for a call that is not allowed ---
create-queue q
caller account=123456789012 user=x identity=silent
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 403 AccessDenied
  User: arn:aws:iam::123456789012:user/x is not authorized to perform: sqs:sendmessage
  on resource: arn:aws:sqs:us-east-1:123456789012:q because no identity-based policy allows the sqs:sendmessage action
caller account=111111111111 user=x
json SendMessage {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/q","MessageBody":"a"} -> 403 AccessDenied
  User: arn:aws:iam::111111111111:user/x is not authorized to perform: sqs:sendmessage
  on resource: arn:aws:sqs:us-east-1:123456789012:q because no resource-based policy allows the sqs:sendmessage action
caller
set-queue q Policy='{"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}}'
caller account=123456789012 user=x
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"a","MessageBody":"a"}]} -> 403 AccessDenied
  User: arn:aws:iam::123456789012:user/x is not authorized to perform: sqs:sendmessage
  on resource: arn:aws:sqs:us-east-1:123456789012:q with an explicit deny in a resource-based policy
