# What SQS answers to wrong batches and wrong entries, word for word (sqs-facts §1.8, §1.9).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html

# §1.8, rows "empty batch" to "batch too long".
--- words for a batch that fails as a whole ---
json CreateQueue {"QueueName":"q"} -> 200 …
json SendMessageBatch {"QueueUrl":"q","Entries":[]} -> 400 AWS.SimpleQueueService.EmptyBatchRequest
  There should be at least one SendMessageBatchRequestEntry in the request.
json DeleteMessageBatch {"QueueUrl":"q","Entries":[]} -> 400 AWS.SimpleQueueService.EmptyBatchRequest
  There should be at least one DeleteMessageBatchRequestEntry in the request.
json ChangeMessageVisibilityBatch {"QueueUrl":"q","Entries":[]} -> 400 AWS.SimpleQueueService.EmptyBatchRequest
  There should be at least one ChangeMessageVisibilityBatchRequestEntry in the request.
json DeleteMessageBatch {"QueueUrl":"q","Entries":[{"Id":"1"},{"Id":"2"},{"Id":"3"},{"Id":"4"},{"Id":"5"},{"Id":"6"},
  {"Id":"7"},{"Id":"8"},{"Id":"9"},{"Id":"10"},{"Id":"11"}]} -> 400 AWS.SimpleQueueService.TooManyEntriesInBatchRequest
  Maximum number of entries per request are 10. You have sent 11.
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"1","MessageBody":"a"},{"Id":"2","MessageBody":"a"},
  {"Id":"2","MessageBody":"a"},{"Id":"1","MessageBody":"a"}]}
  -> 400 AWS.SimpleQueueService.BatchEntryIdsNotDistinct Id 2 repeated.
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"a.b","MessageBody":"a"}]} -> 400 AWS.SimpleQueueService.InvalidBatchEntryId
  A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"","MessageBody":"a"}]} -> 400 AWS.SimpleQueueService.InvalidBatchEntryId …
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"«x*81»","MessageBody":"a"}]} -> 400 AWS.SimpleQueueService.InvalidBatchEntryId …
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"a","MessageBody":"«x*1048577»"}]}
  -> 400 AWS.SimpleQueueService.BatchRequestTooLong
  Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"a","MessageBody":"«x*524288»"},{"Id":"b","MessageBody":"«x*524288»"}]} -> 200 …
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"«x*80»","MessageBody":"a"}]} -> 200 …

# §1.8, rows "no group id on FIFO (batch)", "no dedup id, no CBD"; §1.9: the whole batch fails and nothing is sent.
--- words for a FIFO batch that fails as a whole ---
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"true"}} -> 200 …
json SendMessageBatch {"QueueUrl":"q.fifo","Entries":[
  {"Id":"a","MessageBody":"a","MessageGroupId":"g","MessageDeduplicationId":"1"},{"Id":"b","MessageBody":"b"}]}
  -> 400 InvalidParameterValue The request must contain the parameter MessageGroupId.
json SendMessageBatch {"QueueUrl":"q.fifo","Entries":[
  {"Id":"a","MessageBody":"a","MessageGroupId":"g","MessageDeduplicationId":"1"},{"Id":"b","MessageBody":"b","MessageGroupId":"g"}]}
  -> 400 InvalidParameterValue
  The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly
json ReceiveMessage {"QueueUrl":"q.fifo"} -> 200 {}

# §1.8, rows "one entry too big in a batch", "empty body in one batch entry"; §1.9, row "per-entry failures".
--- words for an entry of a batch of sends ---
json CreateQueue {"QueueName":"q","Attributes":{"MaximumMessageSize":"1024"}} -> 200 …
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"long","MessageBody":"«x*1025»"},{"Id":"good","MessageBody":"a"}]}
  -> 200 {"Failed":[{"Code":"InvalidParameterValue","Id":"long","Message":
  "One or more parameters cannot be validated. Reason: Message must be shorter than 1024 bytes.","SenderFault":true}],
  "Successful":[{"Id":"good",…}]}
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"empty","MessageBody":""}]}
  -> 200 {"Failed":[{"Code":"EmptyValue","Id":"empty",…,"SenderFault":true}]}
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"bad","MessageBody":"\u0001"}]}
  -> 200 {"Failed":[{"Code":"InvalidMessageContents","Id":"bad",…,"SenderFault":true}]}
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"late","MessageBody":"a","DelaySeconds":901}]}
  -> 200 {"Failed":[{"Code":"InvalidParameterValue","Id":"late",…,"SenderFault":true}]}
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"dedup","MessageBody":"a","MessageDeduplicationId":"1"}]}
  -> 200 {"Failed":[{"Code":"InvalidParameterValue","Id":"dedup",
  "Message":"The request include parameter that is not valid for this queue type","SenderFault":true}]}
json SendMessageBatch {"QueueUrl":"q","Entries":[{"Id":"attr","MessageBody":"a",
  "MessageAttributes":{"X":{"DataType":"Blob","StringValue":"x"}}}]}
  -> 200 {"Failed":[{"Code":"InvalidParameterValue","Id":"attr",…,"SenderFault":true}]}

# §1.8, rows "garbage handle in one batch entry", "expired FIFO handle in one DeleteMessageBatch entry".
--- words for an entry of a batch of deletes ---
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"true","ContentBasedDeduplication":"true"}} -> 200 …
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"g"} -> 200 …
json ReceiveMessage {"QueueUrl":"q.fifo"} -> 200 …"ReceiptHandle":"$late"…
+30s json DeleteMessageBatch {"QueueUrl":"q.fifo","Entries":[{"Id":"a","ReceiptHandle":"garbage"},{"Id":"b","ReceiptHandle":"$late"}]}
  -> 200 {"Failed":[{"Code":"ReceiptHandleIsInvalid","Id":"a",
  "Message":"The input receipt handle \"garbage\" is not a valid receipt handle.","SenderFault":true},
  {"Code":"ReceiptHandleIsInvalid","Id":"b","Message":"The receipt handle has expired","SenderFault":true}]}
