//! What a run costs.

use sim::{BillView, QueueBillView};

use super::time::{count, plural};

/// Nano-dollars in a dollar and in a cent.
const DOLLAR: u64 = 1_000_000_000;
const CENT: u64 = DOLLAR / 100;

/// An amount: `$1,234.56`; less than a cent is said to be so.
pub fn dollars(nano_dollars: u64) -> String {
    match nano_dollars {
        0 => "$0".to_owned(),
        1..CENT => "less than $0.01".to_owned(),
        _ => format!("${}.{:02}", count(nano_dollars / DOLLAR), nano_dollars % DOLLAR / CENT),
    }
}

/// The bill in a sentence: "1,200 requests so far; at this rate 3,456,000 in 30 days, for $0.98".
pub fn bill_summary(bill: &BillView) -> String {
    let requests = plural(bill.requests.standard + bill.requests.fifo, "request", "requests");
    let invocations = match bill.invocations {
        0 => String::new(),
        many => format!("; {} of Lambda, on its own bill", plural(many, "invocation", "invocations")),
    };
    match &bill.month {
        None => format!("{requests} so far{invocations}"),
        Some(month) => {
            let a_month = count(month.requests.standard + month.requests.fifo);
            let price = match month.price.total() {
                0 => "within the free million".to_owned(),
                price => format!("for {}", dollars(price)),
            };
            format!("{requests} so far; at this rate {a_month} in 30 days, {price}{invocations}")
        }
    }
}

/// A queue's share: "orders: 1,200 requests, 36 percent of them receives of nothing".
pub fn queue_bill(name: &str, bill: &QueueBillView) -> String {
    let requests = plural(bill.total, "request", "requests");
    match (bill.empty_receives * 100).checked_div(bill.total) {
        None | Some(0) => format!("{name}: {requests}"),
        Some(percent) => format!("{name}: {requests}, {percent} percent of them receives of nothing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        for (nano_dollars, text) in [
            (0, "$0"),
            (400, "less than $0.01"),
            (CENT, "$0.01"),
            (980_000_000, "$0.98"),
            (1_234_560_000_000, "$1,234.56"),
        ] {
            assert_eq!(dollars(nano_dollars), text);
        }
    }
}
