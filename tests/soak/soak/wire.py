"""HTTP/1.1 as the moves need it: from any address of 127.0.0.0/8, left at any point."""

import asyncio
import json

PATIENCE = 30


class Response:
    """One answer, read to its last byte."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    def messages(self):
        """The messages in it: JSON, or the events of a stream."""
        if self.headers.get("content-type", "").startswith("text/event-stream"):
            lines = self.body.decode().splitlines()
            return [json.loads(line[6:]) for line in lines if line.startswith("data: ")]
        return [json.loads(self.body)]

    def __str__(self):
        return f"{self.status} {self.body[:300]!r}"


class Connection:
    """A client at `source`; a request goes out in one piece."""

    def __init__(self, host, source):
        self.host = host
        self.source = source
        self._streams = None
        self._begun = None

    async def open(self):
        name, port = self.host.split(":")
        opening = asyncio.open_connection(name, int(port), local_addr=(self.source, 0), limit=1 << 20)
        self._streams = await asyncio.wait_for(opening, PATIENCE)
        return self

    @property
    def is_open(self):
        return self._streams is not None and not self._streams[1].is_closing()

    def send(self, method, path, headers, body=b""):
        lines = [f"{method} {path} HTTP/1.1"]
        if "Host" not in headers:
            lines.append(f"Host: {self.host}")
        if (body or method == "POST") and "Content-Length" not in headers:
            lines.append(f"Content-Length: {len(body)}")
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    def write(self, data):
        self._streams[1].write(data)

    def read_no_more(self):
        self._streams[1].transport.pause_reading()

    async def drained(self):
        await self._streams[1].drain()

    async def begun(self):
        """Status and headers of an answer that `answer` then reads to its end."""
        if self._begun is None:
            async with asyncio.timeout(PATIENCE):
                lines = (await self._streams[0].readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            fields = (line.split(":", 1) for line in lines[1:] if line)
            self._begun = int(lines[0].split()[1]), {name.lower(): value.strip() for name, value in fields}
        return self._begun

    async def answer(self):
        status, headers = await self.begun()
        self._begun = None
        async with asyncio.timeout(PATIENCE):
            body = b"" if status in (202, 204) else await self._body(headers)
        if headers.get("connection") == "close":
            self.close()
        return Response(status, headers, body)

    async def _body(self, headers):
        reader = self._streams[0]
        if headers.get("transfer-encoding") != "chunked":
            return await reader.readexactly(int(headers.get("content-length", 0)))
        parts = []
        while length := int(await reader.readuntil(b"\r\n"), 16):
            parts.append(await reader.readexactly(length))
            await reader.readexactly(2)
        await reader.readexactly(2)
        return b"".join(parts)

    async def ask(self, method, path, headers, body=b""):
        self.send(method, path, headers, body)
        return await self.answer()

    def close(self):
        if self._streams:
            self._streams[1].close()
        self._streams = None

    def abort(self):
        """As a killed client does: what is under way is lost."""
        if self._streams:
            self._streams[1].transport.abort()
        self._streams = None
