//! `sqscope serve`, as clients meet it.

mod serve {
    mod bad_input;
    mod clocks;
    mod http;
    mod pages;
    mod process;
    mod waiting;
}
mod support;
