//! Slugs, titles and summaries of the files beside this one, by chapter and in teaching order; a test compares them.

use super::{Chapter, Entry};

macro_rules! library {
    ($($chapter:literal { $($slug:literal: $title:literal, $summary:literal;)* })*) => {
        pub(super) const CHAPTERS: &[Chapter] = &[$(
            Chapter {
                title: $chapter,
                entries: &[$(Entry { slug: $slug, title: $title, summary: $summary }),*],
            }
        ),*];

        #[cfg(feature = "library-json")]
        pub(super) const FILES: &[(&str, &str)] =
            &[$($(($slug, include_str!(concat!($slug, ".json"))),)*)*];
    };
}

library! {
    "First steps" {
        "spike-absorption": "A spike of orders",
            "Sixteen times the usual load hits a queue; nothing breaks, nothing is lost, and the backlog drains.";
        "consumer-crash": "A worker dies with a message in hand",
            "Receiving hides a message, it does not remove it: the queue hands it out again when its timeout ends.";
        "fifo-ordering": "In order, group by group",
            "A FIFO queue keeps each customer's orders in order; a standard queue with the same input does not.";
        "duplicate-delivery": "Charged twice",
            "Two ways in which a standard queue delivers a message twice, and a consumer that does not mind.";
        "without-a-queue": "The same spike without a queue",
            "The same load hits the same thirty workers twice: called directly, and through a queue. One side counts errors, the other waits.";
    }
    "Time limits and lost work" {
        "visibility-too-short": "Three workers, one job",
            "The visibility timeout is shorter than the work, so the queue hands the same job to one idle worker after another.";
        "forgot-to-delete": "Done, but never deleted",
            "A worker does its work and forgets the delete: the queue hands every job out again until the dead-letter queue has it.";
        "stale-receipt-handle": "Deleting with an old receipt handle",
            "A worker that was too slow deletes with an old receipt handle: a standard queue takes it, a FIFO queue refuses it.";
        "crash-vs-slow": "Dead or only slow?",
            "One worker dies, another is slow. To the queue both look the same: a delete that does not come.";
        "delay-vs-visibility": "Two timers that look alike",
            "A delay hides a message before anybody receives it; a visibility timeout hides it after a receive.";
        "retention-loss": "Away for five days",
            "A queue keeps messages for four days unless told otherwise. What waits longer vanishes without a word.";
        "inflight-limit": "Too many in flight",
            "At the limit of messages in flight a short poll is refused, a long poll is empty, and a FIFO queue says nothing at all.";
        "heartbeat": "Still working: the heartbeat",
            "A worker that keeps extending its message works on for minutes under a timeout of twenty seconds. The new time counts from the call.";
    }
    "Dead letters" {
        "dlq-retention-trap": "The dead-letter queue that forgets",
            "A message keeps its age when a standard queue moves it to its dead-letter queue; on FIFO the clock starts again.";
        "poison-pill": "One message that always fails",
            "A message that no worker can handle goes round for ever, until a dead-letter queue takes it out.";
        "redrive-storm": "Redriven, and dead again",
            "A redrive sends the dead letters back. If nobody has mended the cause, they fail again and come back to where they were.";
        "order-processing": "Orders from the shop to the books",
            "A FIFO queue with a group for each order, a dead-letter queue after three tries, an alarm on it, and a redrive when the fault is mended.";
    }
    "Order and duplicates" {
        "fifo-groups": "One lane for each group",
            "On a FIFO queue a message in flight locks its own message group, and no other.";
        "fifo-one-group": "Ten workers in one line",
            "One message group lets one worker work at a time; ten groups let ten.";
        "fifo-dlq-order": "A dead-letter queue breaks the line",
            "On a FIFO queue a dead-letter queue takes a failing message out of its order, and the next one goes ahead without it.";
        "fifo-throughput": "How fast may a FIFO queue be?",
            "A FIFO queue takes 300 calls a second of each action. Scaled down to 30 here: one queue hits the wall, the same in high throughput mode does not.";
        "fifo-dedup": "Five minutes of memory",
            "The same deduplication id three times: at once, after 4:59 and after 5:01. The queue keeps two messages and says yes three times.";
    }
    "Polling and cost" {
        "long-vs-short-poll": "Asking ten times a second",
            "Two workers watch two quiet queues for an hour: short polls make 36,000 requests, long polls about 200.";
        "false-empty": "Empty, it says",
            "A short poll asks one of the queue's servers, hears nothing, and the message lies on another.";
        "batching-bill": "Ten in one envelope",
            "The same 6,000 messages, one by one and in batches of ten: 18,000 requests against about 1,800.";
    }
    "Many consumers" {
        "competing-consumers": "One queue, three services",
            "Three services on one queue share its messages; with a queue each, every service gets every message.";
        "fair-queue": "One tenant floods the queue",
            "A standard queue that is told its tenants lets the quiet ones go first; nobody is throttled.";
        "priority-queues": "Paying customers first",
            "SQS has no priorities. Two queues have: workers look into the first, and only when it is empty into the second.";
        "temporal-decoupling": "Away for an hour",
            "The consumer is down for an hour. The shop goes on selling, and every order is handled afterwards.";
        "sns-fanout": "Publish once, three queues",
            "A topic copies each order into three queues. One consumer goes down: its queue grows, and the others never notice.";
    }
    "Lambda" {
        "lambda-throttle-dlq": "Throttled into the dead-letter queue",
            "A function with little reserved concurrency is throttled; its messages count receives and end in the dead-letter queue, never tried.";
        "lambda-visibility-rule": "As long as the function may run, and not a second more",
            "A visibility timeout equal to the function's timeout is accepted, and still too short: the batch waits before it runs.";
        "lambda-ramp": "Lambda does not jump, it climbs",
            "A flood hits a Lambda function: the event source mapping begins with five invocations at once and adds five a second.";
        "lambda-batch-failure": "One bad record in a batch of ten",
            "One message of ten makes the function throw: all ten come back. With partial batch responses only one does.";
    }
    "Scaling and outages" {
        "autoscale-backlog": "How many workers does a backlog need?",
            "1,500 messages wait for ten instances. Target tracking on the backlog per instance asks for exactly five more.";
        "video-pipeline": "Web servers upload, encoders follow",
            "Uploads wait in a queue while an Auto Scaling group of encoders grows on its length, and shrinks again.";
        "az-outage": "A zone goes dark",
            "An Availability Zone fails with half of the workers in it. SQS keeps messages in several zones: nothing is lost.";
        "wait-longer-than-15-minutes": "Remind me in two hours",
            "A queue delays a message for 15 minutes at most. A scheduler holds it for two hours and then sends it.";
    }
    "Access and encryption" {
        "access-denied": "Allowed by whom?",
            "A sender of another account needs two permissions: its own policy's and the queue's. With one of them it is refused.";
        "kms-denied": "The key that is switched off",
            "The KMS key of one queue is disabled: sends and receives are refused. The same load on a queue with SQS's own encryption goes through.";
        "vpc-endpoint-only": "Only through the private door",
            "A queue policy refuses every call that does not come through one VPC endpoint, whoever makes it.";
    }
    "Repair a system" {
        "fix-duplicate-orders": "Repair: customers are charged twice",
            "Twenty orders come in, and every customer is charged more than once. Nothing crashes, nothing is refused.";
        "fix-empty-dlq": "Repair: the dead-letter queue stays empty",
            "Three messages can never be handled. The dead-letter queue should have them, and it is empty, and they are gone.";
        "fix-latency-sawtooth": "Repair: latency like a saw",
            "The time from send to delete climbs to half a minute and more, drops at once, and climbs again, although the workers could do thirty times the load.";
        "fix-slow-consumer": "Repair: one slow job holds up the others",
            "Every half minute twenty jobs come at once, and one of them is slow. Some of the quick ones are as late as the slow one.";
        "fix-vanishing-batches": "Repair: whole batches vanish",
            "Three hundred records go to a Lambda function, in batches of ten. Most batches vanish: not done, not waiting, not among the dead letters.";
        "fix-shipped-before-paid": "Repair: shipped before it is paid",
            "A FIFO queue, a message group for each order, and still parcels leave before their payment is through.";
    }
}
