# What SQS answers to wrong sends, receives, deletes and changes, word for word (sqs-facts §1.8).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html

# §1.8, rows "queue missing", "body empty/missing", "body too big", "bad characters in body".
--- words for a wrong body ---
json CreateQueue {"QueueName":"q","Attributes":{"MaximumMessageSize":"1024"}} -> 200 …
json SendMessage {"QueueUrl":"nowhere","MessageBody":"a"}
  -> 400 AWS.SimpleQueueService.NonExistentQueue The specified queue does not exist.
json SendMessage {"QueueUrl":"q"} -> 400 MissingParameter The request must contain the parameter MessageBody.
json SendMessage {"QueueUrl":"q","MessageBody":""} -> 400 MissingParameter The request must contain the parameter MessageBody.
json SendMessage {"QueueUrl":"q","MessageBody":"«x*1024»"} -> 200 …
json SendMessage {"QueueUrl":"q","MessageBody":"«x*1025»"}
  -> 400 InvalidParameterValue One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.
json SendMessage {"QueueUrl":"q","MessageBody":"\u0000"}
  -> 400 InvalidMessageContents Invalid characters found. Valid unicode characters are
  #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF
json SendMessage {"QueueUrl":"q","MessageBody":"\ud800"} -> 400 InvalidMessageContents …

# §1.8, rows "DelaySeconds out of range on send", "DelaySeconds>0 on FIFO send".
--- words for a wrong delay ---
json CreateQueue {"QueueName":"q"} -> 200 …
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"true","ContentBasedDeduplication":"true"}} -> 200 …
json SendMessage {"QueueUrl":"q","MessageBody":"a","DelaySeconds":1000} -> 400 InvalidParameterValue
  Value 1000 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.
json SendMessage {"QueueUrl":"q","MessageBody":"a","DelaySeconds":-1} -> 400 InvalidParameterValue
  Value -1 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"g","DelaySeconds":2} -> 400 InvalidParameterValue
  Value 2 for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.

# §1.8, rows "dedup id on standard queue", "no group id on FIFO", "no dedup id, no CBD", "bad group / dedup id".
--- words for wrong group and deduplication ids ---
json CreateQueue {"QueueName":"q"} -> 200 …
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"true"}} -> 200 …
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageDeduplicationId":"d"} -> 400 InvalidParameterValue
  Value d for parameter MessageDeduplicationId is invalid.
  Reason: The request include parameter that is not valid for this queue type.
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageDeduplicationId":"d"}
  -> 400 MissingParameter The request must contain the parameter MessageGroupId.
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"g"} -> 400 InvalidParameterValue
  The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"a b","MessageDeduplicationId":"d"}
  -> 400 InvalidParameterValue Value a b for parameter MessageGroupId is invalid.
  Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"","MessageDeduplicationId":"d"}
  -> 400 InvalidParameterValue Value  for parameter MessageGroupId is invalid.
  Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"g","MessageDeduplicationId":"é"}
  -> 400 InvalidParameterValue Value é for parameter MessageDeduplicationId is invalid.
  Reason: MessageDeduplicationId can only include alphanumeric and punctuation characters. 1 to 128 in length.

# §1.8, rows "> 10 attributes" to "StringListValues/BinaryListValues used".
--- words for wrong message attributes ---
json CreateQueue {"QueueName":"q"} -> 200 …
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"a":{"DataType":"String","StringValue":"x"},
  "b":{"DataType":"String","StringValue":"x"},"c":{"DataType":"String","StringValue":"x"},"d":{"DataType":"String","StringValue":"x"},
  "e":{"DataType":"String","StringValue":"x"},"f":{"DataType":"String","StringValue":"x"},"g":{"DataType":"String","StringValue":"x"},
  "h":{"DataType":"String","StringValue":"x"},"i":{"DataType":"String","StringValue":"x"},"j":{"DataType":"String","StringValue":"x"},
  "k":{"DataType":"String","StringValue":"x"}}}
  -> 400 InvalidParameterValue Number of message attributes [11] exceeds the allowed maximum [10].
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"X":{"DataType":"String","StringValue":""}}}
  -> 400 InvalidParameterValue Message (user) attribute 'X' must contain a non-empty value of type 'String'.
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"X":{"DataType":"Blob","StringValue":"x"}}}
  -> 400 InvalidParameterValue The type of message (user) attribute 'X' is invalid.
  You must use only the following supported type prefixes: Binary, Number, String.
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"X":{"DataType":"String.«x*250»","StringValue":"x"}}}
  -> 400 InvalidParameterValue …
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"X":{"DataType":"Number","StringValue":"six"}}}
  -> 400 InvalidParameterValue Can't cast the value of message (user) attribute 'X' to a number.
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"X":{"DataType":"String","StringValue":"\u0001"}}}
  -> 400 InvalidParameterValue …
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"aws.X":{"DataType":"String","StringValue":"x"}}}
  -> 400 InvalidParameterValue You can't use message attribute names beginning with 'AWS.' or 'Amazon.'.
  These strings are reserved for internal use.
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"Amazon.X":{"DataType":"String","StringValue":"x"}}}
  -> 400 InvalidParameterValue You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. …
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{".X":{"DataType":"String","StringValue":"x"}}} -> 400 InvalidParameterValue …
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"X.":{"DataType":"String","StringValue":"x"}}} -> 400 InvalidParameterValue …
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"X!":{"DataType":"String","StringValue":"x"}}} -> 400 InvalidParameterValue …
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"§":{"DataType":"String","StringValue":"x"}}} -> 400 InvalidParameterValue …
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"«x*257»":{"DataType":"String","StringValue":"x"}}} -> 400 InvalidParameterValue …
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"X":{"DataType":"String","StringListValues":["x"]}}}
  -> 400 AWS.SimpleQueueService.UnsupportedOperation Message attribute list values in SendMessage operation are not supported.
json SendMessage {"QueueUrl":"q","MessageBody":"a","MessageAttributes":{"ø.ß-ä_1":{"DataType":"String.own","StringValue":"x"}}} -> 200 …

# §1.8, rows "MaxNumberOfMessages", "WaitTimeSeconds", "ReceiveMessage VisibilityTimeout".
--- words for a wrong receive ---
json CreateQueue {"QueueName":"q"} -> 200 …
json ReceiveMessage {"QueueUrl":"q","MaxNumberOfMessages":11} -> 400 InvalidParameterValue
  Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
json ReceiveMessage {"QueueUrl":"q","MaxNumberOfMessages":0} -> 400 InvalidParameterValue
  Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
json ReceiveMessage {"QueueUrl":"q","WaitTimeSeconds":21} -> 400 InvalidParameterValue
  Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
json ReceiveMessage {"QueueUrl":"q","WaitTimeSeconds":-1} -> 400 InvalidParameterValue
  Value -1 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
json ReceiveMessage {"QueueUrl":"q","VisibilityTimeout":43201} -> 400 InvalidParameterValue
  Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.

# §1.8, rows "ChangeMessageVisibility out of range", "total > 12 h since receive", "change visibility on deleted message".
--- words for a wrong change of visibility ---
json CreateQueue {"QueueName":"q"} -> 200 …
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 200 …
json ReceiveMessage {"QueueUrl":"q"} -> 200 …"ReceiptHandle":"$handle"…
json ChangeMessageVisibility {"QueueUrl":"q","ReceiptHandle":"$handle","VisibilityTimeout":43201} -> 400 InvalidParameterValue
  Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200.
+1s json ChangeMessageVisibility {"QueueUrl":"q","ReceiptHandle":"$handle","VisibilityTimeout":43200} -> 400 InvalidParameterValue
  Value 43200 for parameter VisibilityTimeout is invalid.
  Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]
json DeleteMessage {"QueueUrl":"q","ReceiptHandle":"$handle"} -> 200
json ChangeMessageVisibility {"QueueUrl":"q","ReceiptHandle":"$handle","VisibilityTimeout":1} -> 400 InvalidParameterValue
  Value $handle for parameter ReceiptHandle is invalid.
  Reason: Message does not exist or is not available for visibility timeout change.

# §1.8, rows "handle that belongs to another queue", "garbage handle", "FIFO delete after visibility expired"; §2.5.
--- words for a wrong handle ---
json CreateQueue {"QueueName":"q"} -> 200 …
json CreateQueue {"QueueName":"other"} -> 200 …
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 200 …"MessageId":"$id"}
json ReceiveMessage {"QueueUrl":"q"} -> 200 …"ReceiptHandle":"$handle"…
json DeleteMessage {"QueueUrl":"other","ReceiptHandle":"$handle"} -> 404 ReceiptHandleIsInvalid
  The receipt handle "$handle" is not valid for this queue.
json DeleteMessage {"QueueUrl":"q","ReceiptHandle":"garbage"} -> 404 ReceiptHandleIsInvalid
  The input receipt handle "garbage" is not a valid receipt handle.
json ChangeMessageVisibility {"QueueUrl":"q","ReceiptHandle":"garbage","VisibilityTimeout":1} -> 404 ReceiptHandleIsInvalid
  The input receipt handle "garbage" is not a valid receipt handle.
json DeleteMessage {"QueueUrl":"q","ReceiptHandle":"$id"} -> 404 ReceiptHandleIsInvalid
  The input receipt handle "$id" is not a valid receipt handle.
json DeleteMessage {"QueueUrl":"q","ReceiptHandle":"A$handle"} -> 404 ReceiptHandleIsInvalid …
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"true","ContentBasedDeduplication":"true"}} -> 200 …
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"g"} -> 200 …
json ReceiveMessage {"QueueUrl":"q.fifo"} -> 200 …"ReceiptHandle":"$late"…
+30s json DeleteMessage {"QueueUrl":"q.fifo","ReceiptHandle":"$late"} -> 400 InvalidParameterValue
  Value $late for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.

# §1.8, row "ReceiveRequestAttemptId reused when the receive cannot be replayed"; §3.5.
--- words for an attempt that cannot be repeated ---
json CreateQueue {"QueueName":"q.fifo","Attributes":{"FifoQueue":"true","ContentBasedDeduplication":"true"}} -> 200 …
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"g"} -> 200 …
json ReceiveMessage {"QueueUrl":"q.fifo","ReceiveRequestAttemptId":"try"} -> 200 …"ReceiptHandle":"$handle"…
json ReceiveMessage {"QueueUrl":"q.fifo","ReceiveRequestAttemptId":"try"} -> 200 …"ReceiptHandle":"$handle"…
json DeleteMessage {"QueueUrl":"q.fifo","ReceiptHandle":"$handle"} -> 200
json ReceiveMessage {"QueueUrl":"q.fifo","ReceiveRequestAttemptId":"try"} -> 400 InvalidParameterValue
  Value try for parameter ReceiveRequestAttemptId is invalid.
  Reason: The receiveRequestAttemptId is not valid anymore since the receive call is not retryable.

# §2.3: too much in flight is 403; §3.6: too many calls are too.
--- words for limits ---
create-queue q in-flight-max=1
json SendMessage {"QueueUrl":"q","MessageBody":"a"} -> 200 …
json SendMessage {"QueueUrl":"q","MessageBody":"b"} -> 200 …
json ReceiveMessage {"QueueUrl":"q"} -> 200 {"Messages":…
json ReceiveMessage {"QueueUrl":"q"} -> 403 OverLimit …
create-queue q.fifo FifoQueue=true fifo-calls-per-s=1
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"g","MessageDeduplicationId":"1"} -> 200 …
json SendMessage {"QueueUrl":"q.fifo","MessageBody":"a","MessageGroupId":"g","MessageDeduplicationId":"2"}
  -> 403 RequestThrottled Request is throttled.
