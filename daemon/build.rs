//! Embeds what `dragoman plugin new` writes: the templates, and the crate `extractor-api` that a plugin is built on.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// What of `extractor-api` its tests need, and an author does not.
const NOT_EMBEDDED: [&str; 2] = ["Cargo.toml", "tests"];

/// A file as it is called in the plugin's folder, and where its text is.
type File = (PathBuf, PathBuf);

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let folder = |variable: &str| env::var_os(variable).map(PathBuf::from).ok_or(format!("cargo sets {variable}"));
    let (daemon, out) = (folder("CARGO_MANIFEST_DIR")?, folder("OUT_DIR")?);
    let mut code = String::new();
    for language in ["rust", "c"] {
        let template = daemon.join("templates").join(language);
        println!("cargo:rerun-if-changed={}", template.display());
        code.push_str(&table(&language.to_uppercase(), &files_below(&template, &template)?)?);
    }
    code.push_str(&table("EXTRACTOR_API", &extractor_api(&daemon.join(".."), &out)?)?);
    fs::write(out.join("embedded.rs"), code)?;
    Ok(())
}

/// The files of the crate, as a crate outside this workspace.
fn extractor_api(root: &Path, out: &Path) -> Result<Vec<File>, Box<dyn Error>> {
    let folder = root.join("extractor-api");
    let manifest = out.join("extractor-api.toml");
    println!("cargo:rerun-if-changed={}", folder.join("Cargo.toml").display());
    fs::write(&manifest, stand_alone(&fs::read_to_string(folder.join("Cargo.toml"))?)?)?;
    let mut files = vec![("Cargo.toml".into(), manifest)];
    for path in sorted(&folder)? {
        if !NOT_EMBEDDED.iter().any(|name| path.ends_with(name)) {
            println!("cargo:rerun-if-changed={}", path.display());
            files.extend(files_below(&path, &folder)?);
        }
    }
    for name in ["LICENSE-APACHE", "LICENSE-MIT"] {
        println!("cargo:rerun-if-changed={}", root.join(name).display());
        files.push((name.into(), root.join(name)));
    }
    Ok(files)
}

/// A manifest without what only the workspace knows: inherited fields are written out; lints and the dependencies of
/// tests are left out.
fn stand_alone(manifest: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut wanted = true;
    for line in manifest.lines() {
        if line.starts_with('[') {
            wanted = !matches!(line, "[dev-dependencies]" | "[lints]");
        }
        match line.strip_suffix(".workspace = true") {
            _ if !wanted => {}
            Some(field) => text.push_str(&format!("{field} = {:?}\n", inherited(field)?)),
            None => text.push_str(&format!("{line}\n")),
        }
    }
    Ok(text.trim_end().to_owned() + "\n")
}

/// A field of `[workspace.package]`. This package inherits the same ones, and cargo tells its build script what they are.
fn inherited(field: &str) -> Result<String, String> {
    let variable = format!("CARGO_PKG_{}", field.to_uppercase().replace('-', "_"));
    env::var(&variable).map_err(|_| format!("extractor-api inherits {field:?}, which is no field of a package"))
}

/// All files in or below `path`, by their names below `base`.
fn files_below(path: &Path, base: &Path) -> io::Result<Vec<File>> {
    if path.is_file() {
        let name = path.strip_prefix(base).unwrap_or(path);
        return Ok(vec![(name.to_owned(), path.to_owned())]);
    }
    let mut files = Vec::new();
    for inner in sorted(path)? {
        files.extend(files_below(&inner, base)?);
    }
    Ok(files)
}

/// What lies in a folder, in an order that does not depend on the file system.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries: io::Result<Vec<_>> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    entries.map(|mut paths| {
        paths.sort();
        paths
    })
}

/// A constant with the files' names and texts.
fn table(name: &str, files: &[File]) -> Result<String, String> {
    let mut code = format!("pub(super) const {name}: &[(&str, &str)] = &[\n");
    for (name, path) in files {
        let text = |path: &Path| path.to_str().map(str::to_owned).ok_or(format!("{}: no UTF-8 name", path.display()));
        code.push_str(&format!("    ({:?}, include_str!({:?})),\n", text(name)?, text(path)?));
    }
    Ok(code + "];\n")
}
