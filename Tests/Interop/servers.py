"""Servers of other people for checks: each on free ports of the loopback, in a folder of its own, ended by its pid.

And a proxy of our own that stands before one and does to requests what networks do.
"""

import contextlib
import http.client
import http.server
import json
import os
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

KEY = "AKIDEXAMPLE"
SECRET = "wJalrXUtnFEMI+K7MDENG/bPxRfiCYEXAMPLEKEY"


def free_ports(count):
    """Ports that nobody listened on a moment ago. SeaweedFS adds 10,000 to each for its second port."""
    ports = []
    while len(ports) < count:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            if port + 10000 > 65535 or port in ports:
                continue
            try:
                second.bind(("127.0.0.1", port + 10000))
            except OSError:
                continue
            ports.append(port)
    return ports


def package_program(name):
    """A program that a PyPI package put beside this Python."""
    return str(pathlib.Path(sys.executable).parent / name)


@contextlib.contextmanager
def running(arguments, folder, name, ready):
    """Runs a server until the block ends; `ready` is asked until it says so."""
    log = pathlib.Path(folder) / f"{name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd=folder)
    try:
        for _ in range(600):
            if process.poll() is not None:
                sys.exit(f"interop: {name} ended with status {process.returncode}: {log.read_text()[-2000:]}")
            if ready():
                break
            time.sleep(0.1)
        else:
            sys.exit(f"interop: {name} does not answer: {log.read_text()[-2000:]}")
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(url):
    def ask():
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    return ask


def s3_environment(endpoint):
    return {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}


@contextlib.contextmanager
def seaweedfs(folder):
    """SeaweedFS with credentials, so that it verifies signatures. Gives the endpoint."""
    identity = {"name": "test", "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
                "actions": ["Admin", "Read", "Write", "List"]}
    config = pathlib.Path(folder) / "s3.json"
    config.write_text(json.dumps({"identities": [identity]}))
    (pathlib.Path(folder) / "weed").mkdir()
    master, volume, filer, s3 = free_ports(4)
    endpoint = f"http://127.0.0.1:{s3}"
    arguments = [
        package_program("weed"), "server", "-master.telemetry=false", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        "-dir=weed", f"-master.port={master}", f"-volume.port={volume}", "-filer", f"-filer.port={filer}", "-s3",
        f"-s3.port={s3}", f"-s3.config={config}",
        # Two servers of its own on ports that are always the same.
        "-s3.port.iceberg=0", "-s3.port.lance=0"]

    def ready():
        return answers(endpoint)() and make_bucket(endpoint)

    with running(arguments, folder, "seaweedfs", ready):
        yield endpoint


@contextlib.contextmanager
def moto(folder):
    port, = free_ports(1)
    endpoint = f"http://127.0.0.1:{port}"
    arguments = [package_program("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with running(arguments, folder, "moto", lambda: answers(endpoint)() and make_bucket(endpoint)):
        yield endpoint


@contextlib.contextmanager
def rclone(folder):
    port, = free_ports(1)
    endpoint = f"http://127.0.0.1:{port}"
    (pathlib.Path(folder) / "served" / "labels").mkdir(parents=True)
    arguments = [package_program("rclone"), "serve", "s3", "--addr", f"127.0.0.1:{port}",
                 "--auth-key", f"{KEY},{SECRET}", "served"]
    with running(arguments, folder, "rclone", answers(endpoint)):
        yield endpoint


def make_bucket(endpoint, name="labels"):
    client = s3_client(endpoint)
    try:
        client.create_bucket(Bucket=name)
    except client.exceptions.BucketAlreadyOwnedByYou:
        pass
    except Exception:
        # Not up yet.
        return False
    return True


def s3_client(endpoint):
    import boto3
    import botocore.config

    return boto3.client(
        "s3", endpoint_url=endpoint, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1",
        config=botocore.config.Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}))


@contextlib.contextmanager
def sshd(folder, gloss):
    """A real sshd with keys of its own, that runs commands with `gloss` on the PATH. Gives the port, and the ssh command
    that reaches it; None and the reason where there is no sshd."""
    program = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if not program or not shutil.which("ssh"):
        yield None, "sshd is not installed (openssh-server)"
        return
    folder = pathlib.Path(folder)
    for name in ["host", "user"]:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    port, = free_ports(1)
    (folder / "authorized_keys").write_text((folder / "user.pub").read_text())
    (folder / "known_hosts").write_text(
        f"[127.0.0.1]:{port} " + " ".join((folder / "host.pub").read_text().split()[:2]) + "\n")
    # An interactive shell's settings do not count for a command: the PATH comes from here.
    (folder / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized_keys\n"
        f"PidFile {folder}/sshd.pid\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
        f"SetEnv PATH={pathlib.Path(gloss).parent}:/usr/bin:/bin\n")
    if os.geteuid() == 0:
        # Where sshd keeps the folder that it locks itself into.
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
    command = f"ssh -F none -i {folder}/user -o UserKnownHostsFile={folder}/known_hosts -o BatchMode=yes"

    def ready():
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    with running([program, "-D", "-e", "-f", folder / "sshd_config"], folder, "sshd", ready):
        yield port, command


class Faulty(http.server.ThreadingHTTPServer):
    """A proxy that drops, delays, truncates and repeats about every sixth request, the same in every run as far as the
    order of requests is."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, endpoint):
        super().__init__(("127.0.0.1", 0), FaultyRequest)
        self.upstream = endpoint.removeprefix("http://")
        self.endpoint = f"http://127.0.0.1:{self.server_port}"
        self.chance = random.Random(7)
        self.lock = threading.Lock()
        self.requests = self.faults = 0

    def next_fault(self):
        with self.lock:
            self.requests += 1
            fault = self.chance.choice(["drop", "cut", "lose", "truncate", "repeat", "delay"] + [None] * 30)
            self.faults += fault is not None
            return fault

    def handle_error(self, request, client_address):
        # A client that went away is no news here.
        pass


class FaultyRequest(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def pass_on(self):
        fault = self.server.next_fault()
        self.close_connection = fault in ("drop", "cut", "lose", "truncate")
        size = int(self.headers.get("Content-Length") or 0)
        if fault == "drop":
            return
        if fault == "cut":
            self.rfile.read(size // 2)
            return
        body = self.rfile.read(size)
        if fault == "delay":
            time.sleep(0.2)
        status, headers, answer = self.forward(body)
        if fault == "repeat":
            status, headers, answer = self.forward(body)
        if fault == "lose":
            return
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer[:len(answer) // 2] if fault == "truncate" else answer)

    do_GET = do_PUT = do_DELETE = pass_on

    def forward(self, body):
        connection = http.client.HTTPConnection(self.server.upstream, timeout=60)
        # The signature is of the host that the client named.
        connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            if name.lower() not in ("expect", "connection"):
                connection.putheader(name, value)
        connection.endheaders(body or None)
        response = connection.getresponse()
        answer = response.status, response.getheaders(), response.read()
        connection.close()
        return answer


@contextlib.contextmanager
def faulty(endpoint):
    """Gives a proxy before `endpoint`; its own is `.endpoint`."""
    with Faulty(endpoint) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
