//! How records and words of the format are declared: once, for the reader and for the JSON Schema. Where
//! these are used, `serde_json::Value`, `Read` and `Reader` must be in scope.

/// Declares a record once, for the reader and for the JSON Schema.
macro_rules! record {
    ($(#[$meta:meta])* $name:ident {
        $( $(#[$field_meta:meta])* $field:ident: $type:ty = $mode:ident $key:literal, )*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
        #[allow(dead_code, reason = "some fields are there to be checked, not to be used")]
        pub(crate) struct $name {
            $(
                $(#[$field_meta])*
                #[cfg_attr(feature = "schema", schemars(rename = $key))]
                pub(crate) $field: $type,
            )*
        }

        impl Read for $name {
            fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
                let fields = reader.object(value, &[$($key),*])?;
                $( let $field = reader.$mode(fields, $key); )*
                Some(Self { $( $field: $field? ),* })
            }
        }
    };
}

/// Declares a closed list of words.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $( $(#[$word_meta:meta])* $variant:ident = $word:literal, )* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub(crate) enum $name {
            $( $(#[$word_meta])* #[cfg_attr(feature = "schema", schemars(rename = $word))] $variant, )*
        }

        impl Read for $name {
            fn read(value: &Value, reader: &mut Reader) -> Option<Self> {
                match value.as_str() {
                    $( Some($word) => Some(Self::$variant), )*
                    _ => {
                        let wanted = concat!("one of:", $(" `", $word, "`"),*);
                        reader.wrong_type(value, wanted, concat!("\"", words!(@first $($word)*), "\""))
                    }
                }
            }
        }
    };
    (@first $first:literal $($rest:literal)*) => { $first };
}
