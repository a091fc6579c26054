# AWS Query protocol (sqs-facts §1.2).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html

# §1.2, rows "request", "response": void actions have no result.
--- a call of the Query protocol and its answer ---
http POST / Content-Type:application/x-www-form-urlencoded | Action=CreateQueue&Version=2012-11-05&QueueName=orders
  -> 200 | x-amzn-RequestId: $id | Content-Type: text/xml |
  …<CreateQueueResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><CreateQueueResult>
  …<QueueUrl>https://sqs.us-east-1.amazonaws.com/123456789012/orders</QueueUrl></CreateQueueResult>
  …<ResponseMetadata><RequestId>$id</RequestId></ResponseMetadata></CreateQueueResponse>
http POST /123456789012/orders Content-Type:application/x-www-form-urlencoded | Action=PurgeQueue&Version=2012-11-05
  -> 200 | …<PurgeQueueResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ResponseMetadata>…

# §1.2, row "request": GET too.
--- a Query call may be in the address ---
query Action=CreateQueue&QueueName=orders -> 200 …
http GET /123456789012/orders?Action=SendMessage&Version=2012-11-05&MessageBody=a%20b
  -> 200 | …<SendMessageResult>…<MD5OfMessageBody>…
http GET /?Action=ListQueues&Version=2012-11-05
  -> 200 | …<ListQueuesResult><QueueUrl>https://sqs.us-east-1.amazonaws.com/123456789012/orders</QueueUrl></ListQueuesResult>…

# §1.2, rows "error", "missing queue text".
--- a refusal of the Query protocol ---
http POST / Content-Type:application/x-www-form-urlencoded | Action=PurgeQueue&Version=2012-11-05&QueueUrl=nowhere
  -> 400 | x-amzn-RequestId: $id | Content-Type: text/xml | …
  …<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type>
  …<Code>AWS.SimpleQueueService.NonExistentQueue</Code>
  …<Message>The specified queue does not exist for this wsdl version.</Message>
  …<Detail/></Error><RequestId>$id</RequestId></ErrorResponse>

# §1.2, row "list/map naming".
--- lists and maps have numbers ---
query Action=CreateQueue&QueueName=orders&Attribute.1.Name=DelaySeconds&Attribute.1.Value=0
  &Attribute.2.Name=VisibilityTimeout&Attribute.2.Value=45&Tag.1.Key=team&Tag.1.Value=blue -> 200 …
query Action=GetQueueAttributes&QueueUrl=orders&AttributeName.1=VisibilityTimeout&AttributeName.2=DelaySeconds
  -> 200 <GetQueueAttributesResult>…<Attribute><Name>VisibilityTimeout</Name><Value>45</Value></Attribute>…
query Action=SetQueueAttributes&QueueUrl=orders&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=46 -> 200
query Action=GetQueueAttributes&QueueUrl=orders&AttributeName.1=VisibilityTimeout
  -> 200 <GetQueueAttributesResult><Attribute><Name>VisibilityTimeout</Name><Value>46</Value></Attribute></GetQueueAttributesResult>
query Action=ListQueueTags&QueueUrl=orders
  -> 200 <ListQueueTagsResult><Tag><Key>team</Key><Value>blue</Value></Tag></ListQueueTagsResult>
query Action=UntagQueue&QueueUrl=orders&TagKey.1=team -> 200
query Action=ListQueueTags&QueueUrl=orders -> 200 <ListQueueTagsResult/>
query Action=AddPermission&QueueUrl=orders&Label=share&AWSAccountId.1=111122223333&ActionName.1=SendMessage -> 200
query Action=GetQueueAttributes&QueueUrl=orders&AttributeName.1=Policy -> 200 …111122223333:root…

# §1.2, rows "list/map naming", "output names", messages.
--- a message's attributes have numbers ---
query Action=CreateQueue&QueueName=orders -> 200 …
query Action=SendMessage&QueueUrl=orders&MessageBody=a
  &MessageAttribute.1.Name=k&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=x
  &MessageSystemAttribute.1.Name=AWSTraceHeader&MessageSystemAttribute.1.Value.DataType=String
  &MessageSystemAttribute.1.Value.StringValue=Root%3D1
  -> 200 …<MD5OfMessageAttributes>a45daa70926828a2f0a1db3418e6feb4</MD5OfMessageAttributes>…
query Action=ReceiveMessage&QueueUrl=orders&AttributeName.1=AWSTraceHeader&MessageAttributeName.1=All
  -> 200 <ReceiveMessageResult><Message>…<Attribute><Name>AWSTraceHeader</Name><Value>Root=1</Value></Attribute>
  …<MessageAttribute><Name>k</Name><Value><DataType>String</DataType><StringValue>x</StringValue></Value></MessageAttribute>
  …</Message></ReceiveMessageResult>

# §1.2, rows "list/map naming", "output names", batches.
--- a batch's entries have numbers ---
query Action=CreateQueue&QueueName=orders -> 200 …
query Action=SendMessageBatch&QueueUrl=orders&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=a
  &SendMessageBatchRequestEntry.2.Id=b&SendMessageBatchRequestEntry.2.MessageBody=%01
  -> 200 <SendMessageBatchResult>…<SendMessageBatchResultEntry>…<Id>a</Id>…</SendMessageBatchResultEntry>…
query Action=DeleteMessageBatch&QueueUrl=orders&DeleteMessageBatchRequestEntry.1.Id=a
  &DeleteMessageBatchRequestEntry.1.ReceiptHandle=x
  -> 200 <DeleteMessageBatchResult><BatchResultErrorEntry>…<Code>ReceiptHandleIsInvalid</Code>…<Id>a</Id>…
query Action=ChangeMessageVisibilityBatch&QueueUrl=orders&ChangeMessageVisibilityBatchRequestEntry.1.Id=a
  &ChangeMessageVisibilityBatchRequestEntry.1.ReceiptHandle=x&ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout=1
  -> 200 <ChangeMessageVisibilityBatchResult><BatchResultErrorEntry>…<Code>ReceiptHandleIsInvalid</Code>…

# §1.2, row "QueueUrl param".
--- an explicit queue URL wins over the path ---
query Action=CreateQueue&QueueName=orders -> 200 …
query Action=CreateQueue&QueueName=bills -> 200 …
query /123456789012/orders Action=SendMessage&QueueUrl=bills&MessageBody=a -> 200 …
query /123456789012/orders Action=ReceiveMessage -> 200 <ReceiveMessageResult/>
query /123456789012/bills Action=ReceiveMessage -> 200 …<Body>a</Body>…

# §1.2, rows "unknown action", "CreateQueue/ListQueues on a queue URL path".
--- actions that are none, or not at this address ---
query Action=CreateQueue&QueueName=orders -> 200 …
query Action=CreateQueue&QueueName=bills -> 200 …
query Action=FooBar -> 400 InvalidAction The action FooBar is not valid for this endpoint.
query /123456789012/orders Action=FooBar -> 400 InvalidAction The action FooBar is not valid for this endpoint.
query /123456789012/orders Action=CreateQueue&QueueName=q -> 400 InvalidAction The action CreateQueue is not valid for this endpoint.
query /123456789012/orders Action=ListQueues -> 400 InvalidAction The action ListQueues is not valid for this endpoint.
query /123456789012/orders Action=GetQueueUrl&QueueName=bills
  -> 200 <GetQueueUrlResult><QueueUrl>https://sqs.us-east-1.amazonaws.com/123456789012/bills</QueueUrl></GetQueueUrlResult>

# §1.2, row "GET with no Action".
--- a GET without an action is unknown ---
query Action=CreateQueue&QueueName=orders -> 200 …
http GET /123456789012/orders -> 404 | …<UnknownOperationException…
http GET /123456789012/orders Accept:application/json -> 404 | …Content-Type: text/xml…<UnknownOperationException…

# §1.2, row "Accept: application/json": members of the result have a small letter.
--- a Query call may ask for JSON ---
query Action=CreateQueue&QueueName=orders -> 200 …
query Action=SendMessage&QueueUrl=orders&MessageBody=a -> 200 …
http GET /123456789012/orders?Action=ReceiveMessage Accept:application/json
  -> 200 | …Content-Type: application/json | {"ReceiveMessageResponse":{"ReceiveMessageResult":{"messages":[{…"Body":"a"…
http GET /?Action=ListQueues Accept:application/json -> 200 | …{"ListQueuesResponse":…

# §1.2, row "Version": may be left out on a queue's path.
--- the version may be left out ---
query Action=CreateQueue&QueueName=orders -> 200 …
query /123456789012/orders Action=PurgeQueue -> 200
query /123456789012/orders Action=GetQueueAttributes&Version=2012-11-05 -> 200 <GetQueueAttributesResult/>

# §1.2, rows "list index 0", "batch call with no entry at all".
--- lists begin with 1 ---
query Action=CreateQueue&QueueName=orders -> 200 …
query Action=GetQueueAttributes&QueueUrl=orders&AttributeName.0=All -> 400 MalformedInput 0 is not a valid index
query Action=SendMessageBatch&QueueUrl=orders
  -> 400 MissingParameter The request must contain the parameter SendMessageBatchRequestEntry.1.Id.

# §1.2, rows "empty receive", "carriage return in a body".
--- a body survives XML ---
query Action=CreateQueue&QueueName=orders -> 200 …
query Action=ReceiveMessage&QueueUrl=orders -> 200 <ReceiveMessageResult/>
query Action=SendMessage&QueueUrl=orders&MessageBody=%3Ca%3E%0D%0A%22b%22%26c -> 200 …
query Action=ReceiveMessage&QueueUrl=orders -> 200 …<Body>&lt;a&gt;&#xD;…&quot;b&quot;&amp;c</Body>…
+30s json ReceiveMessage {"QueueUrl":"orders"} -> 200 …"Body":"<a>\r\n\"b\"&c"…
