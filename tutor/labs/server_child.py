"""The process of the simulated AWS: moto's server on loopback; it tells its port and ends when stdin closes.

Run as a script with the program's folder and a scratch folder as its arguments.
"""

import io
import os
import sys
import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from werkzeug.serving import WSGIRequestHandler

__all__ = ["main"]


def main(arguments: Sequence[str]) -> None:
    """Serve until the other end of stdin is closed, which also happens when the parent dies."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_handler())
    _guard(arguments[1], arguments[2], server.server_port)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    threading.Thread(target=_wait_for_the_end, daemon=True).start()
    server.serve_forever()


def _handler() -> "type[WSGIRequestHandler]":
    """A handler that writes no log and keeps connections open: a write then takes 5 ms instead of 12."""
    from werkzeug.serving import WSGIRequestHandler

    class Keeping(WSGIRequestHandler):
        """Reads each body whole; werkzeug's own does not, and has to close the connection for it."""

        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1  # one packet for head and body

        def log(self, type: str, message: str, *args: object) -> None:
            pass

        def run_wsgi(self) -> None:
            environ = self.make_environ()
            environ["wsgi.input"] = io.BytesIO(self._body(environ))
            head: list[tuple[str, list[tuple[str, str]]]] = []

            def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
                head.append((status, headers))

            chunks: Iterable[bytes] = self.server.app(environ, start)  # type: ignore[arg-type]  # moto never writes
            body = b"".join(chunks)
            status, headers = head[-1]
            self.send_response(int(status[:3]), status[4:])
            for name, value in headers:
                self.send_header(name, value)
            if not status.startswith("204") and "content-length" not in {name.lower() for name, _ in headers}:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
            self.wfile.flush()

        def _body(self, environ: dict[str, Any]) -> bytes:
            """The whole body, so that the next request begins where it ends."""
            if self.headers.get("Expect", "").lower() == "100-continue":
                self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                self.wfile.flush()
            if environ.get("wsgi.input_terminated"):  # sent in chunks, which werkzeug puts together
                return bytes(environ["wsgi.input"].read())
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    return Keeping


def _guard(program: str, scratch: str, port: int) -> None:
    """Some calls make moto call addresses that they name, e.g. a notification: refuse all but this server."""
    sys.path.insert(0, program)
    from tutor.labs.guard import Guard

    sys.addaudithook(Guard(writable=(scratch,), port=port))


def _wait_for_the_end() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv)
