"""The web server of a home: granian, whose processes load `visavis.web.wsgi`."""

import ipaddress
import multiprocessing
import os
import socket
from pathlib import Path

from visavis.mistakes import Mistake, Words

THREADS = 8
"""Requests that one process answers at a time; each thread keeps one connection to the database."""

HOSTS = "VISAVIS_HOSTS"


def refuse_unnamed(host: str) -> None:
    """Raise Mistake where the workspace would answer the whole network without knowing by what name people come."""
    if host in ("0.0.0.0", "::", "") and not os.environ.get(HOSTS):
        raise Mistake(
            Words(
                fr="ouvrir l’espace de travail au réseau demande de dire sous quel nom on y vient",
                en="opening the workspace to the network needs the name by which people come",
            ),
            remedy=Words(
                fr=f"donnez ces noms: {HOSTS}=visavis.exemple.fr,localhost, et placez-le derrière un serveur HTTPS (VISAVIS_HTTPS=1)",
                en=f"give these names: {HOSTS}=visavis.example.com,localhost, and put it behind an HTTPS server (VISAVIS_HTTPS=1)",
            ),
        )


def refuse_busy(host: str, port: int) -> None:
    """Raise Mistake where `port` can't be listened to; granian alone would share it with whoever holds it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            raise Mistake(
                Words(
                    fr=f"impossible d’écouter sur {host}, port {port}: {error.strerror}",
                    en=f"can’t listen on {host}, port {port}: {error.strerror}",
                ),
                remedy=Words(
                    fr=f"choisissez un autre port: visavis serve --port {port + 1}, ou arrêtez le programme qui l’occupe",
                    en=f"choose another port: visavis serve --port {port + 1}, or stop the program that holds it",
                ),
            ) from None


def address(host: str, port: int) -> str:
    """Where people open the workspace: loopback and "everywhere" by the name localhost."""
    try:
        place = ipaddress.ip_address(host)
        name = "localhost" if place.is_loopback or place.is_unspecified else f"[{host}]" if place.version == 6 else host
    except ValueError:
        name = host
    return f"http://{name}:{port}"


def prepare(home: Path, host: str) -> None:
    """The home's database up to date, its static files gathered, this process and its children pointed at it."""
    os.environ["VISAVIS_HOME"] = str(home)
    os.environ["VISAVIS_STATIC"] = str(home / "cache" / "static")
    os.environ.setdefault(HOSTS, f"localhost,127.0.0.1,[::1],{host}")
    from django.core.management import call_command

    from visavis import database

    database.use(home)
    call_command("collectstatic", interactive=False, verbosity=0)


def first_link(address: str) -> str | None:
    """A one-time link for the first administrator; None where somebody has an account already."""
    from django.db import connections

    from visavis.house.inviting import invite
    from visavis.house.models import User
    from visavis.vocabulary import Role

    try:
        return None if User.objects.exists() else f"{address}/invitations/{invite(Role.ADMINISTRATOR)}"
    finally:
        connections.close_all()


def serve(host: str, port: int, workers: int) -> None:
    """Answer until a signal asks to stop; a process that dies is replaced."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    multiprocessing.set_start_method("spawn", force=True)  # nothing of this process, its threads least of all
    os.environ["VISAVIS_SERVER"] = str(os.getpid())
    Granian(
        "visavis.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        backpressure=THREADS * 16,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()
