//! What expressions give: truth, numbers and durations, without floats.

use sqs::Time;

/// A number's unit: it is kept in millionths.
pub const NUMBER_SCALE: i64 = 1_000_000;

/// A value. Arithmetic that leaves the range of `i64`, and a division by zero, give no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// True or false.
    Bool(bool),
    /// A number, in millionths.
    Number(i64),
    /// A duration, or an instant since the start, in microseconds.
    Duration(i64),
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// True or false.
    Bool,
    /// A number.
    Number,
    /// A duration, or an instant since the start.
    Duration,
}

/// Arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Value {
    /// A whole number.
    pub fn whole(number: u64) -> Option<Self> {
        i64::try_from(number).ok()?.checked_mul(NUMBER_SCALE).map(Self::Number)
    }

    /// Microseconds.
    pub fn duration_us(us: Time) -> Option<Self> {
        i64::try_from(us).ok().map(Self::Duration)
    }

    /// What it is.
    pub fn value_type(self) -> ValueType {
        match self {
            Self::Bool(_) => ValueType::Bool,
            Self::Number(_) => ValueType::Number,
            Self::Duration(_) => ValueType::Duration,
        }
    }

    /// Is it `true`?
    pub fn is_true(self) -> bool {
        self == Self::Bool(true)
    }
}

impl Arithmetic {
    /// What it gives for operands of these types; none if they do not go together.
    pub fn result(self, left: ValueType, right: ValueType) -> Option<ValueType> {
        use ValueType::{Duration, Number};
        match (self, left, right) {
            (Self::Add | Self::Subtract, Number, Number) => Some(Number),
            (Self::Add | Self::Subtract, Duration, Duration) => Some(Duration),
            (Self::Multiply | Self::Divide, Number, Number) => Some(Number),
            (Self::Multiply, Number, Duration) => Some(Duration),
            (Self::Multiply | Self::Divide, Duration, Number) => Some(Duration),
            (Self::Divide, Duration, Duration) => Some(Number),
            _ => None,
        }
    }

    /// The result; quotients and products are rounded to the nearest unit.
    pub fn apply(self, left: Value, right: Value) -> Option<Value> {
        let wrap = match self.result(left.value_type(), right.value_type())? {
            ValueType::Number => Value::Number,
            ValueType::Duration => Value::Duration,
            ValueType::Bool => return None,
        };
        let (a, b) = (units(left), units(right));
        let scale = i128::from(NUMBER_SCALE);
        let exact = match self {
            Self::Add => a + b,
            Self::Subtract => a - b,
            Self::Multiply => rounded(a * b, scale)?,
            // Numbers carry the scale, durations do not: it is there once more in what is divided.
            Self::Divide => rounded(a * scale, b)?,
        };
        i64::try_from(exact).ok().map(wrap)
    }
}

/// The units that a value is kept in.
fn units(value: Value) -> i128 {
    match value {
        Value::Bool(value) => value.into(),
        Value::Number(units) | Value::Duration(units) => units.into(),
    }
}

/// The nearest whole quotient, halves away from zero; none for a division by zero.
fn rounded(dividend: i128, divisor: i128) -> Option<i128> {
    let quotient = dividend.checked_div(divisor)?;
    let rest = dividend - quotient * divisor;
    let is_up = 2 * rest.abs() >= divisor.abs();
    let away = if (dividend < 0) == (divisor < 0) { 1 } else { -1 };
    Some(if is_up { quotient + away } else { quotient })
}

impl Comparison {
    /// Whether two things of one order compare like that.
    pub fn holds<T: Ord>(self, left: T, right: T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Greater => left > right,
            Self::AtLeast => left >= right,
        }
    }

    /// Whether two values compare like that; values of different types never do.
    pub fn holds_for(self, left: Value, right: Value) -> bool {
        left.value_type() == right.value_type() && self.holds(units(left), units(right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: i64 = NUMBER_SCALE;

    #[test]
    fn numbers_and_durations_are_calculated() {
        let (add, times, by) = (Arithmetic::Add, Arithmetic::Multiply, Arithmetic::Divide);
        let (number, duration) = (Value::Number, Value::Duration);
        assert_eq!(add.apply(number(ONE / 2), number(ONE)), Some(number(3 * ONE / 2)));
        assert_eq!(times.apply(number(ONE / 2), number(3 * ONE)), Some(number(3 * ONE / 2)));
        assert_eq!(times.apply(number(2 * ONE), duration(30)), Some(duration(60)));
        assert_eq!(by.apply(duration(60), number(4 * ONE)), Some(duration(15)));
        assert_eq!(by.apply(duration(60), duration(40)), Some(number(3 * ONE / 2)));
        assert_eq!(by.apply(number(2 * ONE), number(3 * ONE)), Some(number(666_667)));
        assert_eq!(by.apply(number(-2 * ONE), number(3 * ONE)), Some(number(-666_667)));
    }

    #[test]
    fn what_cannot_be_calculated_has_no_value() {
        let number = Value::Number;
        assert_eq!(Arithmetic::Divide.apply(number(ONE), number(0)), None);
        assert_eq!(Arithmetic::Add.apply(number(i64::MAX), number(1)), None);
        assert_eq!(Arithmetic::Multiply.apply(number(i64::MIN), number(i64::MIN)), None);
        assert_eq!(Arithmetic::Divide.apply(number(i64::MIN), number(1)), None);
        assert_eq!(Arithmetic::Add.apply(number(1), Value::Duration(1)), None);
        assert_eq!(Arithmetic::Multiply.apply(Value::Duration(1), Value::Duration(1)), None);
        assert!(!Comparison::NotEqual.holds_for(number(1), Value::Duration(2)));
    }
}
