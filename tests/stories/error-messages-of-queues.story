# What SQS answers to wrong calls of queues, word for word (sqs-facts §1.8, §1.4, §4.1 to §4.3).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html

# §1.8, rows "create: same name, other attributes", "create within 60 s of delete".
--- words for a queue that cannot be created ---
json CreateQueue {"QueueName":"q","Attributes":{"DelaySeconds":"1"}} -> 200 …
json CreateQueue {"QueueName":"q","Attributes":{"DelaySeconds":"2"}} -> 400 QueueAlreadyExists
  A queue already exists with the same name and a different value for attribute DelaySeconds
json CreateQueue {"QueueName":"q","tags":{"a":"b"}} -> 400 QueueAlreadyExists …
json DeleteQueue {"QueueUrl":"q"} -> 200
json CreateQueue {"QueueName":"q"} -> 400 AWS.SimpleQueueService.QueueDeletedRecently
  You must wait 60 seconds after deleting a queue before you can create another with the same name.

# §1.8, rows "bad queue name (standard)", "FIFO queue without suffix / .fifo name without FifoQueue".
--- words for a wrong name ---
json CreateQueue {"QueueName":"a b"} -> 400 InvalidParameterValue
  Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length
json CreateQueue {"QueueName":"«x*81»"} -> 400 InvalidParameterValue
  Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length
json CreateQueue {"QueueName":"q","Attributes":{"FifoQueue":"true"}} -> 400 InvalidParameterValue
  The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores,
  must end with .fifo suffix and be 1 to 80 in length.
json CreateQueue {"QueueName":"q.fifo"} -> 400 InvalidParameterValue
  Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length

# §1.8, rows "attribute out of range", "unknown or not settable attribute"; §1.4, every range.
--- words for attributes out of range ---
json CreateQueue {"QueueName":"q"} -> 200 …
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"DelaySeconds":"901"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter DelaySeconds.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"DelaySeconds":"-1"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter DelaySeconds.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"DelaySeconds":"soon"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter DelaySeconds.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"MaximumMessageSize":"1023"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter MaximumMessageSize.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"MaximumMessageSize":"1048577"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter MaximumMessageSize.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"MessageRetentionPeriod":"59"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter MessageRetentionPeriod.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"MessageRetentionPeriod":"1209601"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter MessageRetentionPeriod.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"ReceiveMessageWaitTimeSeconds":"21"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter ReceiveMessageWaitTimeSeconds.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"VisibilityTimeout":"43201"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter VisibilityTimeout.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"KmsDataKeyReusePeriodSeconds":"59"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter KmsDataKeyReusePeriodSeconds.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"KmsDataKeyReusePeriodSeconds":"86401"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter KmsDataKeyReusePeriodSeconds.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"SqsManagedSseEnabled":"maybe"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter SqsManagedSseEnabled.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"Policy":"not JSON"}}
  -> 400 InvalidAttributeValue Invalid value for the parameter Policy.

--- words for attributes that are none ---
json CreateQueue {"QueueName":"q"} -> 200 …
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"true"}} -> 200 …
json CreateQueue {"QueueName":"r","Attributes":{"Foobar":"1"}} -> 400 InvalidAttributeName Unknown Attribute Foobar.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"Foobar":"1"}} -> 400 InvalidAttributeName Unknown Attribute Foobar.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"QueueArn":"1"}} -> 400 InvalidAttributeName Unknown Attribute QueueArn.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"ApproximateNumberOfMessages":"1"}}
  -> 400 InvalidAttributeName Unknown Attribute ApproximateNumberOfMessages.
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["Foobar"]} -> 400 InvalidAttributeName Unknown Attribute Foobar.
json CreateQueue {"QueueName":"r","Attributes":{"FifoQueue":"false"}} -> 400 InvalidAttributeName Unknown Attribute FifoQueue.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"FifoQueue":"true"}} -> 400 InvalidAttributeName Unknown Attribute FifoQueue.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"FifoQueue":"false"}} -> 400 InvalidAttributeName Unknown Attribute FifoQueue.
json SetQueueAttributes {"QueueUrl":"q.fifo","Attributes":{"FifoQueue":"true"}} -> 200
json SetQueueAttributes {"QueueUrl":"q.fifo","Attributes":{"FifoQueue":"false"}} -> 400 InvalidAttributeValue
  Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"ContentBasedDeduplication":"true"}}
  -> 400 InvalidAttributeName Unknown Attribute ContentBasedDeduplication.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"DeduplicationScope":"queue"}} -> 400 InvalidAttributeName
  You can specify the DeduplicationScope only when FifoQueue is set to true.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"FifoThroughputLimit":"perQueue"}} -> 400 InvalidAttributeName
  You can specify the FifoThroughputLimit only when FifoQueue is set to true.
json CreateQueue {"QueueName":"r","Attributes":{"KmsMasterKeyId":"alias/k","SqsManagedSseEnabled":"true"}} -> 400 InvalidAttributeName
  You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.

# §1.8, rows "AddPermission same label" to "AddPermission >7 actions".
--- words for wrong permissions ---
json CreateQueue {"QueueName":"q"} -> 200 …
json AddPermission {"QueueUrl":"q","Label":"l","AWSAccountIds":["111122223333"],"Actions":["SendMessage"]} -> 200
json AddPermission {"QueueUrl":"q","Label":"l","AWSAccountIds":["111122223333"],"Actions":["SendMessage"]}
  -> 400 InvalidParameterValue Value l for parameter Label is invalid. Reason: Already exists.
json RemovePermission {"QueueUrl":"q","Label":"m"}
  -> 400 InvalidParameterValue Value m for parameter Label is invalid. Reason: can't find label.
json AddPermission {"QueueUrl":"q","Label":"m","AWSAccountIds":["*"],"Actions":["SendMessage"]}
  -> 400 InvalidParameterValue Value [*] for parameter PrincipalId is invalid. Reason: Unable to verify.
json AddPermission {"QueueUrl":"q","Label":"m","AWSAccountIds":["arn:aws:iam::111122223333:root"],"Actions":["SendMessage"]}
  -> 400 InvalidParameterValue Value [arn:aws:iam::111122223333:root] for parameter PrincipalId is invalid. Reason: Unable to verify.
json AddPermission {"QueueUrl":"q","Label":"m","AWSAccountIds":["111122223333"],"Actions":["CreateQueue"]}
  -> 400 InvalidParameterValue Value SQS:CreateQueue for parameter ActionName is invalid.
  Reason: Only the queue owner is allowed to invoke this action.
json AddPermission {"QueueUrl":"q","Label":"m","AWSAccountIds":["111122223333"],"Actions":["Foo"]}
  -> 400 InvalidParameterValue Value SQS:Foo for parameter ActionName is invalid.
  Reason: Please refer to the appropriate WSDL for a list of valid actions.
json AddPermission {"QueueUrl":"q","Label":"m","AWSAccountIds":["111122223333"],"Actions":["SendMessage","ReceiveMessage",
  "DeleteMessage","ChangeMessageVisibility","GetQueueAttributes","GetQueueUrl","PurgeQueue","ListDeadLetterSourceQueues"]}
  -> 403 OverLimit 8 Actions were found, maximum allowed is 7.

# §1.8, the rows of RedrivePolicy; §4.1, rows "where", "constraints".
--- words for a wrong redrive policy ---
json CreateQueue {"QueueName":"dlq"} -> 200 …
json CreateQueue {"QueueName":"dlq.fifo","Attributes":{"FifoQueue":"true"}} -> 200 …
json CreateQueue {"QueueName":"q"} -> 200 …
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"RedrivePolicy":"no"}} -> 400 InvalidParameterValue
  Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.
json SetQueueAttributes {"QueueUrl":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\"}"}} -> 400 InvalidParameterValue
  Value {"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dlq"} for parameter RedrivePolicy is invalid.
  Reason: Redrive policy does not contain mandatory attribute: maxReceiveCount.
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"RedrivePolicy":"{\"maxReceiveCount\":1}"}} -> 400 InvalidParameterValue
  Value {"maxReceiveCount":1} for parameter RedrivePolicy is invalid.
  Reason: Redrive policy does not contain mandatory attribute: deadLetterTargetArn.
json SetQueueAttributes {"QueueUrl":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":0}"}}
  -> 400 InvalidParameterValue Value {…} for parameter RedrivePolicy is invalid.
  Reason: Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.
json SetQueueAttributes {"QueueUrl":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":1001}"}}
  -> 400 InvalidParameterValue … Reason: Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.
json SetQueueAttributes {"QueueUrl":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":\"many\"}"}}
  -> 400 InvalidParameterValue …
json SetQueueAttributes {"QueueUrl":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":1,\"x\":1}"}}
  -> 400 InvalidParameterValue … Reason: Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"RedrivePolicy":"{\"deadLetterTargetArn\":\"dlq\",\"maxReceiveCount\":1}"}}
  -> 400 InvalidParameterValue … Reason: Dead-letter target ARN should be fully qualified ARN.
json SetQueueAttributes {"QueueUrl":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sns:us-east-1:123456789012:dlq\",\"maxReceiveCount\":1}"}}
  -> 400 InvalidParameterValue … Reason: Only SQS queues are valid resources for deadLetterTargetArn.
json SetQueueAttributes {"QueueUrl":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq.fifo\",\"maxReceiveCount\":1}"}}
  -> 400 InvalidParameterValue Value {…} for parameter RedrivePolicy is invalid.
  Reason: Dead-letter queue must be same type of queue as the source..
json SetQueueAttributes {"QueueUrl":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:no\",\"maxReceiveCount\":1}"}}
  -> 400 InvalidParameterValue Value {…} for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist.

# §1.8, the rows of RedriveAllowPolicy; §4.2.
--- words for a wrong redrive allow policy ---
json CreateQueue {"QueueName":"dlq"} -> 200 …
json SetQueueAttributes {"QueueUrl":"dlq","Attributes":{"RedriveAllowPolicy":
  "{\"redrivePermission\":\"denyAll\",\"sourceQueueArns\":[\"arn:aws:sqs:us-east-1:123456789012:q\"]}"}}
  -> 400 InvalidParameterValue … Reason: Amazon SQS can't create the redrive allow policy.
  To specify one or more source queue ARNs, you must set redrivePermission to byQueue.
json SetQueueAttributes {"QueueUrl":"dlq","Attributes":{"RedriveAllowPolicy":"{\"redrivePermission\":\"byQueue\"}"}}
  -> 400 InvalidParameterValue … Reason: Amazon SQS can't create the redrive allow policy.
  When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.
json SetQueueAttributes {"QueueUrl":"dlq","Attributes":{"RedriveAllowPolicy":
  "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[«\"arn:aws:sqs:us-east-1:123456789012:q\",*10»\"arn:aws:sqs:us-east-1:123456789012:q\"]}"}}
  -> 400 InvalidParameterValue … Reason: Amazon SQS can't create the redrive allow policy.
  The maximum number of source queue ARNs you can specify is 10.
json SetQueueAttributes {"QueueUrl":"dlq","Attributes":{"RedriveAllowPolicy":"{\"redrivePermission\":\"denyAll\"}"}} -> 200
json GetQueueAttributes {"QueueUrl":"dlq","AttributeNames":["RedriveAllowPolicy"]}
  -> 200 {"Attributes":{"RedriveAllowPolicy":"{\"redrivePermission\":\"denyAll\"}"}}
json CreateQueue {"QueueName":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":1}"}}
  -> 400 InvalidParameterValue …

# §1.8, the rows of move tasks; §4.3, row "TaskHandle".
--- words for a wrong move task ---
json CreateQueue {"QueueName":"dlq"} -> 200 …
json CreateQueue {"QueueName":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":1}"}} -> 200 …
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"true"}} -> 200 …
json SendMessageBatch {"QueueUrl":"dlq","Entries":[{"Id":"a","MessageBody":"a"},{"Id":"b","MessageBody":"b"}]} -> 200 …
json StartMessageMoveTask {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:q"}
  -> 400 InvalidParameterValue Source queue must be configured as a Dead Letter Queue.
json StartMessageMoveTask {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:no"} -> 404 ResourceNotFoundException
  The resource that you specified for the SourceArn parameter doesn't exist.
json ListMessageMoveTasks {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:no"} -> 404 ResourceNotFoundException
  The resource that you specified for the SourceArn parameter doesn't exist.
json StartMessageMoveTask {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq",
  "DestinationArn":"arn:aws:sqs:us-east-1:123456789012:no"} -> 404 ResourceNotFoundException
  The resource that you specified for the DestinationArn parameter doesn't exist.
json StartMessageMoveTask {"SourceArn":"dlq"} -> 400 InvalidParameterValue
  You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>
json StartMessageMoveTask {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq",
  "DestinationArn":"arn:aws:sqs:us-east-1:123456789012:dlq"}
  -> 400 InvalidParameterValue Source queue arn and destination queue arn cannot be the same.
json StartMessageMoveTask {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq",
  "DestinationArn":"arn:aws:sqs:us-east-1:123456789012:q.fifo"}
  -> 400 InvalidParameterValue The source queue and destination queue must be of the same queue type.
json StartMessageMoveTask {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq","MaxNumberOfMessagesPerSecond":501}
  -> 400 InvalidParameterValue Value for parameter MaxNumberOfMessagesPerSecond is invalid.
  Reason: You must enter a number that's between 1 and 500.
json ListMessageMoveTasks {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq","MaxResults":11}
  -> 400 InvalidParameterValue Value for parameter MaxResults is invalid. Reason: You must enter a number that's between 1 and 10.
json StartMessageMoveTask {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq","DestinationArn":
  "arn:aws:sqs:us-east-1:123456789012:q","MaxNumberOfMessagesPerSecond":1} -> 200 {"TaskHandle":"$task"}
json StartMessageMoveTask {"SourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq"} -> 400 InvalidParameterValue
  There is already a task running. Only one active task is allowed for a source queue arn at a given time.
json CancelMessageMoveTask {"TaskHandle":"foobar"} -> 400 InvalidParameterValue Value for parameter TaskHandle is invalid.
# {"taskId":"6e8ed6b1-2ae5-4a9c-8a3e-1c3a7c1d9f10","sourceArn":"arn:aws:sqs:us-east-1:123456789012:dlq"}
json CancelMessageMoveTask {"TaskHandle":"eyJ0YXNrSWQiOiI2ZThlZDZiMS0yYWU1LTRhOWMtOGEzZS0xYzNhN2MxZDlmMTAiLCJzb3VyY2VBcm4iOiJhcm46YXdzOnNxczp1cy1lYXN0LTE6MTIzNDU2Nzg5MDEyOmRscSJ9"}
  -> 404 ResourceNotFoundException Task does not exist.
# The same task of arn:aws:sqs:us-east-1:123456789012:no
json CancelMessageMoveTask {"TaskHandle":"eyJ0YXNrSWQiOiI2ZThlZDZiMS0yYWU1LTRhOWMtOGEzZS0xYzNhN2MxZDlmMTAiLCJzb3VyY2VBcm4iOiJhcm46YXdzOnNxczp1cy1lYXN0LTE6MTIzNDU2Nzg5MDEyOm5vIn0="}
  -> 404 ResourceNotFoundException The resource that you specified for the SourceArn parameter doesn't exist.
+1m json CancelMessageMoveTask {"TaskHandle":"$task"} -> 400 InvalidParameterValue Only active tasks can be cancelled.

# §1.8, row "tags".
--- words for wrong tags ---
json CreateQueue {"QueueName":"q"} -> 200 …
json TagQueue {"QueueUrl":"q","Tags":{"«k*129»":"v"}} -> 400 InvalidParameterValue Tag keys must be between 1 and 128 characters in length.
json TagQueue {"QueueUrl":"q","Tags":{"":"v"}} -> 400 InvalidParameterValue Tag keys must be between 1 and 128 characters in length.
json TagQueue {"QueueUrl":"q","Tags":{"k!":"v"}} -> 400 InvalidParameterValue
  Tag keys may only contain unicode letters, digits, whitespace, or one of these symbols: _ . : / = + - @
json TagQueue {"QueueUrl":"q","Tags":{"k":null}} -> 400 InvalidParameterValue …may not be null…
json TagQueue {"QueueUrl":"q","Tags":{"aws:k":"v"}} -> 400 InvalidParameterValue …
