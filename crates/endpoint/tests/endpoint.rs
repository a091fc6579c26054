//! An endpoint, request by request.

mod endpoint {
    mod metrics;
    mod regions;
    mod waiting;
}
mod support;
