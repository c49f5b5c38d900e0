"""The process of the simulated AWS: moto's server on loopback; it tells its port and ends when stdin closes.

Run as a script with the program's folder and a scratch folder as its arguments.
"""

import os
import sys
import threading
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str]) -> None:
    """Serve until the other end of stdin is closed, which also happens when the parent dies."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Silent(WSGIRequestHandler):
        """Writes no access log, and keeps connections open."""

        protocol_version = "HTTP/1.1"

        def log(self, type: str, message: str, *args: object) -> None:
            pass

    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Silent)
    _guard(arguments[1], arguments[2], server.server_port)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    threading.Thread(target=_wait_for_the_end, daemon=True).start()
    server.serve_forever()


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
