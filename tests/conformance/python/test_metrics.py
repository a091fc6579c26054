"""CloudWatch's metrics of the namespace AWS/SQS, at the address of the queues."""

from datetime import datetime, timedelta

import pytest

from support.queues import name_of

MINUTE = 60


@pytest.fixture(scope="module")
def cloudwatch(server):
    return server.client("cloudwatch")


@pytest.fixture
def read(cloudwatch, server):
    """One metric of a queue: the values of the minutes around now, by a statistic."""

    def values(url, metric, statistic="Sum", period=MINUTE):
        now = server_time(server)
        answer = cloudwatch.get_metric_statistics(
            Namespace="AWS/SQS",
            MetricName=metric,
            Dimensions=[{"Name": "QueueName", "Value": name_of(url)}],
            StartTime=now - timedelta(minutes=30),
            EndTime=now + timedelta(minutes=30),
            Period=period,
            Statistics=[statistic],
        )
        points = sorted(answer["Datapoints"], key=lambda point: point["Timestamp"])
        return [point[statistic] for point in points]

    return values


def server_time(server):
    """The server's own now, which a virtual clock keeps far from the wall's."""
    return datetime.fromisoformat(server.get("/_sqscope/state")["now"])


def busy(queues):
    """A queue with two messages in flight of which one is deleted, one visible, one delayed."""
    url = queues.create(VisibilityTimeout=43_200)
    for body in ["a", "bb", "ccc"]:
        queues.send(url, body)
    queues.send(url, "d", DelaySeconds=900)
    first, _ = queues.receive(url, 2)
    queues.delete(url, first)
    queues.receive(queues.create())
    return url


@pytest.mark.fast_forward
def test_a_queue_has_metrics_once_it_is_used(cloudwatch, server, queues):
    url = busy(queues)
    server.advance(MINUTE)
    dimension = {"Name": "QueueName", "Value": name_of(url)}
    found = cloudwatch.list_metrics(Namespace="AWS/SQS", Dimensions=[dimension])["Metrics"]
    names = {metric["MetricName"] for metric in found}
    assert {"NumberOfMessagesSent", "ApproximateNumberOfMessagesVisible"} <= names
    assert all(metric["Namespace"] == "AWS/SQS" for metric in found)
    assert all(metric["Dimensions"] == [dimension] for metric in found)
    one = cloudwatch.list_metrics(Namespace="AWS/SQS", MetricName="SentMessageSize", Dimensions=[dimension])
    assert [metric["MetricName"] for metric in one["Metrics"]] == ["SentMessageSize"]


def test_no_metrics_of_other_services(cloudwatch):
    assert cloudwatch.list_metrics(Namespace="AWS/Lambda")["Metrics"] == []


@pytest.mark.fast_forward
def test_counts_of_what_was_done(server, queues, read):
    url = busy(queues)
    empty = queues.create()
    queues.receive(empty)
    server.advance(2 * MINUTE)
    assert sum(read(url, "NumberOfMessagesSent")) == 4
    assert sum(read(url, "NumberOfMessagesReceived")) == 2
    assert sum(read(url, "NumberOfMessagesDeleted")) == 1
    assert sum(read(url, "NumberOfEmptyReceives")) == 0
    assert sum(read(empty, "NumberOfEmptyReceives")) == 1
    assert sum(read(url, "SentMessageSize")) == 7
    assert max(read(url, "SentMessageSize", "Maximum")) == 3
    assert min(read(url, "SentMessageSize", "Minimum")) == 1
    assert sum(read(url, "SentMessageSize", "SampleCount")) == 4


@pytest.mark.fast_forward
def test_gauges(server, queues, read):
    url = queues.create(VisibilityTimeout=43_200)
    for body in ["a", "b", "c"]:
        queues.send(url, body)
    queues.send(url, "d", DelaySeconds=900)
    queues.receive(url, 1)
    server.advance(3 * MINUTE)
    assert read(url, "ApproximateNumberOfMessagesVisible", "Maximum")[-1] == 2
    assert read(url, "ApproximateNumberOfMessagesNotVisible", "Maximum")[-1] == 1
    assert read(url, "ApproximateNumberOfMessagesDelayed", "Maximum")[-1] == 1
    ages = read(url, "ApproximateAgeOfOldestMessage", "Maximum")
    assert ages == sorted(ages) and 120 <= ages[-1] <= 180


def test_the_call_that_reads_many_at_once(cloudwatch, server, queues):
    url = busy(queues)
    if server.is_virtual:
        server.advance(2 * MINUTE)
    now = server_time(server)

    def query(identity, metric, stat):
        dimension = {"Name": "QueueName", "Value": name_of(url)}
        metric = {"Namespace": "AWS/SQS", "MetricName": metric, "Dimensions": [dimension]}
        return {"Id": identity, "MetricStat": {"Metric": metric, "Period": 3_600, "Stat": stat}}

    answer = cloudwatch.get_metric_data(
        MetricDataQueries=[
            query("sent", "NumberOfMessagesSent", "Sum"),
            query("depth", "ApproximateNumberOfMessagesVisible", "Average"),
        ],
        StartTime=now - timedelta(hours=2),
        EndTime=now + timedelta(hours=2),
    )
    results = {result["Id"]: result for result in answer["MetricDataResults"]}
    assert set(results) == {"sent", "depth"}
    assert all(result["StatusCode"] == "Complete" for result in results.values())
    assert all(len(result["Timestamps"]) == len(result["Values"]) for result in results.values())
    if server.is_virtual:
        assert sum(results["sent"]["Values"]) == 4
        assert results["depth"]["Values"][0] == 1


def test_metrics_of_nothing(cloudwatch, server):
    now = server_time(server)
    answer = cloudwatch.get_metric_statistics(
        Namespace="AWS/SQS",
        MetricName="NumberOfMessagesSent",
        Dimensions=[{"Name": "QueueName", "Value": "no-such-queue"}],
        StartTime=now - timedelta(hours=1),
        EndTime=now,
        Period=MINUTE,
        Statistics=["Sum"],
    )
    assert answer["Datapoints"] == [] and answer["Label"] == "NumberOfMessagesSent"
