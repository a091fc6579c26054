# Queue attributes as they are shown (sqs-facts §1.4).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html

# §1.4, columns "default" and "shown when": always.
--- all attributes of a new standard queue ---
json CreateQueue {"QueueName":"q"} -> 200 …
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["All"]} -> 200 {"Attributes":{
  "ApproximateNumberOfMessages":"0","ApproximateNumberOfMessagesDelayed":"0","ApproximateNumberOfMessagesNotVisible":"0",
  "CreatedTimestamp":"1767225600","DelaySeconds":"0","LastModifiedTimestamp":"1767225600","MaximumMessageSize":"1048576",
  "MessageRetentionPeriod":"345600","QueueArn":"arn:aws:sqs:us-east-1:123456789012:q","ReceiveMessageWaitTimeSeconds":"0",
  "SqsManagedSseEnabled":"true","VisibilityTimeout":"30"}}

# §1.4, rows "FifoQueue" to "FifoThroughputLimit": always on FIFO queues, with their defaults.
--- all attributes of a new FIFO queue ---
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"true"}} -> 200 …
json GetQueueAttributes {"QueueUrl":"q.fifo","AttributeNames":["All"]} -> 200 {"Attributes":{
  "ApproximateNumberOfMessages":"0","ApproximateNumberOfMessagesDelayed":"0","ApproximateNumberOfMessagesNotVisible":"0",
  "ContentBasedDeduplication":"false","CreatedTimestamp":"1767225600","DeduplicationScope":"queue","DelaySeconds":"0",
  "FifoQueue":"true","FifoThroughputLimit":"perQueue","LastModifiedTimestamp":"1767225600","MaximumMessageSize":"1048576",
  "MessageRetentionPeriod":"345600","QueueArn":"arn:aws:sqs:us-east-1:123456789012:q.fifo","ReceiveMessageWaitTimeSeconds":"0",
  "SqsManagedSseEnabled":"true","VisibilityTimeout":"30"}}

# §1.4, notes: no names, only unset names, names of the other kind of queue.
--- attributes that are not set are not shown ---
json CreateQueue {"QueueName":"q"} -> 200 …
json GetQueueAttributes {"QueueUrl":"q"} -> 200 {}
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":[]} -> 200 {}
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["Policy","RedrivePolicy","RedriveAllowPolicy","KmsMasterKeyId"]} -> 200 {}
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["FifoQueue","ContentBasedDeduplication","DelaySeconds"]}
  -> 200 {"Attributes":{"DelaySeconds":"0"}}

# §1.4, notes: booleans come back in lower case.
--- booleans may be sent in any case ---
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"True","ContentBasedDeduplication":"TRUE"}} -> 200 …
json GetQueueAttributes {"QueueUrl":"q.fifo","AttributeNames":["FifoQueue","ContentBasedDeduplication"]}
  -> 200 {"Attributes":{"ContentBasedDeduplication":"true","FifoQueue":"true"}}

# §1.4, rows "Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId": only if set; "" removes.
--- an empty text removes an attribute ---
json CreateQueue {"QueueName":"dlq"} -> 200 …
json CreateQueue {"QueueName":"q","Attributes":{"KmsMasterKeyId":"alias/k",
  "Policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}}",
  "RedriveAllowPolicy":"{\"redrivePermission\":\"allowAll\"}",
  "RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":3}"}} -> 200 …
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["KmsMasterKeyId","Policy","RedriveAllowPolicy","RedrivePolicy"]}
  -> 200 {"Attributes":{"KmsMasterKeyId":"alias/k",
  "Policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sqs:*\",\"Resource\":\"*\"}}",
  "RedriveAllowPolicy":"{\"redrivePermission\":\"allowAll\"}",
  "RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":3}"}}
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"KmsMasterKeyId":"","Policy":"","RedrivePolicy":""}} -> 200
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["KmsMasterKeyId","Policy","RedrivePolicy"]} -> 200 {}

# §4.1, row "where": number and text are both taken, and come back as they were sent.
--- a redrive policy comes back as it was sent ---
json CreateQueue {"QueueName":"dlq"} -> 200 …
json CreateQueue {"QueueName":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":5}"}} -> 200 …
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["RedrivePolicy"]} -> 200 {"Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":5}"}}
json SetQueueAttributes {"QueueUrl":"q","Attributes":
  {"RedrivePolicy":"{\"maxReceiveCount\":\"5\",\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\"}"}} -> 200
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["RedrivePolicy"]} -> 200 {"Attributes":
  {"RedrivePolicy":"{\"maxReceiveCount\":\"5\",\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\"}"}}

# §4.1, row "self as DLQ": accepted, stored and returned.
--- a queue may name its own ARN ---
json CreateQueue {"QueueName":"q"} -> 200 …
json SetQueueAttributes {"QueueUrl":"q","Attributes":
  {"RedrivePolicy":"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:q\",\"maxReceiveCount\":5}"}} -> 200
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["RedrivePolicy"]} -> 200 …:q\",\"maxReceiveCount\":5}"}}

# §1.4, rows "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled".
--- encryption as it is shown ---
json CreateQueue {"QueueName":"q","Attributes":{"KmsMasterKeyId":"alias/k"}} -> 200 …
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["KmsMasterKeyId","KmsDataKeyReusePeriodSeconds","SqsManagedSseEnabled"]}
  -> 200 {"Attributes":{"KmsMasterKeyId":"alias/k","SqsManagedSseEnabled":"false"}}
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"KmsDataKeyReusePeriodSeconds":"60"}} -> 200
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["KmsDataKeyReusePeriodSeconds"]}
  -> 200 {"Attributes":{"KmsDataKeyReusePeriodSeconds":"60"}}
json SetQueueAttributes {"QueueUrl":"q","Attributes":{"KmsMasterKeyId":"","KmsDataKeyReusePeriodSeconds":"300"}} -> 200
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["KmsMasterKeyId","KmsDataKeyReusePeriodSeconds","SqsManagedSseEnabled"]}
  -> 200 {"Attributes":{"SqsManagedSseEnabled":"false"}}

# §1.4, row "ApproximateNumberOfMessages / …NotVisible / …Delayed"; §2.8.
--- the counts are attributes ---
json CreateQueue {"QueueName":"q"} -> 200 …
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"a","MessageBody":"a"},{"Id":"b","MessageBody":"b"},
  {"Id":"c","MessageBody":"c","DelaySeconds":9}]} -> 200 …
json ReceiveMessage {"QueueUrl":"q"} -> 200 {"Messages":…
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesDelayed","ApproximateNumberOfMessagesNotVisible"]} -> 200 {"Attributes":{
  "ApproximateNumberOfMessages":"1","ApproximateNumberOfMessagesDelayed":"1","ApproximateNumberOfMessagesNotVisible":"1"}}

# §1.13, row "SetQueueAttributes": a change has its date, in seconds.
--- a change sets the date of the last one ---
json CreateQueue {"QueueName":"q"} -> 200 …
+10s json SetQueueAttributes {"QueueUrl":"q","Attributes":{"DelaySeconds":"1"}} -> 200
json GetQueueAttributes {"QueueUrl":"q","AttributeNames":["CreatedTimestamp","LastModifiedTimestamp"]}
  -> 200 {"Attributes":{"CreatedTimestamp":"1767225600","LastModifiedTimestamp":"1767225610"}}
