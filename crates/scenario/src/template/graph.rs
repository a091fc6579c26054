//! Which resources wait for which, and circles among them.

use std::collections::BTreeSet;

use super::node::{Content, Node};
use super::report::Report;
use super::sections::Sections;

/// Reports circles of resources that wait for each other. Nothing here is created in an order, so the scenario can
/// still be made.
pub(super) fn check(sections: &Sections<'_>, report: &mut Report) {
    let needs: Vec<BTreeSet<usize>> = sections.resources.iter().map(|it| needs(it.node, sections)).collect();
    let circle = in_circles(&needs);
    let Some(first) = circle.first() else { return };
    let at = sections.resources[*first].at;
    let names: Vec<&str> = circle.iter().map(|index| sections.resources[*index].logical).collect();
    let path = format!("Resources.{}", names[0]);
    let message = format!("Circular dependency between resources: [{}]", names.join(", "));
    let closed_by_allow = names.iter().zip(&circle).find(|(_, index)| {
        let properties = sections.resources[**index].node.get("Properties");
        properties.is_some_and(|properties| properties.get("RedriveAllowPolicy").is_some())
    });
    match closed_by_allow {
        Some((dlq, _)) => {
            let correction = format!(
                "In the RedriveAllowPolicy of {dlq} write the source's ARN by its name: !Sub \
                 'arn:${{AWS::Partition}}:sqs:${{AWS::Region}}:${{AWS::AccountId}}:<QueueName>'."
            );
            report.correct(at, &path, message, correction);
        }
        None => report.refuse(at, &path, message, "Let one of them name the other by a text of its own."),
    }
}

/// The resources that a value refers to.
fn needs(node: &Node, sections: &Sections<'_>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut rest = vec![node];
    while let Some(node) = rest.pop() {
        match &node.content {
            Content::Scalar { .. } | Content::Unknown(_) => {}
            Content::List(items) => rest.extend(items),
            Content::Map(fields) => {
                for field in fields {
                    let names = match &*field.key {
                        "Ref" => field.value.as_text().map(str::to_owned).into_iter().collect(),
                        "Fn::GetAtt" => attribute_of(&field.value).into_iter().collect(),
                        "Fn::Sub" => variables(&field.value),
                        "DependsOn" => texts(&field.value),
                        _ => Vec::new(),
                    };
                    found.extend(names.iter().filter_map(|name| sections.index_of(name)));
                    rest.push(&field.value);
                }
            }
        }
    }
    found
}

fn attribute_of(node: &Node) -> Option<String> {
    let text = node.as_text().or_else(|| node.as_list()?.first()?.as_text())?;
    Some(text.split('.').next().unwrap_or(text).to_owned())
}

fn texts(node: &Node) -> Vec<String> {
    let one = node.as_text().map(str::to_owned);
    let many = node.as_list().unwrap_or_default().iter().filter_map(Node::as_text).map(str::to_owned);
    one.into_iter().chain(many).collect()
}

/// What stands in `${…}` of a Sub, without its own variables.
fn variables(node: &Node) -> Vec<String> {
    let (text, own) = match node.as_list() {
        Some(list) => (list.first().and_then(Node::as_text), list.get(1)),
        None => (node.as_text(), None),
    };
    let parts = text.unwrap_or_default().split("${").skip(1);
    let names = parts.filter_map(|part| Some(part.split_once('}')?.0.split('.').next()?.trim().to_owned()));
    names.filter(|name| own.is_none_or(|own| own.get(name).is_none())).collect()
}

/// Indexes that are in a circle, or between two of them.
fn in_circles(needs: &[BTreeSet<usize>]) -> Vec<usize> {
    let mut needed_by = vec![Vec::new(); needs.len()];
    for (index, its) in needs.iter().enumerate() {
        for need in its {
            needed_by[*need].push(index);
        }
    }
    let mut is_left = vec![true; needs.len()];
    let forward: Vec<Vec<usize>> = needs.iter().map(|its| its.iter().copied().collect()).collect();
    trim(&forward, &needed_by, &mut is_left);
    trim(&needed_by, &forward, &mut is_left);
    (0..needs.len()).filter(|index| is_left[*index]).collect()
}

/// Takes away all that point at nothing that is left, and then what points only at those.
fn trim(points_at: &[Vec<usize>], pointed_from: &[Vec<usize>], is_left: &mut [bool]) {
    let mut count: Vec<usize> =
        points_at.iter().map(|its| its.iter().filter(|index| is_left[**index]).count()).collect();
    let mut free: Vec<usize> =
        (0..points_at.len()).filter(|index| is_left[*index] && count[*index] == 0).collect();
    while let Some(index) = free.pop() {
        is_left[index] = false;
        for from in pointed_from[index].iter().copied().filter(|from| is_left[*from]) {
            count[from] -= 1;
            if count[from] == 0 {
                free.push(from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_circles_are_left() {
        let needs = |lists: &[&[usize]]| -> Vec<BTreeSet<usize>> {
            lists.iter().map(|list| list.iter().copied().collect()).collect()
        };
        assert_eq!(in_circles(&needs(&[&[1], &[2], &[]])), [0_usize; 0]);
        assert_eq!(in_circles(&needs(&[&[1], &[2], &[1], &[0]])), [1, 2]);
        assert_eq!(in_circles(&needs(&[&[0]])), [0]);
    }
}
