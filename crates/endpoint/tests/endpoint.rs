//! An endpoint, request by request.

mod endpoint {
    mod digests;
    mod metrics;
    mod regions;
    mod waiting;
}
mod support;
