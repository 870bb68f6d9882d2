"""Runs the server: addresses, the certificate for phones, and an orderly end."""

import asyncio
import ctypes
import gc
import socket
import sys
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.responses import FileResponse

from sync.server.app import Office, create_app
from sync.server.settings import data_folder
from sync.server.slow_heads import bounded

CA_PATH = "/ca.pem"
_ARENAS_AT_MOST = -8  # M_ARENA_MAX in malloc.h


class Server(uvicorn.Server):
    """uvicorn, which waits for open streams when it stops: so they are ended first."""

    def __init__(self, config: uvicorn.Config, office: Office) -> None:
        super().__init__(config)
        self._office = office

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._office.live.close()
        await super().shutdown(sockets)


def server(office: Office, app: FastAPI, *, host: str, port: int, certificate: tuple[Path, Path] | None = None) -> Server:
    """A server ready to run. It adds no header of its own: an idle round is to stay small."""
    key, chain = certificate or (None, None)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        http=bounded(office.settings.head_seconds),
        timeout_graceful_shutdown=5,
        ssl_keyfile=key,
        ssl_certfile=chain,
    )
    return Server(config, office)


def settle_down() -> None:
    """What a process does before it serves for weeks.

    Facts and sheets live long and hold no circles: looking through them all so often cost a tenth of the time. And glibc gives each of
    our many threads heaps of its own, which grow and are never given back: two are enough where one thread at a time runs anyway.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(_ARENAS_AT_MOST, 2)


async def serve(office: Office, *, host: str, port: int, phone: bool) -> None:
    """Serve until told to stop."""
    settle_down()
    app = create_app(office.settings, office)
    if not phone:
        print(f"Open http://{'localhost' if host == '127.0.0.1' else host}:{port}/")
        print("On a phone in the same network: stop this and start it with `make run PHONE=1`.", flush=True)
        await server(office, app, host=host, port=port).serve()
        return
    addresses = list(lan_addresses())
    folder = data_folder(office.settings.database)
    certificate = make_certificate(folder, addresses)
    plain = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    plain.add_api_route(CA_PATH, lambda: FileResponse(folder / "ca.pem", media_type="application/x-x509-ca-cert"))
    print_way_in(addresses, port)
    secure = server(office, app, host="0.0.0.0", port=port, certificate=certificate)  # noqa: S104 - phones of the network are to reach it
    offer = server(office, plain, host="0.0.0.0", port=port + 1)  # noqa: S104
    await asyncio.gather(secure.serve(), _until(secure, offer))


async def _until(leading: Server, following: Server) -> None:
    serving = asyncio.create_task(following.serve())
    while not leading.should_exit:
        await asyncio.sleep(0.2)
    following.should_exit = True
    await serving


def lan_addresses() -> Iterable[str]:
    """This machine's own addresses a phone of the network might reach, the likeliest first."""
    found: dict[str, None] = {}
    # Either may fail on a machine without a way out or without a name for itself; the other may still do.
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address would be used to go out
        found[probe.getsockname()[0]] = None
    with suppress(OSError):
        found |= {str(info[4][0]): None for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return [address for address in found if not ip_address(address).is_loopback] or ["127.0.0.1"]


def make_certificate(folder: Path, addresses: Iterable[str]) -> tuple[Path, Path]:
    """Key and certificate for these addresses. The authority behind it is made once and kept, so phones trust it once."""
    import trustme

    folder.mkdir(parents=True, exist_ok=True)
    ca_file, ca_key = folder / "ca.pem", folder / "ca-key.pem"
    if ca_file.exists() and ca_key.exists():
        authority = trustme.CA.from_pem(ca_file.read_bytes(), ca_key.read_bytes())
    else:
        authority = trustme.CA(organization_name="field-app", organization_unit_name="made on this machine")
        authority.cert_pem.write_to_path(str(ca_file))
        _write_secret(ca_key, authority.private_key_pem.bytes())
    issued = authority.issue_cert("localhost", "127.0.0.1", socket.gethostname(), *addresses)
    key, chain = folder / "server-key.pem", folder / "server.pem"
    _write_secret(key, issued.private_key_pem.bytes())
    chain.write_bytes(b"".join(part.bytes() for part in issued.cert_chain_pems))
    return key, chain


def _write_secret(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)


def print_way_in(addresses: Iterable[str], port: int) -> None:
    """Where a phone finds the app, and how it comes to trust it."""
    import segno

    first, *others = addresses
    print(f"On this machine: https://localhost:{port}/")
    print(f"On a phone in the same network: https://{first}:{port}/" + "".join(f"  or https://{other}:{port}/" for other in others))
    segno.make(f"http://{first}:{port + 1}{CA_PATH}").terminal(compact=True)
    print(
        f"1. Scan the code above (http://{first}:{port + 1}{CA_PATH}) and install the certificate:\n"
        "   Android: Settings > Security > Encryption & credentials > Install a certificate > CA certificate.\n"
        "   iPhone: allow the profile, Settings > General > VPN & Device Management > install, then\n"
        "           Settings > General > About > Certificate Trust Settings > switch it on.\n"
        "2. Then scan this one and open the app:",
    )
    segno.make(f"https://{first}:{port}/").terminal(compact=True)
    print("Remove the certificate from the phone when you are done trying.", flush=True)
