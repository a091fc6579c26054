#!/usr/bin/env bash
# A queue from its creation to its end, as courses teach it. Nothing here names an endpoint: AWS_ENDPOINT_URL_SQS
# and a configuration file with the profile do. QUEUE is the queue's name.
set -euo pipefail

echo "--- create"
QUEUE_URL=$(aws sqs create-queue --queue-name "$QUEUE" --profile default | jq -r '.QueueUrl')
echo "$QUEUE_URL"

echo "--- attributes"
aws sqs get-queue-attributes --queue-url "$QUEUE_URL" --attribute-names All --profile default |
  jq -r '.Attributes.QueueArn'

echo "--- send"
aws sqs send-message --queue-url "$QUEUE_URL" --message-body "Hello World" --profile default |
  jq -r '.MD5OfMessageBody'

echo "--- receive"
RECEIVED=$(aws sqs receive-message --queue-url "$QUEUE_URL" --wait-time-seconds 10 --profile default)
echo "$RECEIVED" | jq -r '.Messages[0].Body'
RECEIPT_HANDLE=$(echo "$RECEIVED" | jq -r '.Messages[0].ReceiptHandle')

echo "--- delete the message"
aws sqs delete-message --queue-url "$QUEUE_URL" --receipt-handle "$RECEIPT_HANDLE" --profile default

echo "--- list"
aws sqs list-queues --queue-name-prefix "$QUEUE" --profile default | jq -r '.QueueUrls[]'

echo "--- delete the queue"
aws sqs delete-queue --queue-url "$QUEUE_URL" --profile default

echo "--- list again"
aws sqs list-queues --queue-name-prefix "$QUEUE" --profile default
