"""The web server, the worker and the clerk together: one Ctrl-C stops all, and none runs on without the others."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

STOP_SECONDS = 15.0
START_SECONDS = 60.0
_PARENT_DIED = 1  # PR_SET_PDEATHSIG of Linux


class Command(BaseCommand):
    help = "Serves the site with gunicorn and runs the worker and the clerk beside it, until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=2, help="web processes")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        self._check_port(host, port)
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        children = {
            "web": self._start(self._web(host, port, options["workers"])),
            "worker": self._start(self._command("worker")),
            "clerk": self._start(self._command("clerk")),
        }
        try:
            ended = self._watch(children, f"http://{host}:{port}")
        finally:
            self._end(children)
        if ended:
            code = children[ended].returncode
            raise CommandError(
                f"the {ended} stopped by itself ({_how(code)}), so all was stopped; its last words stand above"
            )
        self.stdout.write("Stopped.")

    def _check_port(self, host: str, port: int) -> None:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                raise CommandError(
                    f"cannot listen on {host}:{port}: {error.strerror}. Is the site running already? "
                    f"Another port: make run PORT={port + 1}"
                ) from None

    def _web(self, host: str, port: int, workers: int) -> list[str]:
        return [
            sys.executable, "-m", "gunicorn", "kb.wsgi:application", "--bind", f"{host}:{port}", "--workers", str(workers),
            "--worker-class", "gthread", "--threads", "4", "--timeout", "60", "--graceful-timeout", "10",
            "--log-level", "warning", "--logger-class", "kb.gunicorn_logs.GunicornLogger",
        ]  # fmt: skip

    def _command(self, name: str) -> list[str]:
        # What this process has checked is not checked again.
        return [sys.executable, str(settings.BASE_DIR / "manage.py"), name, "--skip-checks"]

    def _start(self, command: list[str]) -> "subprocess.Popen[bytes]":
        # A session of its own: Ctrl-C reaches this process alone, which then ends both in order.
        # Two arenas of memory instead of eight a core: threads would each keep what their longest page needed.
        environment = {"MALLOC_ARENA_MAX": "2", **os.environ}
        return subprocess.Popen(  # noqa: S603 - our own interpreter and modules
            command, cwd=settings.BASE_DIR, env=environment, start_new_session=True, preexec_fn=_die_with_parent
        )

    def _watch(self, children: "dict[str, subprocess.Popen[bytes]]", address: str) -> str | None:
        """Until Ctrl-C (None), or until a child ends by itself (its name)."""
        started, announced = time.monotonic(), False
        while not self.stopping:
            for name, child in children.items():
                if child.poll() is not None:
                    return name
            if not announced and (
                _answers(address.replace("//0.0.0.0:", "//127.0.0.1:")) or time.monotonic() - started > START_SECONDS
            ):
                announced = True
                self.stdout.write(f"\n  The site answers on {address}/   the editors' desk on {address}/admin/")
                self.stdout.write("  Stop it with Ctrl-C.\n")
                self.stdout.flush()
            time.sleep(0.2)
        return None

    def _stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _end(self, children: "dict[str, subprocess.Popen[bytes]]") -> None:
        for child in children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/live", timeout=1).close()  # noqa: S310 - our own address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _how(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _die_with_parent() -> None:
    """Linux only: a killed parent takes its children along; elsewhere they outlive a kill -9."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DIED, signal.SIGTERM)
