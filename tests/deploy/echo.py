"""A server that tells what a proxy made of a request."""

import contextlib
import http.server
import json
import threading
import time


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with what reached it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = [[name.lower(), value] for name, value in self.headers.items()]
        body = json.dumps({"path": self.path, "version": self.request_version, "headers": headers}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        if not self.headers.get("X-Test-Stream"):
            return self.do_GET()
        # Events without the header that asks proxies not to hold them back,
        # which the real server sends: the site has to do without.
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for event in [b"data: one\n\n"] * 5:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
            time.sleep(0.3)
        self.wfile.write(b"0\r\n\r\n")

    do_DELETE = do_OPTIONS = do_GET

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def listening():
    """The port of such a server."""
    listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    listener.daemon_threads = True
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    try:
        yield listener.server_port
    finally:
        listener.shutdown()
        listener.server_close()
