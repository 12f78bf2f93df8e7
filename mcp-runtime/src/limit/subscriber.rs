//! Whom addresses belong to.

use std::net::{IpAddr, Ipv6Addr};

/// The addresses that one client has, for everything that tells clients apart
/// by where they come from. That of IPv6 has a whole /64 network and takes any
/// address in it at will; the answer is then the network's first address.
pub(crate) fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => network(address, 4).into(),
        address @ IpAddr::V4(_) => address,
    }
}

/// The network of an address by its first segments, of 16 bits each.
pub(crate) fn network(address: Ipv6Addr, segments: usize) -> Ipv6Addr {
    let mut all = address.segments();
    all[segments..].fill(0);
    all.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_ipv6_is_one_and_an_address_of_ipv4_too() {
        for (address, expected) in [
            ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::"),
            ("2001:db8:1:2::", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
            ("192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
        ] {
            let [address, expected] = [address, expected].map(|text| text.parse().unwrap());
            assert_eq!(subscriber(address), expected, "{address}");
        }
    }
}
