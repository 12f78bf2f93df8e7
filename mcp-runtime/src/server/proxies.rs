//! What stands between clients and the HTTP listener.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};

use super::ServerBuilder;
use crate::transport::http::ForwardedHeader;

impl ServerBuilder {
    /// The addresses of the proxies in front, such as `10.0.0.0/8` or
    /// `192.0.2.1`. What they say of where a request came from is believed:
    /// limits, throttles and records then go by the client's address. Of
    /// everybody else such headers are ignored. Default: none.
    ///
    /// List nothing that clients can have an address in: they could choose
    /// who they seem to be.
    pub fn trusted_proxies<S: AsRef<str>>(mut self, networks: impl IntoIterator<Item = S>) -> Self {
        for text in networks {
            match network(text.as_ref()) {
                Ok(network) => self.web.proxies.networks.push(network),
                Err(problem) => self
                    .problems
                    .add(format!("`.trusted_proxies([..])`: `{}` {problem}", text.as_ref())),
            }
        }
        self
    }

    /// Believes whoever connects to a Unix socket as if it were listed in
    /// [`trusted_proxies`](Self::trusted_proxies): for a proxy such as nginx
    /// that reaches the server that way. Default: not believed.
    pub fn trust_unix_socket_peers(mut self) -> Self {
        self.web.proxies.unix = true;
        self
    }

    /// The header that the trusted proxies write; the other one is ignored,
    /// since they pass on what clients put there. Default:
    /// [`ForwardedHeader::XForwardedFor`].
    pub fn forwarded_header(mut self, header: ForwardedHeader) -> Self {
        self.web.proxies.header = header;
        self
    }

    /// Serves HTTPS with this certificate. Default: plain HTTP, for loopback
    /// or behind a proxy that speaks TLS.
    #[cfg(feature = "tls")]
    pub fn tls(mut self, tls: crate::Tls) -> Self {
        self.web.tls = Some(tls);
        self
    }
}

fn network(text: &str) -> Result<IpNet, &'static str> {
    let network = match (text.parse::<IpNet>(), text.parse::<IpAddr>()) {
        (Ok(network), _) => network.trunc(),
        (_, Ok(address)) => address.to_canonical().into(),
        _ => return Err("is neither an address nor a network such as 10.0.0.0/8"),
    };
    let network = canonical(network);
    if network.prefix_len() == 0 {
        return Err("is everybody: any client could choose its address");
    }
    Ok(network)
}

/// Peers are compared as IPv4 where they have such an address.
fn canonical(network: IpNet) -> IpNet {
    if let IpNet::V6(v6) = network
        && let Some(address) = v6.addr().to_ipv4_mapped()
        && let Some(prefix) = v6.prefix_len().checked_sub(96)
        && let Ok(v4) = Ipv4Net::new(address, prefix)
    {
        return v4.into();
    }
    network
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_compared_as_peers_are() {
        for (text, wanted) in [
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("192.0.2.1", "192.0.2.1/32"),
            ("::ffff:192.0.2.1", "192.0.2.1/32"),
            ("::ffff:10.0.0.0/104", "10.0.0.0/8"),
            ("2001:db8::/32", "2001:db8::/32"),
        ] {
            assert_eq!(network(text).unwrap().to_string(), wanted);
        }
        for text in ["", "proxy.example", "10.0.0.0/33", "0.0.0.0/0", "::/0", "::ffff:0.0.0.0/96"] {
            assert!(network(text).is_err(), "{text}");
        }
    }
}
