"""nginx and Caddy with the site files, changed only where a machine without
that name, that certificate and those rights needs it."""

import contextlib
import http.client
import json
import os
import re
import socket
import ssl
import subprocess

from support import DEPLOY, PATIENCE, Process, eventually, free_port, run_tool, tool, tool_environment

SITE = "notes.example.com"


class Certificate:
    def __init__(self, folder):
        import trustme

        authority = trustme.CA()
        issued = authority.issue_cert(SITE)
        self.chain, self.key = folder / "chain.pem", folder / "key.pem"
        self.chain.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
        self.key.write_bytes(issued.private_key_pem.bytes())
        self.context = ssl.create_default_context()
        authority.configure_trust(self.context)


class Connection(http.client.HTTPConnection):
    """To a proxy on this machine as if its name led there; `source` is the
    client's address, one of loopback's many."""

    def __init__(self, port, context, source="127.0.0.1", name=SITE):
        super().__init__(name, 443, timeout=PATIENCE)
        self.at, self.context, self.source, self.name = port, context, source, name

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.at), PATIENCE, (self.source, 0))
        self.sock = self.context.wrap_socket(plain, server_hostname=self.name)


def nginx(folder, certificate, upstream):
    port = free_port()
    text = (DEPLOY / "nginx/notes.conf").read_text()
    (folder / "snippets").mkdir()
    (folder / "snippets/notes-proxy.conf").write_text((DEPLOY / "nginx/notes-proxy.conf").read_text())
    text = text.replace("server 127.0.0.1:8080;", f"server 127.0.0.1:{upstream};")
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.M).replace("listen 443", f"listen 127.0.0.1:{port}")
    text = re.sub(r"(ssl_certificate +)\S+;", rf"\1{certificate.chain};", text)
    text = re.sub(r"(ssl_certificate_key +)\S+;", rf"\1{certificate.key};", text)
    assert f"127.0.0.1:{upstream};" in text and f"listen 127.0.0.1:{port} ssl" in text
    temporary = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    )
    # As Debian's nginx.conf has it around a site. Whoever runs the tests may
    # own files that another user cannot read.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} worker_processes 1; pid {folder}/pid; error_log stderr; daemon off;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\ngzip on; gzip_types *;\n{text}\n}}\n"
    )
    arguments = ["-p", folder, "-c", folder / "nginx.conf"]
    checked = run_tool("nginx", "-t", *arguments)
    assert "test is successful" in checked and "[warn]" not in checked, checked
    return port, Process([tool("nginx"), *arguments], folder / "nginx.log", env=tool_environment())


def caddy(folder, certificate, upstream):
    port = free_port()
    environment = {
        "NOTES_UPSTREAM": f"127.0.0.1:{upstream}", "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder),
        "HOME": str(folder),
    }
    file = ["--config", DEPLOY / "caddy/Caddyfile", "--adapter", "caddyfile"]
    run_tool("caddy", "validate", *file, **environment)
    done = subprocess.run(
        [tool("caddy"), "adapt", *map(str, file)], env=tool_environment(**environment), capture_output=True, check=True
    )
    assert b'"level":"warn"' not in done.stderr, done.stderr
    config = json.loads(done.stdout)
    (site,) = config["apps"]["http"]["servers"].values()
    # Its own authority would be asked for a certificate, on this machine's 443.
    site["listen"] = [f"127.0.0.1:{port}"]
    site["automatic_https"] = {"disable": True}
    site["tls_connection_policies"] = [{"match": {"sni": [SITE]}}]
    files = {"certificate": str(certificate.chain), "key": str(certificate.key)}
    config["apps"]["tls"] = {"certificates": {"load_files": [files]}}
    config["admin"] = {"disabled": True}
    (folder / "caddy.json").write_text(json.dumps(config))
    command = [tool("caddy"), "run", "--config", folder / "caddy.json"]
    return port, Process(command, folder / "caddy.log", env=tool_environment(**environment))


@contextlib.contextmanager
def proxy(kind, folder, certificate, upstream):
    """A proxy in front of a server on this port; gives how to connect to it."""
    folder.mkdir()
    port, process = {"nginx": nginx, "caddy": caddy}[kind](folder, certificate, upstream)
    with process:

        def listens():
            assert process.child.poll() is None, process.text()
            with socket.create_connection(("127.0.0.1", port), 1):
                return True

        eventually(listens, what=kind)

        def connect(**options):
            return contextlib.closing(Connection(port, certificate.context, **options))

        yield connect
