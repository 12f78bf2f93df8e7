use proptest::prelude::*;

use super::*;

const PROXY: &str = "10.0.0.1:4000";

fn proxies(header: ForwardedHeader) -> Proxies {
    let networks = ["10.0.0.0/8", "2001:db8::/32"].map(|network| network.parse().unwrap());
    Proxies { networks: networks.to_vec(), unix: false, header }
}

fn client(header: ForwardedHeader, peer: &str, lines: &[&str]) -> String {
    let name = match header {
        ForwardedHeader::XForwardedFor => "x-forwarded-for",
        ForwardedHeader::Forwarded => "forwarded",
    };
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(name, line.parse().unwrap());
    }
    let Remote::Peer(client) =
        proxies(header).client(Remote::Peer(peer.parse().unwrap()), &headers)
    else {
        panic!("a peer")
    };
    client.ip().to_string()
}

fn x(peer: &str, lines: &[&str]) -> String {
    client(ForwardedHeader::XForwardedFor, peer, lines)
}

fn f(lines: &[&str]) -> String {
    client(ForwardedHeader::Forwarded, PROXY, lines)
}

#[test]
fn only_a_proxy_is_believed() {
    assert_eq!(x("192.0.2.9:1", &["203.0.113.7"]), "192.0.2.9");
    assert_eq!(x(PROXY, &["203.0.113.7"]), "203.0.113.7");
    assert_eq!(x("[::ffff:10.0.0.1]:1", &["203.0.113.7"]), "203.0.113.7");
    assert_eq!(x(PROXY, &[]), "10.0.0.1");
}

#[test]
fn the_last_address_that_is_no_proxys_wins() {
    assert_eq!(x(PROXY, &["1.1.1.1, 203.0.113.7, 10.0.0.2"]), "203.0.113.7");
    assert_eq!(x(PROXY, &["1.1.1.1", "203.0.113.7,10.0.0.2"]), "203.0.113.7", "lines are one list");
    assert_eq!(x(PROXY, &["1.1.1.1, 203.0.113.7", "10.0.0.2", "10.0.0.3"]), "203.0.113.7");
    assert_eq!(x(PROXY, &["10.0.0.3, 10.0.0.2"]), "10.0.0.3", "a client among the proxies");
}

#[test]
fn what_cannot_be_read_ends_the_walk() {
    for hop in ["unknown", "_hidden", "", "300.1.1.1", "1.2.3.4:", "1.2.3.4:x", "[::1", "fe80::1%1"]
    {
        let line = format!("1.1.1.1, {hop}, 10.0.0.2");
        assert_eq!(x(PROXY, &[&line]), "10.0.0.2", "{hop}");
    }
}

#[test]
fn addresses_come_in_many_forms() {
    for (hop, address) in [
        ("203.0.113.7:443", "203.0.113.7"),
        ("2a00::1", "2a00::1"),
        ("[2a00::1]", "2a00::1"),
        ("[2a00::1]:443", "2a00::1"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
    ] {
        assert_eq!(x(PROXY, &[hop]), address);
        assert_eq!(f(&[&format!("proto=https; FOR=\"{hop}\";by=_me")]), address);
    }
    assert_eq!(f(&["for=203.0.113.7"]), "203.0.113.7");
    assert_eq!(f(&["for=\"203.0.113.7:_port\""]), "203.0.113.7");
}

#[test]
fn nothing_a_client_writes_changes_how_a_proxys_part_is_read() {
    for invented in ["for=\"1.1.1.1", "for=\"\\", "\"", "for=1.1.1.1;by=\"a,b", ",,", "\\\"", ";;="]
    {
        let line = format!("{invented}, for=203.0.113.7, for=10.0.0.2");
        assert_eq!(f(&[&line]), "203.0.113.7", "{invented}");
    }
    assert_eq!(f(&["for=1.1.1.1, for=\"1.2.3.4;by=\\\"x, for=2.2.2.2\""]), "10.0.0.1");
    assert_eq!(f(&["for=1.1.1.1;for=2.2.2.2"]), "10.0.0.1", "which of them is unknown");
    assert_eq!(f(&["for=203.0.113.7;by=\"x,for=1.1.1.1\""]), "203.0.113.7");
    assert_eq!(f(&["by=10.0.0.1"]), "10.0.0.1");
}

#[test]
fn the_number_of_hops_is_bounded() {
    let line = vec!["10.0.0.9"; HOPS].join(",");
    assert_eq!(x(PROXY, &[&format!("203.0.113.7,{line}")]), "10.0.0.9");
}

#[test]
fn users_of_this_machine_are_believed_where_the_operator_says_so() {
    let mut proxies = proxies(ForwardedHeader::default());
    let mut headers = HeaderMap::new();
    headers.insert("x-forwarded-for", "203.0.113.7".parse().unwrap());
    let local = Remote::Local(Some(33));
    assert_eq!(proxies.client(local, &headers), local);
    proxies.unix = true;
    let client = Remote::Peer("203.0.113.7:0".parse().unwrap());
    assert_eq!(proxies.client(local, &headers), client);
    assert_eq!(proxies.client(local, &HeaderMap::new()), local);
}

fn header() -> impl Strategy<Value = ForwardedHeader> {
    prop_oneof![Just(ForwardedHeader::XForwardedFor), Just(ForwardedHeader::Forwarded)]
}

proptest! {
    /// Whatever a client writes, a proxy that appends its address is heard.
    #[test]
    fn a_client_cannot_choose_its_address(
        header in header(),
        invented in proptest::collection::vec("[ -~]{0,40}", 0..4),
        real in any::<u32>(),
        proxied in 0..5_usize,
    ) {
        let real = std::net::Ipv4Addr::from(real);
        prop_assume!(!real.to_string().starts_with("10."));
        let written = |address: &str| match header {
            ForwardedHeader::XForwardedFor => address.to_owned(),
            ForwardedHeader::Forwarded => format!("for={address}"),
        };
        let mut lines = invented;
        let mut last = lines.pop().unwrap_or_default();
        for address in std::iter::once(real.to_string()).chain(vec!["10.9.9.9".to_owned(); proxied]) {
            if !last.is_empty() {
                last.push_str(", ");
            }
            last.push_str(&written(&address));
        }
        lines.push(last);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        prop_assert_eq!(client(header, PROXY, &lines), real.to_string());
    }

    #[test]
    fn nothing_makes_it_panic(header in header(), line in "[ -~\t]{0,80}") {
        client(header, PROXY, &[&line]);
    }
}
