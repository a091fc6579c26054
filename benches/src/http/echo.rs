//! A server that does nothing: it looks for requests without ever sleeping and answers each with the same bytes. What it
//! leaves to win is what the sockets and the load generator take.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};

use anyhow::Result;

/// As long as our answers to a cycle's calls on average, and as the load generator wants them.
const BODY: &str = concat!(
    r#"{"QueueUrl":"http://127.0.0.1/000000000000/load","ReceiptHandle":""#,
    "0123456789012345678901234567890123456789AB\"}"
);
/// More than a request of the load generator.
const REQUEST_BYTES_MAX: usize = 4_096;

/// Serves until this program ends.
pub fn start() -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // One that has gone is no matter: the load generator tells if an answer is missing.
            let _ = serve(stream);
        }
    });
    Ok(address)
}

/// A request comes in one piece, since the load generator waits for each answer.
fn serve(mut stream: TcpStream) -> Result<()> {
    stream.set_nodelay(true)?;
    stream.set_nonblocking(true)?;
    let answer = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: {}\r\n\
         x-amzn-RequestId: 00000000-0000-0000-0000-000000000000\r\n\
         Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n{BODY}",
        BODY.len()
    );
    let mut request = [0; REQUEST_BYTES_MAX];
    loop {
        match stream.read(&mut request) {
            Ok(0) => return Ok(()),
            Ok(_) => stream.write_all(answer.as_bytes())?,
            Err(error) if error.kind() == ErrorKind::WouldBlock => std::hint::spin_loop(),
            Err(error) => return Err(error.into()),
        }
    }
}
