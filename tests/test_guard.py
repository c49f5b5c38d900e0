import socket

import pytest


def test_another_machine_is_refused():
    with (
        socket.socket() as plug,
        pytest.raises(RuntimeError, match=r"to 192.0.2.1: tests reach nothing but this machine"),
    ):
        plug.connect(("192.0.2.1", 80))


def test_another_machine_is_not_even_looked_up():
    with pytest.raises(RuntimeError, match=r"socket.getaddrinfo to example.org: tests reach nothing"):
        socket.getaddrinfo("example.org", 80)


def test_a_datagram_is_refused_too():
    with (
        socket.socket(type=socket.SOCK_DGRAM) as plug,
        pytest.raises(RuntimeError, match=r"socket.sendto to 192.0.2.1: tests reach nothing"),
    ):
        plug.sendto(b"x", ("192.0.2.1", 53))


def test_this_machine_is_reached(tmp_path):
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname()) as client,
        server.accept()[0] as accepted,
    ):
        client.sendall(b"x")
        assert accepted.recv(1) == b"x"
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))
