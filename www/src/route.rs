//! The addresses of the page.

use std::collections::HashMap;

use yew_router::Routable;

/// A screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The list of scenarios.
    Home,
    /// A built-in scenario.
    Scenario {
        /// Its slug, known or not.
        slug: String,
    },
    /// Standard or FIFO: six questions.
    Choose,
    /// The reader's own scenario.
    Own,
    /// Anything else.
    NotFound,
}

impl Routable for Route {
    fn from_path(path: &str, _: &HashMap<&str, &str>) -> Option<Self> {
        Self::recognize(path)
    }

    fn to_path(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Scenario { slug } => format!("/s/{slug}/"),
            Self::Choose => "/choose/".to_owned(),
            Self::Own => "/c/".to_owned(),
            Self::NotFound => "/404".to_owned(),
        }
    }

    fn routes() -> Vec<&'static str> {
        vec!["/", "/s/:slug/", "/choose/", "/c/", "/404"]
    }

    fn not_found_route() -> Option<Self> {
        Some(Self::NotFound)
    }

    /// With or without the slash at the end, with or without `index.html`.
    fn recognize(pathname: &str) -> Option<Self> {
        let path = pathname.strip_suffix("index.html").unwrap_or(pathname);
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        Some(match parts[..] {
            [] => Self::Home,
            ["choose"] => Self::Choose,
            ["c"] => Self::Own,
            ["s", slug] => Self::Scenario { slug: slug.to_owned() },
            _ => Self::NotFound,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let slug = "a-scenario".to_owned();
        for route in [Route::Home, Route::Scenario { slug }, Route::Choose, Route::Own, Route::NotFound] {
            assert_eq!(Route::recognize(&route.to_path()), Some(route));
        }
    }

    #[test]
    fn a_servers_habits_do_not_matter() {
        let scenario = Some(Route::Scenario { slug: "x".to_owned() });
        assert_eq!(Route::recognize("/s/x"), scenario);
        assert_eq!(Route::recognize("/s/x/index.html"), scenario);
        assert_eq!(Route::recognize("/index.html"), Some(Route::Home));
        assert_eq!(Route::recognize("/s/x/y"), Some(Route::NotFound));
    }
}
