# The visibility timeout (sqs-facts §2.4).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html

# Row "start".
--- the visibility timeout returns the message ---
create-queue orders VisibilityTimeout=30
send    orders "a"              -> m1
receive orders                  -> m1 count=1 visible-at=30s
+29.999s receive orders         -> nothing
+0.001s  receive orders         -> m1 count=2 visible-at=60s
