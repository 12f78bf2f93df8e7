"""Does for one service what systemd does, by what its unit files say.

There is no systemd where tests run. This reads the settings that start, watch
and restart a service and goes by them. The sandbox is not built: whether the
server could live in it, test_systemd.py finds out in other ways."""

import os
import pathlib
import shlex
import signal
import socket
import subprocess
import threading
import time

from support import PATIENCE, PROGRAMS, clean_environment, eventually, free_port
from unit import Unit, seconds


class Supervisor:
    """`places` are the files and folders of the host by their paths in the
    unit; `faster` divides all its times, so that tests need not wait long."""

    def __init__(self, folder, service, activation, places, faster=1):
        self.folder, self.faster = folder, faster
        self.unit, self.places = Unit(service), places
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=int(Unit(activation).one("Socket", "Backlog")))
        assert Unit(activation).one("Socket", "ListenStream").startswith("127.0.0.1:")
        self.port = self.listener.getsockname()[1]
        self.side = free_port()
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(str(folder / "notify"))
        self.notify.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self.notify.settimeout(0.02)
        self.credentials = folder / "credentials"
        self.credentials.mkdir()
        for line in self.unit.all("Service", "LoadCredential"):
            name, path = line.split(":")
            (self.credentials / name).write_bytes(places[path].read_bytes())
            (self.credentials / name).chmod(0o400)
        self.state = folder / "state"
        (self.state / self.unit.one("Service", "StateDirectory")).mkdir(parents=True)
        self.log = folder / "service.log"
        self.lock = threading.Lock()
        # What happened, in order: (time, what, process id).
        self.events, self.wanted, self.child, self.ready = [], False, None, False
        self.watcher = threading.Thread(target=self.watch, daemon=True)

    def setting(self, name):
        return self.unit.one("Service", name)

    def span(self, name):
        return seconds(self.setting(name)) / self.faster

    def note(self, what, pid=None):
        self.events.append((time.monotonic(), what, pid))

    def times(self, what, pid=None):
        return [at for at, event, who in list(self.events) if event == what and pid in (None, who)]

    # Starting.

    def environment(self):
        found = clean_environment()
        for line in self.unit.all("Service", "Environment"):
            name, value = shlex.split(line)[0].split("=", 1)
            value = value.replace("%d", str(self.credentials)).replace("%S", str(self.state))
            assert "%" not in value, f"what {value} means is not known here"
            if name == "MCP_HEALTH":
                value = f"127.0.0.1:{self.side}"
            found[name] = str(self.places.get(value, value))
        found["NOTIFY_SOCKET"] = str(self.folder / "notify")
        found["WATCHDOG_USEC"] = str(int(self.span("WatchdogSec") * 1e6))
        found["CREDENTIALS_DIRECTORY"] = str(self.credentials)
        return {**found, "LISTEN_FDS": "1"}

    def spawn(self):
        assert self.setting("Type") == "notify" and self.setting("NotifyAccess") == "main"
        program, *arguments = shlex.split(self.setting("ExecStart"))
        program = PROGRAMS / pathlib.Path(program).name
        # Only the process itself can say its id before it becomes the program.
        # bash, because the descriptor may have two digits.
        given = self.listener.fileno()
        script = f'export LISTEN_PID=$$ WATCHDOG_PID=$$; exec "$@" 3<&{given} {given}<&-'
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                ["bash", "-c", script, "bash", program, *arguments],
                env=self.environment(), pass_fds=[given], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd="/", start_new_session=True,
            )
        # Not divided: a busy machine is no slower for it.
        self.ready, self.deadline = False, time.monotonic() + seconds(self.setting("TimeoutStartSec"))
        self.aborting = None
        self.note("start", self.child.pid)

    def start(self):
        self.wanted = True
        self.spawn()
        self.watcher.start()
        eventually(lambda: self.ready, what="READY=1")

    # Watching, in a thread of its own.

    def watch(self):
        while self.wanted or self.child.poll() is None:
            self.hear()
            with self.lock:
                self.look()
        while self.hear():
            pass

    def hear(self):
        """Takes one message, if there is any for a moment."""
        try:
            text, ancillary, *_ = self.notify.recvmsg(4096, socket.CMSG_SPACE(12))
        except TimeoutError:
            return False
        ((_, _, sender),) = ancillary
        pid = int.from_bytes(sender[:4], "little")
        if pid != self.child.pid:
            self.note("a message of another process", pid)
            return True
        for line in text.decode().splitlines():
            self.note(line, pid)
            if line == "READY=1":
                self.ready, self.deadline = True, time.monotonic() + self.span("WatchdogSec")
            elif line == "WATCHDOG=1" and self.ready:
                self.deadline = time.monotonic() + self.span("WatchdogSec")
        return True

    def look(self):
        status, now = self.child.poll(), time.monotonic()
        if status is not None:
            # Its last words may have come before its end.
            while self.hear():
                pass
            self.note(f"exit {status}", self.child.pid)
            clean = status == 0 or -status in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)
            assert self.setting("Restart") == "on-failure"
            if self.wanted and not (clean and not self.aborting):
                time.sleep(self.span("RestartSec"))
                self.spawn()
            else:
                self.wanted = False
        elif self.aborting and now > self.aborting:
            self.note("kill", self.child.pid)
            self.child.kill()
        elif self.wanted and not self.aborting and now > self.deadline:
            self.note("watchdog" if self.ready else "start timeout", self.child.pid)
            # The signal waits for ever in a process that is stopped.
            self.child.send_signal(signal.SIGABRT)
            self.child.send_signal(signal.SIGCONT)
            self.aborting = now + self.span("TimeoutAbortSec")

    # What an operator does.

    def reload(self):
        command = self.setting("ExecReload").replace("$MAINPID", str(self.child.pid))
        subprocess.run(shlex.split(command), check=True, timeout=PATIENCE)

    def stop(self):
        with self.lock:
            self.wanted = False
            if self.child.poll() is None:
                self.child.terminate()
        try:
            status = self.child.wait(seconds(self.setting("TimeoutStopSec")))
        finally:
            self.child.kill()
            self.child.wait()
            if self.watcher.is_alive():
                self.watcher.join(PATIENCE)
        return status

    def __enter__(self):
        try:
            self.start()
        except BaseException as error:
            self.__exit__(type(error))
            raise
        return self

    def __exit__(self, kind, *_):
        try:
            self.stop()
        finally:
            self.listener.close()
            self.notify.close()
            if kind:
                print(f"--- events\n{self.events}\n--- log\n{self.log.read_text()}")
