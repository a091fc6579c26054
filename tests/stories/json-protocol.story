# AWS JSON protocol (sqs-facts §1.1, §1.6, §1.7).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-api-responses.html

# §1.1, rows "request line", "X-Amz-Target", "Content-Type", "success".
--- a call of the JSON protocol and its answer ---
http POST / X-Amz-Target:AmazonSQS.CreateQueue Content-Type:application/x-amz-json-1.0 | {"QueueName":"orders"}
  -> 200 | x-amzn-RequestId: $id | Content-Type: application/x-amz-json-1.0
  | {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/orders"}

# §1.1, row "request line": the path of a queue is taken as well.
--- a JSON call may stand on the path of its queue ---
json CreateQueue {"QueueName":"orders"} -> 200 …
http POST /123456789012/orders X-Amz-Target:AmazonSQS.SendMessage Content-Type:application/x-amz-json-1.0
  | {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/orders","MessageBody":"a"}
  -> 200 | …"MessageId":…

# §1.1, row "actions without output": nothing at all, not even `{}`.
--- an action without output answers an empty body ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json SendMessage {"QueueUrl":"orders","MessageBody":"a"} -> 200 …
json ReceiveMessage {"QueueUrl":"orders"} -> 200 {…"ReceiptHandle":"$handle"…
http POST / X-Amz-Target:AmazonSQS.DeleteMessage Content-Type:application/x-amz-json-1.0
  | {"QueueUrl":"orders","ReceiptHandle":"$handle"}
  -> 200 | x-amzn-RequestId: $id | Content-Type: application/x-amz-json-1.0 |
json SetQueueAttributes {"QueueUrl":"orders","Attributes":{"DelaySeconds":"1"}} -> 200
json TagQueue {"QueueUrl":"orders","Tags":{"a":"b"}} -> 200
json UntagQueue {"QueueUrl":"orders","TagKeys":["a"]} -> 200
json PurgeQueue {"QueueUrl":"orders"} -> 200
json DeleteQueue {"QueueUrl":"orders"} -> 200

# §1.1, row "member order in JSON bodies".
--- members are in the order of the alphabet ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json SendMessage {"QueueUrl":"orders","MessageBody":"a",
  "MessageAttributes":{"k":{"DataType":"String","StringValue":"x"}}}
  -> 200 {"MD5OfMessageAttributes":"a45daa70926828a2f0a1db3418e6feb4",
  "MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661","MessageId":"$id"}
json ReceiveMessage {"QueueUrl":"orders","AttributeNames":["ApproximateReceiveCount"],"MessageAttributeNames":["All"]}
  -> 200 {"Messages":[{"Attributes":{"ApproximateReceiveCount":"1"},"Body":"a",
  "MD5OfBody":"0cc175b9c0f1b6a831c399e269772661","MD5OfMessageAttributes":"a45daa70926828a2f0a1db3418e6feb4",
  "MessageAttributes":{"k":{"DataType":"String","StringValue":"x"}},"MessageId":"$id","ReceiptHandle":"$handle"}]}

# §1.1, rows "error", "__type of modelled errors", "message key".
--- a refusal has its shape in the body and its old code in a header ---
http POST / X-Amz-Target:AmazonSQS.PurgeQueue Content-Type:application/x-amz-json-1.0 | {"QueueUrl":"nowhere"}
  -> 400 | x-amzn-RequestId: $id | Content-Type: application/x-amz-json-1.0
  | x-amzn-query-error: AWS.SimpleQueueService.NonExistentQueue;Sender
  | {"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}

# §1.1, row "__type of framework errors"; §1.7: the shapes and the codes of what every AWS service refuses.
--- what the framework refuses has its own namespace ---
json CreateQueue {"QueueName":"orders"} -> 200 …
http POST / X-Amz-Target:AmazonSQS.ReceiveMessage Content-Type:application/x-amz-json-1.0
  | {"QueueUrl":"orders","MaxNumberOfMessages":11}
  -> 400 | …query-error: InvalidParameterValue;Sender | {"__type":"com.amazon.coral.service#InvalidParameterValueException",…
http POST / X-Amz-Target:AmazonSQS.SendMessage Content-Type:application/x-amz-json-1.0 | {"QueueUrl":"orders"}
  -> 400 | …query-error: MissingParameter;Sender | {"__type":"com.amazon.coral.service#MissingRequiredParameterException",…
http POST / X-Amz-Target:AmazonSQS.ReceiveMessage Content-Type:application/x-amz-json-1.0
  | {"QueueUrl":"orders","MaxNumberOfMessages":"2"}
  -> 400 | …query-error: MalformedInput;Sender | {"__type":"com.amazon.coral.service#SerializationException",…
http POST / X-Amz-Target:AmazonSQS.Foo Content-Type:application/x-amz-json-1.0 | {}
  -> 400 | …query-error: InvalidAction;Sender | {"__type":"com.amazon.coral.service#UnknownOperationException",…
caller account=111122223333 user=ana
json SendMessage {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/orders","MessageBody":"a"}
  -> 403 AccessDenied User: arn:aws:iam::111122223333:user/ana is not authorized to perform: sqs:sendmessage
  on resource: arn:aws:sqs:us-east-1:123456789012:orders because no resource-based policy allows the sqs:sendmessage action

# §1.7, row "SerializationException": a number in quotes is none.
--- a number in quotes is no number ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json ReceiveMessage {"QueueUrl":"orders","MaxNumberOfMessages":"2"}
  -> 400 MalformedInput STRING_VALUE can not be converted to an Integer

# §1.1, row "numbers": real numbers for parameters, texts for attributes.
--- attributes are texts, counts are numbers ---
json CreateQueue {"QueueName":"orders","Attributes":{"DelaySeconds":"0"}} -> 200 …
json SendMessage {"QueueUrl":"orders","MessageBody":"a","DelaySeconds":0} -> 200 …
json GetQueueAttributes {"QueueUrl":"orders","AttributeNames":["DelaySeconds"]} -> 200 {"Attributes":{"DelaySeconds":"0"}}
json ReceiveMessage {"QueueUrl":"orders","MaxNumberOfMessages":1,"VisibilityTimeout":5,"WaitTimeSeconds":1,
  "AttributeNames":["ApproximateReceiveCount","SentTimestamp"]}
  -> 200 {"Messages":[{"Attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1767225600000"},…

# §1.1, row "blobs".
--- bytes are written in base64 ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json SendMessage {"QueueUrl":"orders","MessageBody":"a",
  "MessageAttributes":{"b":{"DataType":"Binary","BinaryValue":"AAECAw=="}}} -> 200 …
json ReceiveMessage {"QueueUrl":"orders","MessageAttributeNames":["b"]}
  -> 200 …"MessageAttributes":{"b":{"BinaryValue":"AAECAw==","DataType":"Binary"}}…

# §1.1, row "optional empty output".
--- what is empty is left out ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json ReceiveMessage {"QueueUrl":"orders"} -> 200 {}
json ListQueueTags {"QueueUrl":"orders"} -> 200 {}
json ListQueues {"QueueNamePrefix":"z"} -> 200 {}
json GetQueueAttributes {"QueueUrl":"orders"} -> 200 {}
json GetQueueAttributes {"QueueUrl":"orders","AttributeNames":["Policy"]} -> 200 {}

# §1.1, row "batch outputs": a list without entries is left out.
--- a batch without failures has no list of them ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json SendMessageBatch {"QueueUrl":"orders","Entries":[{"Id":"a","MessageBody":"a"}]}
  -> 200 {"Successful":[{"Id":"a","MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661","MessageId":"$id"}]}
json DeleteMessageBatch {"QueueUrl":"orders","Entries":[{"Id":"a","ReceiptHandle":"x"}]}
  -> 200 {"Failed":[{"Code":"ReceiptHandleIsInvalid","Id":"a",
  "Message":"The input receipt handle \"x\" is not a valid receipt handle.","SenderFault":true}]}
