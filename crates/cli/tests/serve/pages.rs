//! Web pages as clients.

use crate::support::Server;

const PREFLIGHT: [(&str, &str); 3] = [
    ("Origin", "http://localhost:8080"),
    ("Access-Control-Request-Method", "POST"),
    ("Access-Control-Request-Headers", "authorization,content-type,x-amz-date,x-amz-target"),
];

#[test]
fn a_page_may_ask_and_read() {
    let server = Server::virtual_clock();
    let mut client = server.client();
    let preflight = client.send("OPTIONS", "/", &PREFLIGHT, b"");
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.header("access-control-allow-origin"), Some("*"));
    assert!(preflight.header("access-control-allow-methods").is_some_and(|it| it.contains("POST")));
    assert_eq!(preflight.header("access-control-allow-headers"), Some(PREFLIGHT[2].1));
    let read = client.send("GET", "/_sqscope/health", &PREFLIGHT[..1], b"");
    assert_eq!(read.header("access-control-allow-origin"), Some("*"));
    assert!(read.header("access-control-expose-headers").is_some_and(|it| it.contains("x-amzn-query-error")));
    let no_page = client.send("GET", "/_sqscope/health", &[], b"");
    assert_eq!(no_page.header("access-control-allow-origin"), None);
}

#[test]
fn other_pages_may_be_kept_out() {
    let server = Server::start(&["--allow-origin", "http://localhost:8080", "--log", "off"]);
    let allowed = server.client().send("OPTIONS", "/", &PREFLIGHT, b"");
    assert_eq!(allowed.header("access-control-allow-origin"), Some("http://localhost:8080"));
    let server = Server::start(&["--allow-origin", "none", "--log", "off"]);
    let refused = server.client().send("OPTIONS", "/", &PREFLIGHT, b"");
    assert_eq!((refused.status, refused.header("access-control-allow-origin")), (204, None));
}
