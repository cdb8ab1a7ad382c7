//! The walk over the parsed file that finds every unknown key and every table of the wrong shape.

use std::mem;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::code::Code;
use super::error::Fault;
use super::raw::{RawConfig, Shape, Table};
use super::suggest::closest;
use super::value::type_name;

/// The top of the file.
const ROOT: Table = RawConfig::TABLE;

/// Notes a fault for everything in the file that its mirror could not hold, and takes it out, so that the rest can
/// be read and checked all the same.
pub(super) fn prune(file: &mut DeTable<'_>, faults: &mut Vec<Fault>) {
    prune_table(file, &ROOT, faults);
}

/// The shape of what stands at a path, or `None` when the path leads nowhere.
pub(super) fn shape_at<'k>(path: impl IntoIterator<Item = &'k str>) -> Option<&'static Shape> {
    let mut at: &'static Shape = &Shape::Table(&ROOT);
    for key in path {
        at = match at {
            Shape::Table(table) => table.shape(key)?,
            // What lies in a plugin's table is its own, however deep.
            Shape::Plugins | Shape::Names => &Shape::Names,
            Shape::Value { .. } | Shape::List | Shape::Tables(_) => return None,
        };
    }
    Some(at)
}

fn prune_table(table: &mut DeTable<'_>, known: &'static Table, faults: &mut Vec<Fault>) {
    retain(table, |key, value| match known.shape(key.get_ref()) {
        Some(shape) => prune_value(key, value, shape, faults),
        None => {
            faults.push(unknown_key(key, value, known));
            false
        }
    });
}

/// As the `retain` of a map with plain keys.
fn retain<'a>(
    table: &mut DeTable<'a>,
    mut keep: impl FnMut(&Spanned<DeString<'a>>, &mut Spanned<DeValue<'a>>) -> bool,
) {
    let entries = mem::take(table).into_iter();
    *table = entries.filter_map(|(key, mut value)| keep(&key, &mut value).then_some((key, value))).collect();
}

/// Goes on inside a value; false when the value has to go.
fn prune_value(
    key: &Spanned<DeString<'_>>,
    value: &mut Spanned<DeValue<'_>>,
    shape: &'static Shape,
    faults: &mut Vec<Fault>,
) -> bool {
    match (shape, value.get_mut()) {
        (Shape::Value { .. }, _) | (Shape::List, DeValue::Array(_)) | (Shape::Names, DeValue::Table(_)) => true,
        (Shape::Table(known), DeValue::Table(table)) => {
            prune_table(table, known, faults);
            true
        }
        (Shape::Tables(known), DeValue::Array(items)) if items.iter().all(|item| item.get_ref().is_table()) => {
            for item in items.iter_mut() {
                if let DeValue::Table(table) = item.get_mut() {
                    prune_table(table, known, faults);
                }
            }
            true
        }
        (Shape::Plugins, DeValue::Table(tables)) => {
            retain(tables, |name, table| prune_value(name, table, &Shape::Names, faults));
            true
        }
        _ => {
            faults.push(wrong_shape(key.get_ref(), value, shape));
            false
        }
    }
}

fn wrong_shape(key: &str, value: &Spanned<DeValue<'_>>, shape: &Shape) -> Fault {
    let (wanted, help, instead) = match (shape, value.get_ref()) {
        (Shape::List, DeValue::String(text)) => {
            ("a list", "put it in brackets".to_owned(), Some(format!("[{:?}]", text.as_ref())))
        }
        (Shape::List, _) => ("a list", format!("write {key} = [\"...\"]"), None),
        (Shape::Tables(_), _) => {
            ("a list of tables", format!("write [[{key}]] in two brackets, once for each of them"), None)
        }
        (Shape::Table(_), DeValue::Array(_)) => ("a table", "write its name in one bracket, not two".to_owned(), None),
        (Shape::Table(table), _) => ("a table", format!("write {} and its keys below it", table.title), None),
        _ => ("a table", format!("write {key} = {{ name = \"value\" }}"), None),
    };
    let title = format!("`{key}` takes {wanted}, not {}", type_name(value.get_ref().type_str()));
    Fault::new(Code::WrongType, title, help)
        .mark(value.span(), format!("{wanted} is wanted here"))
        .patch_some(value.span(), instead)
}

fn unknown_key(key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>, known: &'static Table) -> Fault {
    let name: &str = key.get_ref();
    let kind = if value.get_ref().is_table() { "table" } else { "key" };
    let place =
        if known.title.is_empty() { "at the top of the file".to_owned() } else { format!("in {}", known.title) };
    let title = format!("unknown {kind} `{name}` {place}");
    let (help, instead) = meant(name, known);
    Fault::new(Code::UnknownKey, title, help)
        .mark(key.span(), format!("not a known {kind} here"))
        .patch_some(key.span(), instead)
}

/// What to say about an unknown key, and what it may be replaced with on the spot: the very key in another table, a
/// similar one in this, a similar one in another, or else what there is.
fn meant(name: &str, known: &'static Table) -> (String, Option<&'static str>) {
    let mut others = ROOT.inner();
    others.insert(0, &ROOT);
    others.retain(|table| table.title != known.title);
    if let Some(owner) = others.iter().find(|table| table.shape(name).is_some()) {
        return (format!("{name} belongs {}", whereto(owner)), None);
    }
    if let Some(near) = closest(name, known.names()) {
        return (format!("did you mean `{near}`?"), Some(near));
    }
    let far = others.iter().find_map(|table| closest(name, table.names()).map(|near| (near, table)));
    if let Some((near, owner)) = far {
        return (format!("did you mean `{near}`? it belongs {}", whereto(owner)), None);
    }
    let names: Vec<&str> = known.names().collect();
    (format!("known here: {}", names.join(", ")), None)
}

fn whereto(table: &Table) -> String {
    match table.title {
        "" => "at the top of the file, above the first table".to_owned(),
        title => format!("to {title}"),
    }
}
