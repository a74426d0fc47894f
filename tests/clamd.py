"""A stand-in for the virus scanner that speaks clamd's protocol: finds EICAR, and can be slow, full or silent."""

import socketserver
import struct
import threading
import time
from typing import Any

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Line(socketserver.StreamRequestHandler):
    server: "Scanner"

    def handle(self) -> None:
        command = self._until_nul()
        if command == b"zVERSION":
            self.wfile.write(b"ClamAV 1.4.1/27000\0")
        elif command == b"zINSTREAM":
            content = self._stream()
            self.server.seen.append(content)
            time.sleep(self.server.slow)
            self.wfile.write(self.server.answer or self._verdict(content))

    def _until_nul(self) -> bytes:
        said = b""
        while (letter := self.rfile.read(1)) not in (b"\0", b""):
            said += letter
        return said

    def _stream(self) -> bytes:
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        return content

    @staticmethod
    def _verdict(content: bytes) -> bytes:
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class Scanner(socketserver.ThreadingTCPServer):
    """`answer` overrides the verdict; `slow` seconds pass before it; `seen` holds what came."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.seen: list[bytes] = []
        self.answer, self.slow = b"", 0.0
        self.url = f"tcp://127.0.0.1:{self.server_address[1]}"
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def __enter__(self) -> "Scanner":
        self._thread.start()
        return self

    def __exit__(self, *_args: Any) -> None:
        self.shutdown()
        self.server_close()
