//! `cargo xtask serve`: the site, built and served on this machine.

use std::{
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
};

use anyhow::{Context, Result, bail};
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
};
use tower_http::services::{ServeDir, ServeFile};

use crate::{site, watch, workspace::Workspace};

/// How many ports after the wished one are tried.
const PORTS_TRIED: u16 = 100;

/// Assets carry a hash of their content in their name, so they may be kept for a year; all else is asked for anew.
const KEEP: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK: HeaderValue = HeaderValue::from_static("no-cache");

/// Builds the site and serves it until the program is stopped.
pub fn run(workspace: &Workspace, port: u16, watches: bool) -> Result<()> {
    // A port that cannot be had is better known before a long build.
    let listener = listen(port)?;
    site::build(workspace)?;
    let address = address_of(&listener)?;
    let announce = move || println!("serving dist/ on {address}");
    announce();
    if watches {
        watch::start(workspace.clone(), announce)?;
    }
    serve(listener, &workspace.dist())
}

/// Serves an existing site from a thread of its own, for as long as this program runs; returns its address.
pub fn in_background(site: &Path) -> Result<String> {
    let listener = listen(0)?;
    let address = address_of(&listener)?;
    let site = site.to_path_buf();
    std::thread::spawn(move || {
        if let Err(error) = serve(listener, &site) {
            eprintln!("error: {error:#}");
        }
    });
    Ok(address)
}

fn listen(port: u16) -> Result<TcpListener> {
    for candidate in port..=port.saturating_add(PORTS_TRIED) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, candidate)) {
            Ok(listener) => {
                if candidate != port {
                    println!("port {port} is in use, taking {candidate}");
                }
                return Ok(listener);
            }
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("cannot listen on port {candidate}; choose another one with --port")
                });
            }
        }
    }
    bail!("port {port} and the {PORTS_TRIED} after it are in use; choose another one with --port")
}

fn address_of(listener: &TcpListener) -> Result<String> {
    let address: SocketAddr = listener.local_addr()?;
    Ok(format!("http://{address}/"))
}

fn serve(listener: TcpListener, site: &Path) -> Result<()> {
    if !site.join("index.html").is_file() {
        bail!("{} holds no site; `cargo xtask build` makes it", site.display());
    }
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router(site)).await.context("the server stopped")
    })
}

/// The site's files with the headers that they deserve.
fn router(site: &Path) -> Router {
    let not_found = ServeFile::new(site.join("404.html")).precompressed_gzip();
    let files = ServeDir::new(site).precompressed_gzip().not_found_service(not_found);
    Router::new().fallback_service(files).layer(middleware::from_fn(with_headers))
}

async fn with_headers(request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let keeps = is_asset && (response.status().is_success() || response.status() == 304);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, if keeps { KEEP } else { ASK });
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(with_charset) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    response
}

/// A kind of text with its encoding, if it does not say it already.
fn with_charset(kind: &HeaderValue) -> Option<HeaderValue> {
    let kind = kind.to_str().ok().filter(|kind| kind.starts_with("text/") && !kind.contains("charset"))?;
    HeaderValue::from_str(&format!("{kind}; charset=utf-8")).ok()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use axum::{
        body::{Body, to_bytes},
        http::StatusCode,
    };
    use tower::ServiceExt;

    use super::*;

    /// A small site in a folder of its own.
    fn site(name: &str) -> std::path::PathBuf {
        let site = std::env::temp_dir().join(format!("xtask-serve-{name}-{}", std::process::id()));
        for (path, content) in [
            ("index.html", "<h1>start</h1>"),
            ("404.html", "<h1>Not found</h1>"),
            ("c/index.html", "custom"),
            ("assets/app-1.wasm", "wasm"),
            ("assets/app-1.js", "plain"),
            ("assets/app-1.js.gz", "zipped"),
        ] {
            let path = site.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        site
    }

    /// Status, the asked headers' values, and the body of one request.
    async fn ask(
        site: &Path,
        method: &str,
        path: &str,
        accept: &str,
        names: &[&str],
    ) -> (StatusCode, String, String) {
        let request = Request::builder().method(method).uri(path).header("accept-encoding", accept);
        let response = router(site).oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let values: Vec<&str> = names
            .iter()
            .map(|name| response.headers().get(*name).map_or("-", |value| value.to_str().unwrap()))
            .collect();
        let (status, values) = (response.status(), values.join(" | "));
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, values, String::from_utf8_lossy(&body).into_owned())
    }

    #[tokio::test]
    async fn files_are_served_with_their_kind_and_age() {
        let site = site("kinds");
        let headers = ["content-type", "cache-control"];
        let got = ask(&site, "GET", "/", "", &headers).await;
        assert_eq!(
            got,
            (StatusCode::OK, "text/html; charset=utf-8 | no-cache".into(), "<h1>start</h1>".into())
        );
        let got = ask(&site, "GET", "/assets/app-1.wasm", "", &headers).await;
        let keep = "application/wasm | public, max-age=31536000, immutable";
        assert_eq!(got, (StatusCode::OK, keep.into(), "wasm".into()));
        let got = ask(&site, "HEAD", "/", "", &["content-length"]).await;
        assert_eq!(got, (StatusCode::OK, "14".into(), String::new()));
    }

    #[tokio::test]
    async fn compressed_twins_go_to_who_accepts_them() {
        let site = site("twins");
        let headers = ["content-type", "content-encoding", "vary"];
        let got = ask(&site, "GET", "/assets/app-1.js", "br, gzip", &headers).await;
        assert_eq!(got.1, "text/javascript; charset=utf-8 | gzip | accept-encoding");
        assert_eq!(got.2, "zipped");
        let got = ask(&site, "GET", "/assets/app-1.js", "identity", &headers).await;
        assert_eq!(got.2, "plain");
    }

    #[tokio::test]
    async fn unknown_paths_are_not_found_and_folders_end_in_a_slash() {
        let site = site("paths");
        for path in ["/nowhere", "/assets/none.js", "/../Cargo.toml", "/%2e%2e/secret", "/c/..%2f..%2fsecret"]
        {
            let (status, cache, body) = ask(&site, "GET", path, "", &["cache-control"]).await;
            assert_eq!((status, cache.as_str()), (StatusCode::NOT_FOUND, "no-cache"), "{path}");
            assert_eq!(body, "<h1>Not found</h1>", "{path}");
        }
        let (status, location, _) = ask(&site, "GET", "/c", "", &["location"]).await;
        assert!(status.is_redirection());
        assert_eq!(location, "/c/");
        let (status, _, _) = ask(&site, "POST", "/", "", &[]).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    }

    #[test]
    fn a_port_in_use_is_passed_over() {
        let first = listen(0).unwrap();
        let port = first.local_addr().unwrap().port();
        let second = listen(port).unwrap();
        assert!(second.local_addr().unwrap().port() > port);
    }
}
