use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

/// A folder that is removed when the test ends.
struct Scratch(PathBuf);

impl Scratch {
    fn new(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("notes-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        let scratch = Self(path);
        for (name, text) in files {
            scratch.write(name, text);
        }
        scratch
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn walk(&self, bounds: Bounds) -> (Vec<String>, bool) {
        let walk = walk::walk(&Folder::new(&self.0), bounds);
        (walk.files.into_iter().map(|file| file.name).collect(), walk.incomplete)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn markdown_is_found_in_the_order_of_names() {
    let folder = Scratch::new(&[
        ("b.md", ""),
        ("a/z.MD", ""),
        ("a/b.markdown", ""),
        ("a/c.txt", ""),
        (".hidden/x.md", ""),
        (".x.md", ""),
    ]);
    assert_eq!(
        folder.walk(BOUNDS),
        (vec!["a/b.markdown".into(), "a/z.MD".into(), "b.md".into()], false)
    );
}

#[test]
fn large_files_and_other_bounds() {
    let folder = Scratch::new(&[("1/2/deep.md", ""), ("a.md", ""), ("b.md", "12345")]);
    let walk = |change: fn(&mut Bounds)| {
        let mut bounds = BOUNDS;
        change(&mut bounds);
        folder.walk(bounds)
    };
    let names = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(walk(|b| b.bytes = 4), (names(&["1/2/deep.md", "a.md"]), false));
    assert_eq!(walk(|b| b.depth = 1), (names(&["a.md", "b.md"]), true));
    assert_eq!(walk(|b| b.depth = 2), (names(&["1/2/deep.md", "a.md", "b.md"]), false));
    assert_eq!(walk(|b| b.files = 1), (names(&["1/2/deep.md"]), true));
    assert!(walk(|b| b.entries = 3).1);
    assert!(!walk(|b| b.entries = 6).1);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;

    let outside = Scratch::new(&[("secret.md", "")]);
    let folder = Scratch::new(&[("in/a.md", "")]);
    symlink(&folder.0, folder.0.join("in/loop")).unwrap();
    symlink(&outside.0, folder.0.join("outside")).unwrap();
    symlink(outside.0.join("secret.md"), folder.0.join("secret.md")).unwrap();
    assert_eq!(folder.walk(BOUNDS), (vec!["in/a.md".into()], false));

    let link = outside.0.join("link");
    symlink(&folder.0, &link).unwrap();
    let walk = walk::walk(&Folder::new(link), BOUNDS);
    assert_eq!(walk.files.len(), 1, "the folder itself may be one");
}

#[test]
fn a_second_indexing_reads_only_what_changed() {
    let folder = Scratch::new(&[("a.md", "# Apples"), ("b.md", "# Pears"), ("c.md", "# Plums")]);
    let (store, source) = (Store::open(None).unwrap(), Folder::new(&folder.0));
    let summary = |read, unchanged, removed| Summary { read, unchanged, removed, failed: 0 };
    assert_eq!(index(&store, &source).unwrap(), summary(3, 0, 0));
    assert_eq!(index(&store, &source).unwrap(), summary(0, 3, 0));
    folder.write("a.md", "# Better apples");
    fs::remove_file(folder.0.join("b.md")).unwrap();
    assert_eq!(index(&store, &source).unwrap(), summary(1, 1, 1));
    let found = store.search("better", None, 10).unwrap();
    assert_eq!(found.hits[0].title, "Better apples");
    assert!(store.search("pears", None, 10).unwrap().hits.is_empty());
}

#[test]
fn a_walk_that_was_cut_removes_nothing() {
    let folder = Scratch::new(&[("a.md", "# Apples"), ("b.md", "# Pears")]);
    let (store, source) = (Store::open(None).unwrap(), Folder::new(&folder.0));
    index(&store, &source).unwrap();
    let summary = index_within(&store, &source, Bounds { files: 1, ..BOUNDS }).unwrap();
    assert_eq!(summary.removed, 0);
    assert_eq!(store.search("pears", None, 10).unwrap().hits.len(), 1);
}

#[test]
fn what_is_missing_or_no_text_does_no_harm() {
    let folder = Scratch::new(&[("plain.md", "just text")]);
    folder.write("bytes.md", [b'#', b' ', 0xff, 0xfe, b'\n']);
    let source = Folder::new(&folder.0).only(["missing.md", "plain.md", "bytes.md"]);
    let store = Store::open(None).unwrap();
    assert_eq!(index(&store, &source).unwrap().read, 2);
    assert_eq!(store.search("text", None, 10).unwrap().hits[0].title, "plain");
}
