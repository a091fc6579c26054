# Encryption as far as a queue shows it (sqs-facts §1.4, §1.8, §10.2).
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
# https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html

# §1.4, column "default": SSE-SQS.
--- a new queue is encrypted by SQS ---
create-queue orders
attributes orders  -> SqsManagedSseEnabled=true KmsMasterKeyId=none KmsDataKeyReusePeriodSeconds=300
set-queue orders SqsManagedSseEnabled=false
attributes orders                       -> SqsManagedSseEnabled=false

# §1.4, row "SqsManagedSseEnabled": false with a KMS key, and after it.
--- a KMS key ends the encryption by SQS for good ---
create-queue orders
set-queue orders KmsMasterKeyId=alias/mine KmsDataKeyReusePeriodSeconds=6000
attributes orders  -> SqsManagedSseEnabled=false KmsMasterKeyId=alias/mine KmsDataKeyReusePeriodSeconds=6000
set-queue orders KmsMasterKeyId=none
attributes orders                       -> SqsManagedSseEnabled=false KmsMasterKeyId=none
set-queue orders SqsManagedSseEnabled=true
attributes orders                       -> SqsManagedSseEnabled=true

# §1.8, "KMS key and SSE-SQS together".
--- a queue has one kind of encryption ---
create-queue orders KmsMasterKeyId=alias/mine SqsManagedSseEnabled=true  -> InvalidAttributeName "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE."
create-queue orders
set-queue orders KmsMasterKeyId=alias/mine SqsManagedSseEnabled=true     -> InvalidAttributeName "You can use one type of server-side encryption"
set-queue orders KmsMasterKeyId=alias/mine SqsManagedSseEnabled=false
set-queue orders SqsManagedSseEnabled=true                               -> InvalidAttributeName
set-queue orders SqsManagedSseEnabled=true KmsMasterKeyId=none
attributes orders                       -> SqsManagedSseEnabled=true KmsMasterKeyId=none

# §1.4, row "KmsDataKeyReusePeriodSeconds".
--- a data key is reused for a minute to a day ---
create-queue orders KmsDataKeyReusePeriodSeconds=59     -> InvalidAttributeValue "Invalid value for the parameter KmsDataKeyReusePeriodSeconds."
create-queue orders KmsDataKeyReusePeriodSeconds=86401  -> InvalidAttributeValue
create-queue orders KmsDataKeyReusePeriodSeconds=60
set-queue orders KmsDataKeyReusePeriodSeconds=86400

# §1.6, the Kms errors; §10.2, row "errors".
--- a broken key stops sends and receives and nothing else ---
create-queue orders KmsMasterKeyId=alias/mine VisibilityTimeout=30
create-queue other
send orders "a"                         -> m1
receive orders                          -> m1
send orders "b"                         -> m2
key alias/mine disabled
send orders "c"                         -> KMS.DisabledException
send-batch orders id=a "c"              -> KMS.DisabledException
receive orders                          -> KMS.DisabledException
receive orders wait=20                  -> KMS.DisabledException
send other "x"                          -> m3
delete orders m1
counts orders                           -> visible=1 in-flight=0 delayed=0
key alias/mine works
receive orders                          -> m2

# §1.6: each trouble has its own error.
--- a key has seven troubles ---
create-queue orders KmsMasterKeyId=alias/mine
key alias/mine denied
send orders "a"                         -> KMS.AccessDeniedException
key alias/mine wrong-usage
send orders "a"                         -> KMS.InvalidKeyUsageException
key alias/mine pending-deletion
send orders "a"                         -> KMS.InvalidStateException
key alias/mine missing
send orders "a"                         -> KMS.NotFoundException
key alias/mine not-subscribed
send orders "a"                         -> KMS.OptInRequired
key alias/mine throttled
send orders "a"                         -> KMS.ThrottlingException
key alias/mine works
send orders "a"                         -> m1

# §10.2: a waiting receive needs the key when a message comes.
--- a waiting receive meets a broken key ---
create-queue orders KmsMasterKeyId=alias/mine
receive orders wait=20 as p1            -> waiting
receive orders wait=5 as p2             -> waiting
send orders "a" delay=10                -> m1
key alias/mine disabled
+5s answer p2                           -> nothing
+5s answer p1                           -> KMS.DisabledException
key alias/mine works
receive orders                          -> m1

# §10.2, last line: anonymous access is refused on encrypted queues.
--- an encrypted queue takes signed calls only ---
create-queue orders Policy='{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}}'
caller identity=anonymous
send orders "a"                         -> AccessDenied
caller
set-queue orders SqsManagedSseEnabled=false
caller identity=anonymous
send orders "a"                         -> m1
caller
set-queue orders KmsMasterKeyId=alias/mine
caller identity=anonymous
send orders "b"                         -> AccessDenied

# §10.2, last line: the AWS-managed key cannot be shared with other accounts or services.
--- a topic cannot use the key that AWS manages ---
create-queue orders KmsMasterKeyId=alias/aws/sqs Policy='{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}}'
send orders "a"                         -> m1
caller service=sns.amazonaws.com
send orders "b"                         -> KMS.AccessDeniedException
caller account=111122223333
receive orders                          -> KMS.AccessDeniedException
caller
set-queue orders KmsMasterKeyId=alias/mine
caller service=sns.amazonaws.com
send orders "b"                         -> m2
