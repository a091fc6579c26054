//! From a request to a call that names its operation, whatever protocol it came by.
//!
//! Four ways in, told apart as AWS does: AWS JSON 1.0 by `X-Amz-Target`, CBOR by its path, Query by form
//! parameters in the address or the body. What cannot be opened is answered here.

mod cbor;
mod fit;
mod json;
mod params;
mod query;
mod scope;

use std::borrow::Cow;
use std::net::IpAddr;

use serde_json::{Map, Value};

use crate::error::{AwsError, ErrorKind};
use crate::http::{Request, Response};
use crate::model::{Action, MetricAction, Operation};
use crate::render::{self, Format, Protocol, Service};

pub use params::Params;

/// Bytes of a request's body at most: 1 MiB of text with each byte written as `\u0009`, and some room.
pub const BODY_BYTES_MAX: usize = 8 << 20;
/// Headers of a request at most.
pub const HEADERS_MAX: usize = 200;
/// Parameters of a Query request at most: ten entries with ten attributes need some 600.
pub const QUERY_PARAMETERS_MAX: usize = 10_000;

/// A call, decoded so far that its members have the shapes of the model. Unknown members are dropped, as AWS
/// does; whether required ones are there is for later, since AWS looks for the queue first.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope<'a> {
    /// How to answer.
    pub format: Format,
    /// What is asked.
    pub operation: Operation,
    /// The members as AWS JSON writes them, on every protocol. A queue named by the path is `QueueUrl` here.
    pub params: Params,
    /// The region of the signature's scope, `us-east-1` without one.
    pub region: Cow<'a, str>,
    /// The access key of the signature, which need not be valid.
    pub access_key: Option<Cow<'a, str>>,
    /// The `Host` header: where the client can reach us.
    pub host: Option<Cow<'a, str>>,
    /// The `X-Amzn-Trace-Id` header, which marks messages (sqs-facts §1.12).
    pub trace_header: Option<Cow<'a, str>>,
    /// Who sent it, if that is known.
    pub source_ip: Option<IpAddr>,
}

impl<'a> Envelope<'a> {
    /// A call that came by no request, such as a command line's. Without a region it is in `us-east-1`.
    ///
    /// # Errors
    ///
    /// What AWS answers to a member of a wrong shape, such as a number beyond 32 bits.
    pub fn of(action: Action, params: Map<String, Value>, region: Option<&'a str>) -> Result<Self, AwsError> {
        let operation = Operation::Queue(action);
        Ok(Self {
            format: Format { protocol: Protocol::Json, service: Service::Sqs },
            operation,
            params: fit::request(Value::Object(params), operation.signature().input)?,
            region: region.unwrap_or(scope::DEFAULT_REGION).into(),
            access_key: None,
            host: None,
            trace_header: None,
            source_ip: None,
        })
    }
}

/// Opens a request.
///
/// # Errors
///
/// The answer to a request that is none: unknown operation, not decodable, too long.
pub fn open<'a>(request: &'a Request<'_>, request_id: &str) -> Result<Envelope<'a>, Response> {
    let way = Way::of(request);
    unpack(&way, request).map_err(|refused| match refused {
        Refused::Unknown => render::unknown_operation(request_id),
        Refused::With(error) => render::refuse(way.format(), &error, request_id),
    })
}

/// How a request wants to be answered, as far as its head tells: for a host that refuses it unopened.
pub fn format(request: &Request<'_>) -> Format {
    Way::of(request).format()
}

/// Why a request cannot be opened.
enum Refused {
    /// It does not even name an operation.
    Unknown,
    With(AwsError),
}

impl From<AwsError> for Refused {
    fn from(error: AwsError) -> Self {
        Self::With(error)
    }
}

/// Which protocol a request speaks, from its headers and path alone.
enum Way<'a> {
    /// `X-Amz-Target` without its service's prefix; none if it has none, and so names no operation.
    Json(Option<Service>, &'a str),
    /// The operation of the path.
    Cbor(&'a str),
    /// The form is still to be read. True for an answer in JSON.
    Query(Service, bool),
    Unknown,
}

const TARGETS: [(&str, Service); 2] =
    [("AmazonSQS.", Service::Sqs), ("GraniteServiceVersion20100801.", Service::CloudWatch)];
const CBOR_PATH: &str = "/service/GraniteServiceVersion20100801/operation/";
const JSON: &str = "application/x-amz-json-1.0";
const FORM: &str = "application/x-www-form-urlencoded";

impl<'a> Way<'a> {
    fn of(request: &'a Request<'_>) -> Self {
        let content_type = request.header("content-type").unwrap_or_default();
        let is =
            |media: &str| content_type.get(..media.len()).is_some_and(|it| it.eq_ignore_ascii_case(media));
        if let Some(target) = request.header("x-amz-target") {
            let (service, operation) = TARGETS
                .iter()
                .find_map(|(prefix, service)| Some((Some(*service), target.strip_prefix(prefix)?)))
                .unwrap_or((None, target));
            return if is(JSON) && request.method == "POST" {
                Self::Json(service, operation)
            } else {
                Self::Unknown
            };
        }
        if let Some(operation) = request.path().strip_prefix(CBOR_PATH) {
            return if request.method == "POST" { Self::Cbor(operation) } else { Self::Unknown };
        }
        let as_json = request.header("accept").is_some_and(|accept| accept.contains("application/json"));
        match &*request.method {
            "GET" => Self::Query(Service::Sqs, as_json),
            "POST" if is(FORM) || content_type.is_empty() => Self::Query(Service::Sqs, as_json),
            _ => Self::Unknown,
        }
    }

    fn format(&self) -> Format {
        let (protocol, service) = match self {
            Self::Json(service, _) => (Protocol::Json, service.unwrap_or(Service::Sqs)),
            Self::Cbor(_) => (Protocol::Cbor, Service::CloudWatch),
            Self::Query(service, true) => (Protocol::QueryAsJson, *service),
            Self::Query(service, false) => (Protocol::Query, *service),
            Self::Unknown => (Protocol::Query, Service::Sqs),
        };
        Format { protocol, service }
    }
}

fn unpack<'a>(way: &Way<'_>, request: &'a Request<'_>) -> Result<Envelope<'a>, Refused> {
    if request.headers.len() > HEADERS_MAX {
        let text = format!("A request can have at most {HEADERS_MAX} headers.");
        return Err(ErrorKind::RequestEntityTooLarge.says(text).into());
    }
    if request.body.len() > BODY_BYTES_MAX {
        let text = format!("A request can have at most {BODY_BYTES_MAX} bytes.");
        return Err(ErrorKind::RequestEntityTooLarge.says(text).into());
    }
    let mut format = way.format();
    let (operation, mut params, credential) = match way {
        Way::Json(service, name) => {
            let operation = service.and_then(|service| named(service, name));
            let operation = operation.ok_or_else(|| unknown_target(name))?;
            (operation, json::decode(&request.body, operation.signature().input)?, None)
        }
        Way::Cbor(name) => {
            let operation = named(Service::CloudWatch, name).ok_or_else(|| unknown_target(name))?;
            (operation, cbor::decode(&request.body, operation.signature().input)?, None)
        }
        Way::Query(..) => {
            let form = query::Form::read(request)?;
            let operation = form.operation(request.path())?;
            format.service = Service::of(operation);
            let credential = form.get("X-Amz-Credential").map(str::to_owned);
            let members = operation.signature().input;
            (operation, fit::known(form.decode(members)?, members), credential)
        }
        Way::Unknown => return Err(Refused::Unknown),
    };
    name_queue_by_path(&mut params, operation, request.path());
    let authorization = request.header("authorization");
    let (region, access_key) = match credential.as_deref() {
        None => {
            let scope = scope::read(authorization, None)?;
            (scope.region.into(), scope.access_key.map(Cow::Borrowed))
        }
        // It was decoded from the form, which does not stay.
        Some(credential) => {
            let scope = scope::read(authorization, Some(credential))?;
            (scope.region.to_owned().into(), scope.access_key.map(|key| key.to_owned().into()))
        }
    };
    Ok(Envelope {
        format,
        operation,
        params,
        region,
        access_key,
        host: request.header("host").map(Cow::Borrowed),
        trace_header: request.header("x-amzn-trace-id").map(Cow::Borrowed),
        source_ip: request.source_ip,
    })
}

fn named(service: Service, name: &str) -> Option<Operation> {
    match service {
        Service::Sqs => Action::named(name).map(Operation::Queue),
        Service::CloudWatch => MetricAction::named(name).map(Operation::Metric),
    }
}

fn unknown_target(name: &str) -> AwsError {
    ErrorKind::InvalidAction.says(format!("The action {name} is not valid for this endpoint."))
}

/// A request may be sent to a queue's own URL; a `QueueUrl` among the members wins (sqs-facts §1.2).
fn name_queue_by_path(params: &mut Params, operation: Operation, path: &str) {
    if path == "/" || params.get("QueueUrl").is_some() {
        return;
    }
    let queue_url = operation.signature().input.iter().find(|member| member.name == "QueueUrl");
    if let Some(queue_url) = queue_url {
        params.set(queue_url, path.into());
    }
}

#[cfg(test)]
mod tests;
