use super::*;

fn pages() -> Pages {
    Pages::new("a \"<b>\" {{version}}", "1.2.3", "/mcp")
}

#[test]
fn a_page_comes_with_what_keeps_it_from_harm() {
    for path in ["/docs", "/status"] {
        let response = pages().page(path).expect("a page");
        let header = |name: &str| response.headers()[name].to_str().unwrap();
        assert_eq!(header("content-type"), "text/html; charset=utf-8");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        let policy = header("content-security-policy");
        for directive in [
            "default-src 'none'; script-src 'sha256-",
            "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        ] {
            assert!(policy.contains(directive), "{policy}");
        }
        assert!(!policy.contains("unsafe"), "{policy}");
    }
    for path in ["/", "/status.json", "/docs/", "/docs.html", ""] {
        assert!(pages().page(path).is_none(), "{path}");
    }
}

#[test]
fn every_place_is_filled_and_no_name_becomes_markup() {
    let pages = pages();
    let name = "a &#34;&#60;b&#62;&#34; {{version}}";
    for html in [&pages.docs.html, &pages.status.html] {
        assert!(html.contains(&format!("<title>{name}: ")), "the title");
        assert!(html.contains(&format!("<meta name=\"mcp-server\" content=\"{name}\">")));
        assert!(!html.replace(name, "").contains("{{"), "a place is left");
        assert!(!html.contains("<b>\""), "markup of the name's");
    }
    assert!(pages.docs.html.contains(r#"<meta name="mcp-version" content="1.2.3">"#));
    for (endpoint, relative) in [("/mcp", "./mcp"), ("/", "./"), ("/a/b", "./a/b")] {
        let html = Pages::new("a", "1", endpoint).docs.html;
        let meta = format!(r#"<meta name="mcp-endpoint" content="{relative}">"#);
        assert!(html.contains(&meta), "{endpoint}");
    }
}

/// What the policy would refuse, or would have to allow, is not there.
#[test]
fn a_page_is_one_file_without_ways_around_its_policy() {
    for source in [DOCS, STATUS] {
        for (element, times) in [("<script", 1), ("<style", 1), ("</script", 1), ("</style", 1)] {
            assert_eq!(source.matches(element).count(), times, "{element}");
        }
        for part in ["<style>", "<script>"] {
            let text = source.split_once(part).and_then(|(_, rest)| rest.split_once("</"));
            assert!(!text.expect("it ends").0.contains("{{"), "a place in {part}");
        }
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "http://",
            "https://",
            "//#",
            " onclick=\"",
            " style=\"",
            " src=",
            "@import",
            " url(",
        ] {
            assert!(!source.contains(word), "{word}");
        }
        assert!(source.len() <= 72 * 1024, "{} bytes", source.len());
    }
}
