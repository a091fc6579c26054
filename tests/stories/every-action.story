# Every action with its parameters and its output (sqs-facts §1.5).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_Operations.html

# §1.5, rows "CreateQueue", "GetQueueUrl", "ListQueueTags": tags of a new queue have a small letter.
--- CreateQueue ---
json CreateQueue {"QueueName":"orders","Attributes":{"DelaySeconds":"5"},"tags":{"team":"blue"}}
  -> 200 {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/orders"}
json GetQueueAttributes {"QueueUrl":"orders","AttributeNames":["DelaySeconds"]} -> 200 {"Attributes":{"DelaySeconds":"5"}}
json ListQueueTags {"QueueUrl":"orders"} -> 200 {"Tags":{"team":"blue"}}
json CreateQueue {"QueueName":"bills","Tags":{"team":"blue"}} -> 200 …
json ListQueueTags {"QueueUrl":"bills"} -> 200 {}
json CreateQueue {} -> 400 MissingParameter The request must contain the parameter QueueName.

--- GetQueueUrl ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json GetQueueUrl {"QueueName":"orders"} -> 200 {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/orders"}
json GetQueueUrl {"QueueName":"orders","QueueOwnerAWSAccountId":"123456789012"}
  -> 200 {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/orders"}
json GetQueueUrl {"QueueName":"bills"} -> 400 AWS.SimpleQueueService.NonExistentQueue The specified queue does not exist.

--- DeleteQueue ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json DeleteQueue {"QueueUrl":"orders"} -> 200
json DeleteQueue {"QueueUrl":"orders"} -> 400 AWS.SimpleQueueService.NonExistentQueue The specified queue does not exist.

# §1.5, row "ListQueues"; §1.13: the token only with MaxResults and only while more follow.
--- ListQueues ---
json CreateQueue {"QueueName":"b"} -> 200 …
json CreateQueue {"QueueName":"a1"} -> 200 …
json CreateQueue {"QueueName":"a2"} -> 200 …
json ListQueues {} -> 200 {"QueueUrls":["https://…/a1","https://…/a2","https://…/b"]}
json ListQueues {"QueueNamePrefix":"a"} -> 200 {"QueueUrls":["https://…/a1","https://…/a2"]}
json ListQueues {"QueueNamePrefix":"A"} -> 200 {}
json ListQueues {"MaxResults":2} -> 200 {"NextToken":"$token","QueueUrls":["https://…/a1","https://…/a2"]}
json ListQueues {"MaxResults":2,"NextToken":"$token"} -> 200 {"QueueUrls":["https://…/b"]}
json ListQueues {"MaxResults":0} -> 400 InvalidParameterValue …
json ListQueues {"MaxResults":1001} -> 400 InvalidParameterValue …

--- SetQueueAttributes ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json SetQueueAttributes {"QueueUrl":"orders","Attributes":{"VisibilityTimeout":"7","DelaySeconds":"3"}} -> 200
json GetQueueAttributes {"QueueUrl":"orders","AttributeNames":["VisibilityTimeout","DelaySeconds"]}
  -> 200 {"Attributes":{"DelaySeconds":"3","VisibilityTimeout":"7"}}
json SetQueueAttributes {"QueueUrl":"orders"} -> 400 MissingParameter The request must contain the parameter Attributes.

# §1.5, row "SendMessage": each digest only if there is something to digest, a number on FIFO queues only.
--- SendMessage ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json SendMessage {"QueueUrl":"orders","MessageBody":"a"}
  -> 200 {"MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661","MessageId":"$id"}
json SendMessage {"QueueUrl":"orders","MessageBody":"a","DelaySeconds":900,"MessageGroupId":"tenant",
  "MessageAttributes":{"k":{"DataType":"String","StringValue":"x"}},
  "MessageSystemAttributes":{"AWSTraceHeader":{"DataType":"String","StringValue":
  "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"}}}
  -> 200 {"MD5OfMessageAttributes":"a45daa70926828a2f0a1db3418e6feb4","MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661",
  "MD5OfMessageSystemAttributes":"5ae4d5d7636402d80f4eb6d213245a88","MessageId":"$other"}
json CreateQueue {"QueueName":"orders.fifo","Attributes":{"FifoQueue":"true"}} -> 200 …
json SendMessage {"QueueUrl":"orders.fifo","MessageBody":"a","MessageGroupId":"g","MessageDeduplicationId":"1"}
  -> 200 {"MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661","MessageId":"$third","SequenceNumber":"$number"}

--- SendMessageBatch ---
json CreateQueue {"QueueName":"orders.fifo","Attributes":{"FifoQueue":"true"}} -> 200 …
json SendMessageBatch {"QueueUrl":"orders.fifo","Entries":[
  {"Id":"one","MessageBody":"a","MessageGroupId":"g","MessageDeduplicationId":"1",
  "MessageAttributes":{"k":{"DataType":"String","StringValue":"x"}}},
  {"Id":"two","MessageBody":"a","MessageGroupId":"g","MessageDeduplicationId":"1"},
  {"Id":"three","MessageBody":"a","MessageGroupId":"g","MessageDeduplicationId":"3","DelaySeconds":1}]}
  -> 200 {"Failed":[{"Code":"InvalidParameterValue","Id":"three",
  "Message":"The request include parameter that is not valid for this queue type","SenderFault":true}],
  "Successful":[{"Id":"one","MD5OfMessageAttributes":"a45daa70926828a2f0a1db3418e6feb4",
  "MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661","MessageId":"$id","SequenceNumber":"$number"},
  {"Id":"two","MD5OfMessageBody":"0cc175b9c0f1b6a831c399e269772661","MessageId":"$id","SequenceNumber":"$number"}]}

# §1.5, row "ReceiveMessage": what is asked for and no more.
--- ReceiveMessage ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json SendMessage {"QueueUrl":"orders","MessageBody":"a"} -> 200 …"MessageId":"$a"}
json SendMessage {"QueueUrl":"orders","MessageBody":"b"} -> 200 …"MessageId":"$b"}
json ReceiveMessage {"QueueUrl":"orders","VisibilityTimeout":5,"WaitTimeSeconds":0,"ReceiveRequestAttemptId":"x"}
  -> 200 {"Messages":[{"Body":"a","MD5OfBody":"0cc175b9c0f1b6a831c399e269772661","MessageId":"$a","ReceiptHandle":"$handle"}]}
+5s json ReceiveMessage {"QueueUrl":"orders","MaxNumberOfMessages":10,"MessageSystemAttributeNames":["ApproximateReceiveCount"]}
  -> 200 {"Messages":[{"Attributes":{"ApproximateReceiveCount":"2"},"Body":"a",…,
  {"Attributes":{"ApproximateReceiveCount":"1"},"Body":"b",…}]}

--- DeleteMessage and ChangeMessageVisibility ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json SendMessage {"QueueUrl":"orders","MessageBody":"a"} -> 200 …
json ReceiveMessage {"QueueUrl":"orders"} -> 200 …"ReceiptHandle":"$handle"…
json ChangeMessageVisibility {"QueueUrl":"orders","ReceiptHandle":"$handle"}
  -> 400 MissingParameter The request must contain the parameter VisibilityTimeout.
json ChangeMessageVisibility {"QueueUrl":"orders","ReceiptHandle":"$handle","VisibilityTimeout":0} -> 200
json ReceiveMessage {"QueueUrl":"orders"} -> 200 …"ReceiptHandle":"$second"…
json DeleteMessage {"QueueUrl":"orders"} -> 400 MissingParameter The request must contain the parameter ReceiptHandle.
json DeleteMessage {"QueueUrl":"orders","ReceiptHandle":"$second"} -> 200
+30s json ReceiveMessage {"QueueUrl":"orders"} -> 200 {}

--- DeleteMessageBatch and ChangeMessageVisibilityBatch ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json SendMessage {"QueueUrl":"orders","MessageBody":"a"} -> 200 …
json ReceiveMessage {"QueueUrl":"orders"} -> 200 …"ReceiptHandle":"$handle"…
json ChangeMessageVisibilityBatch {"QueueUrl":"orders","Entries":[{"Id":"a","ReceiptHandle":"$handle","VisibilityTimeout":60}]}
  -> 200 {"Successful":[{"Id":"a"}]}
json DeleteMessageBatch {"QueueUrl":"orders","Entries":[{"Id":"b","ReceiptHandle":"$handle"}]} -> 200 {"Successful":[{"Id":"b"}]}

--- PurgeQueue ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json PurgeQueue {"QueueUrl":"orders"} -> 200
http POST / X-Amz-Target:AmazonSQS.PurgeQueue Content-Type:application/x-amz-json-1.0 | {"QueueUrl":"orders"}
  -> 403 | …AWS.SimpleQueueService.PurgeQueueInProgress;Sender | {"__type":"com.amazonaws.sqs#PurgeQueueInProgress",
  "message":"Only one PurgeQueue operation on orders is allowed every 60 seconds."}

# §1.5, rows "AddPermission", "RemovePermission"; §1.13, row "AddPermission result".
--- AddPermission and RemovePermission ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json AddPermission {"QueueUrl":"orders","Label":"share","AWSAccountIds":["111122223333"],"Actions":["ReceiveMessage"]} -> 200
json GetQueueAttributes {"QueueUrl":"orders","AttributeNames":["Policy"]} -> 200 {"Attributes":{"Policy":
  "{\"Version\":\"2008-10-17\",\"Id\":\"arn:aws:sqs:us-east-1:123456789012:orders/SQSDefaultPolicy\",
  \"Statement\":[{\"Sid\":\"share\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},
  \"Action\":\"SQS:ReceiveMessage\",\"Resource\":\"arn:aws:sqs:us-east-1:123456789012:orders\"}]}"}}
json AddPermission {"QueueUrl":"orders","Label":"two","AWSAccountIds":["111122223333","444455556666"],
  "Actions":["SendMessage","DeleteMessage"]} -> 200
json GetQueueAttributes {"QueueUrl":"orders","AttributeNames":["Policy"]} -> 200 …\"Sid\":\"two\",\"Effect\":\"Allow\",
  \"Principal\":{\"AWS\":[\"arn:aws:iam::111122223333:root\",\"arn:aws:iam::444455556666:root\"]},
  \"Action\":[\"SQS:SendMessage\",\"SQS:DeleteMessage\"],…
json RemovePermission {"QueueUrl":"orders","Label":"two"} -> 200
json RemovePermission {"QueueUrl":"orders","Label":"share"} -> 200
json GetQueueAttributes {"QueueUrl":"orders","AttributeNames":["Policy"]} -> 200 {}
json AddPermission {"QueueUrl":"orders","AWSAccountIds":["111122223333"],"Actions":["SendMessage"]}
  -> 400 MissingParameter The request must contain the parameter Label.

# §1.5, row "ListDeadLetterSourceQueues": its output has a small letter.
--- ListDeadLetterSourceQueues ---
json CreateQueue {"QueueName":"dlq"} -> 200 …
json CreateQueue {"QueueName":"a","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":3}"}} -> 200 …
json CreateQueue {"QueueName":"b","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":3}"}} -> 200 …
json ListDeadLetterSourceQueues {"QueueUrl":"dlq"} -> 200 {"queueUrls":["https://…/a","https://…/b"]}
json ListDeadLetterSourceQueues {"QueueUrl":"dlq","MaxResults":1} -> 200 {"NextToken":"$token","queueUrls":["https://…/a"]}
json ListDeadLetterSourceQueues {"QueueUrl":"dlq","MaxResults":1,"NextToken":"$token"} -> 200 {"queueUrls":["https://…/b"]}

# §1.5, the three rows of move tasks; §4.3, rows "List", "Cancel", "List details".
--- StartMessageMoveTask, ListMessageMoveTasks and CancelMessageMoveTask ---
json CreateQueue {"QueueName":"dlq"} -> 200 …
json CreateQueue {"QueueName":"orders","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":3}"}} -> 200 …
json SendMessageBatch {"QueueUrl":"dlq","Entries":[{"Id":"a","MessageBody":"a"},{"Id":"b","MessageBody":"b"}]} -> 200 …
json StartMessageMoveTask {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq",
  "DestinationArn":"arn:aws:sqs:us-east-1:123456789012:orders","MaxNumberOfMessagesPerSecond":1} -> 200 {"TaskHandle":"$task"}
json ListMessageMoveTasks {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq"} -> 200 {"Results":[{
  "ApproximateNumberOfMessagesMoved":0,"ApproximateNumberOfMessagesToMove":2,
  "DestinationArn":"arn:aws:sqs:us-east-1:123456789012:orders","MaxNumberOfMessagesPerSecond":1,
  "SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq","StartedTimestamp":1767225600000,"Status":"RUNNING","TaskHandle":"$task"}]}
+1.5s json CancelMessageMoveTask {"TaskHandle":"$task"} -> 200 {"ApproximateNumberOfMessagesMoved":1}
+10s json ListMessageMoveTasks {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq","MaxResults":10} -> 200 {"Results":[{
  "ApproximateNumberOfMessagesMoved":2,"ApproximateNumberOfMessagesToMove":2,
  "DestinationArn":"arn:aws:sqs:us-east-1:123456789012:orders","MaxNumberOfMessagesPerSecond":1,
  "SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq","StartedTimestamp":1767225600000,"Status":"$status"}]}
json StartMessageMoveTask {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq"} -> 200 …
+1m json ListMessageMoveTasks {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq"} -> 200 {"Results":[{
  "ApproximateNumberOfMessagesMoved":0,"ApproximateNumberOfMessagesToMove":0,
  "SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq","StartedTimestamp":1767225611500,"Status":"COMPLETED"}]}

--- TagQueue, UntagQueue and ListQueueTags ---
json CreateQueue {"QueueName":"orders"} -> 200 …
json TagQueue {"QueueUrl":"orders","Tags":{"team":"blue","cost":""}} -> 200
json TagQueue {"QueueUrl":"orders","Tags":{"team":"red","Team":"x"}} -> 200
json ListQueueTags {"QueueUrl":"orders"} -> 200 {"Tags":{"Team":"x","cost":"","team":"red"}}
json UntagQueue {"QueueUrl":"orders","TagKeys":["team","absent"]} -> 200
json ListQueueTags {"QueueUrl":"orders"} -> 200 {"Tags":{"Team":"x","cost":""}}
json TagQueue {"QueueUrl":"orders"} -> 400 MissingParameter The request must contain the parameter Tags.
json UntagQueue {"QueueUrl":"orders"} -> 400 MissingParameter The request must contain the parameter TagKeys.

# §1.5: nothing else is an action.
--- an action that is none ---
json Subscribe {"QueueUrl":"orders"} -> 400 InvalidAction …
json createQueue {"QueueName":"orders"} -> 400 InvalidAction …
