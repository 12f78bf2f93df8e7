use std::collections::HashSet;

use super::*;
use crate::note::Matched;

fn store() -> Store {
    Store::open(None).unwrap()
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

fn page(title: &str, body: &str, tags: &[&str]) -> Page {
    Page { title: title.to_owned(), body: body.to_owned(), tags: words(tags) }
}

fn titles(store: &Store, query: &str) -> Vec<String> {
    let found = store.search(query, None, 50).unwrap();
    found.hits.into_iter().map(|hit| hit.title).collect()
}

#[test]
fn titles_weigh_more_than_text() {
    let store = store();
    store.add("Apples", "One mention of pears in a text about apples.", &[]).unwrap();
    store.add("Pears", "A fruit.", &[]).unwrap();
    assert_eq!(titles(&store, "pears"), ["Pears", "Apples"]);
    assert_eq!(titles(&store, "pear"), ["Pears", "Apples"], "word endings do not matter");
    assert_eq!(titles(&store, "PÉARS"), ["Pears", "Apples"], "nor do case and accents");
}

#[test]
fn some_words_are_enough_where_no_note_has_all() {
    let store = store();
    store.add("Rate limits", "Sixty calls a minute.", &[]).unwrap();
    store.add("Timeouts", "Thirty seconds.", &[]).unwrap();
    let both = store.search("limits minute", None, 10).unwrap();
    assert_eq!((both.matched, both.hits.len()), (Matched::All, 1));
    let either = store.search("limits seconds", None, 10).unwrap();
    assert_eq!((either.matched, either.hits.len()), (Matched::Some, 2));
    let none = store.search("nothing here", None, 10).unwrap();
    assert_eq!((none.matched, none.hits.len()), (Matched::All, 0));
}

#[test]
fn no_query_is_a_syntax_error() {
    let store = store();
    store.add("C++", "NEAR and AND are words, title:x is text.", &[]).unwrap();
    for query in
        ["\"", "a AND", "NEAR(", "title:", "-x", "^a", "a\0b", "*", "((", "C++", "{a b}: c", "a*\""]
    {
        match store.search(query, None, 10) {
            Ok(_) | Err(NotesError::EmptyQuery) => {}
            Err(error) => panic!("{query:?}: {error:?}"),
        }
    }
    assert_eq!(titles(&store, "C++"), ["C++"]);
    assert_eq!(titles(&store, "AND NEAR(x)"), ["C++"]);
}

#[test]
fn hits_show_where_they_match_and_the_limit_is_kept() {
    let store = store();
    for number in 0..5 {
        let body = format!("{}needle{}", "hay ".repeat(50), " hay".repeat(50));
        store.add(&format!("Note {number}"), &body, &words(&["b", "a"])).unwrap();
    }
    let found = store.search("needle", None, 2).unwrap();
    assert!(found.more && found.hits.len() == 2);
    assert!(found.hits[0].snippet.contains("hay **needle** hay"), "{}", found.hits[0].snippet);
    assert_eq!(found.hits[0].tags, ["a", "b"]);
    assert!(!store.search("needle", None, 5).unwrap().more);
    store.add("Settings", "Set rate_limit_status to 429.", &[]).unwrap();
    let found = store.search("rate limit", None, 1).unwrap();
    assert_eq!(found.hits[0].snippet, "Set **rate_limit_status** to 429.");
}

#[test]
fn a_tag_narrows_the_search() {
    let store = store();
    store.add("One", "text", &words(&["Rust"])).unwrap();
    store.add("Two", "text", &[]).unwrap();
    assert_eq!(store.search("text", Some("rust"), 10).unwrap().hits.len(), 1);
    assert_eq!(store.search("text", Some("#RUST"), 10).unwrap().hits[0].title, "One");
    assert_eq!(store.search("text", Some("no such tag"), 10).unwrap().hits.len(), 0);
}

#[test]
fn long_notes_are_read_in_parts() {
    let store = store();
    let id = store.add("Umlauts", "äöü\0€", &[]).unwrap().id;
    let first = store.read(id, 0, 3).unwrap();
    assert_eq!((first.body.as_str(), first.next_offset), ("äöü", Some(3)));
    let rest = store.read(id, 3, 3).unwrap();
    assert_eq!((rest.body.as_str(), rest.next_offset), ("\u{fffd}€", None));
    let beyond = store.read(id, 30, 3).unwrap();
    assert_eq!((beyond.body.as_str(), beyond.next_offset), ("", None));
}

#[test]
fn tags_are_added_and_removed_together() {
    let store = store();
    let id = store.add("Note", "", &words(&["old", "kept"])).unwrap().id;
    for _ in 0..2 {
        let card = store.tag(id, &words(&["New"]), &words(&["old"])).unwrap();
        assert_eq!(card.tags, ["kept", "new"]);
    }
    let error = store.tag(id, &words(&["A", "b"]), &words(&["a"])).unwrap_err();
    assert!(matches!(error, NotesError::ContradictoryTags { tags } if tags == ["a"]));
    let many: Vec<String> = (0..limits::TAGS).map(|number| format!("t{number}")).collect();
    let error = store.tag(id, &many, &[]).unwrap_err();
    assert!(matches!(error, NotesError::TooManyTags { count: 34, .. }), "{error:?}");
    assert_eq!(store.read(id, 0, 1).unwrap().tags, ["kept", "new"], "the change was undone");
}

#[test]
fn a_deleted_note_is_gone_and_its_id_is_not_used_again() {
    let store = store();
    let id = store.add("Secret", "plans", &words(&["x"])).unwrap().id;
    assert_eq!(store.delete(id).unwrap(), "Secret");
    assert!(titles(&store, "plans").is_empty());
    for error in [store.delete(id).unwrap_err(), store.read(id, 0, 1).unwrap_err()] {
        assert!(matches!(error, NotesError::NotFound { id: missing } if missing == id));
    }
    assert!(store.add("Next", "", &[]).unwrap().id > id);
}

#[test]
fn a_full_store_says_so_and_goes_on() {
    let store = Store::with_capacity(None, 256 << 10).unwrap();
    let body = "word ".repeat(10_000);
    let mut last = 0;
    let error = (0..20).find_map(|_| match store.add("Big", &body, &[]) {
        Ok(card) => {
            last = card.id;
            None
        }
        Err(error) => Some(error),
    });
    assert!(matches!(error, Some(NotesError::Full)), "{error:?}");
    store.delete(last).unwrap();
    store.add("Small", "text", &[]).unwrap();
}

#[test]
fn one_file_serves_many_openers_and_writers_at_once() {
    let path = std::env::temp_dir().join(format!("notes-{}.db", std::process::id()));
    let opener = |_| {
        let path = path.clone();
        std::thread::spawn(move || {
            let store = Store::open(Some(&path)).unwrap();
            for number in 0..10 {
                let id = store.add(&format!("Note {number}"), "text", &[]).unwrap().id;
                store.tag(id, &words(&["read-then-write"]), &[]).unwrap();
                store.search("text", None, 1).unwrap();
            }
        })
    };
    let openers: Vec<_> = (0..6).map(opener).collect();
    let ended: Vec<bool> = openers.into_iter().map(|thread| thread.join().is_ok()).collect();
    let found = Store::open(Some(&path)).unwrap().search("text", None, 100).unwrap();
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    assert!(ended.iter().all(|fine| *fine), "{ended:?}");
    assert_eq!(found.hits.len(), 60);
}

#[test]
fn a_file_keeps_its_note_and_its_tags() {
    let store = store();
    store.put_file("a.md", "1", &page("A", "first", &["front"])).unwrap();
    assert!(store.has_file("a.md", "1").unwrap() && !store.has_file("a.md", "2").unwrap());
    let hit = store.search("first", None, 1).unwrap().hits.remove(0);
    assert_eq!((hit.file.as_deref(), hit.tags.as_slice()), (Some("a.md"), &words(&["front"])[..]));
    store.tag(hit.id, &words(&["mine"]), &[]).unwrap();

    store.put_file("a.md", "2", &page("A", "second", &["front"])).unwrap();
    let note = store.read(hit.id, 0, 100).unwrap();
    assert_eq!((note.body.as_str(), note.tags), ("second", words(&["front", "mine"])));
    assert!(titles(&store, "first").is_empty());

    store.delete(hit.id).unwrap();
    assert!(store.has_file("a.md", "2").unwrap(), "a deleted note does not come back");
    store.put_file("a.md", "3", &page("A", "third", &[])).unwrap();
    assert_eq!(titles(&store, "third"), ["A"], "unless its file changes");
}

#[test]
fn files_that_are_gone_take_their_notes_with_them() {
    let store = store();
    store.add("Own", "text", &[]).unwrap();
    store.put_file("a.md", "1", &page("A", "text", &[])).unwrap();
    store.put_file("b.md", "1", &page("B", "text", &[])).unwrap();
    let present = HashSet::from(["b.md".to_owned()]);
    assert_eq!(store.retain_files(&present).unwrap(), 1);
    assert_eq!(store.retain_files(&present).unwrap(), 0);
    let mut left = titles(&store, "text");
    left.sort();
    assert_eq!(left, ["B", "Own"]);
}
