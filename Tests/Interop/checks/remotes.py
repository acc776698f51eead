"""Holds `gloss remote add` against real servers: those that keep conditional writes are taken, others refused.

SeaweedFS (which verifies signatures) and moto's server keep If-None-Match and If-Match; `rclone serve s3` ignores them.
A real sshd runs `gloss serve-store`.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import servers

PROJECT = """\
name: tweets
fields: [{name: text, kind: text}]
questions: [{name: tone, kind: choice, values: [good, bad]}]
"""


class Workspace:
    """A workspace with one commit, and the program in it."""

    def __init__(self, gloss, path, environment):
        self.gloss, self.path = gloss, pathlib.Path(path)
        self.environment = dict(
            os.environ, HOME=str(path), XDG_STATE_HOME=str(path), XDG_CONFIG_HOME=str(path), AWS_PROFILE="",
            **environment)
        self.path.mkdir(parents=True)
        (self.path / "gloss.yaml").write_text(PROJECT)
        (self.path / "tweets.csv").write_text("id,text\n" + "".join(f"t{i},The {i}th morning\n" for i in range(200)))
        self.run("init", ".")
        self.run("import", "tweets.csv", "--id", "id")
        self.run("commit", "-m", "first")

    def start(self, *arguments, **variables):
        return subprocess.Popen(
            [self.gloss, *arguments], cwd=self.path, env=dict(self.environment, **variables), text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments, **variables):
        process = self.start(*arguments, **variables)
        output, error = process.communicate()
        if process.returncode != 0:
            sys.exit(f"interop: gloss {' '.join(arguments)} ended with status {process.returncode}: {error}")
        return output

    def refused(self, words, *arguments, **variables):
        process = self.start(*arguments, **variables)
        _, error = process.communicate()
        if process.returncode != 2 or words not in error:
            sys.exit(f"interop: gloss {' '.join(arguments)} should be refused with “{words}”: {error}")


def main(gloss):
    gloss = os.path.abspath(gloss)
    for name, check in CHECKS.items():
        with tempfile.TemporaryDirectory() as folder:
            reason = check(gloss, pathlib.Path(folder))
        if reason:
            print(f"interop: SKIPPED, {name}: {reason}")


def keeps_conditions(server, name):
    def check(gloss, folder):
        with server(folder) as endpoint:
            workspace = Workspace(gloss, folder / "work", servers.s3_environment(endpoint))
            url = "s3://labels/team a/ü+x"
            added = json.loads(workspace.run("remote", "add", "origin", url, "--json"))
            expect(name, added["url"], url)
            listed = json.loads(workspace.run("remote", "list", "--json"))["remotes"]
            expect(name, [remote["name"] for remote in listed], ["origin"])
            expect(name, keys(endpoint), ["team a/ü+x/format"])
            workspace.refused("no bucket", "remote", "add", "other", "s3://nowhere/x")
            if name == "SeaweedFS":
                workspace.refused("secret key", "remote", "add", "other", url, AWS_SECRET_ACCESS_KEY="wrong")
                workspace.refused("does not know the access key", "remote", "add", "other", url, AWS_ACCESS_KEY_ID="x")
            # From here on the network drops, delays, truncates and repeats.
            with servers.faulty(endpoint) as proxy:
                pushing(workspace, gloss, folder, servers.s3_environment(proxy.endpoint), url, name)
                print(f"interop: {name}: {proxy.requests} requests, {proxy.faults} of them met a fault")
        print(f"interop: passed: {name} is taken, and its refs move one at a time")

    return check


def ignores_conditions(gloss, folder):
    with servers.rclone(folder) as endpoint:
        workspace = Workspace(gloss, folder / "work", servers.s3_environment(endpoint))
        workspace.refused("If-None-Match: *", "remote", "add", "origin", "s3://labels/tweets")
        expect("rclone", json.loads(workspace.run("remote", "list", "--json"))["remotes"], [])
        left = [path for path in (folder / "served").rglob("*") if path.is_file()]
        expect("files that the race left", left, [])
    print("interop: passed: rclone serve s3 is refused, for it ignores If-None-Match")


def over_ssh(gloss, folder):
    with servers.sshd(folder, gloss) as (port, command):
        if port is None:
            return command
        environment = {"GLOSS_SSH": command}
        workspace = Workspace(gloss, folder / "work", environment)
        url = f"ssh://127.0.0.1:{port}{folder}/it%27s%20there"
        workspace.run("remote", "add", "origin", url)
        expect("format there", (folder / "it's there" / "format").read_text(), "gloss store 1\n")
        workspace.refused("cannot connect", "remote", "add", "other", f"ssh://nobody@127.0.0.1:{port}/x")
        pushing(workspace, gloss, folder, environment, url, "ssh")
    print("interop: passed: a store behind a real sshd is served")


def pushing(workspace, gloss, folder, environment, url, name):
    """Sixteen clones that push at once: every commit is in the history in the end."""
    commands = {line.split()[0] for line in workspace.run("--help").splitlines() if line.startswith("  ")}
    missing = {"clone", "push", "pull"} - commands
    if missing:
        print(f"interop: SKIPPED, {name}: 16 writers: this gloss has no {', '.join(sorted(missing))}")
        return
    workspace.run("push", "origin")
    clones = []
    environment = dict(environment, AWS_MAX_ATTEMPTS="12")
    for number in range(WRITERS):
        path = folder / f"clone{number}"
        workspace.run("clone", url, str(path))
        clone = object.__new__(Workspace)
        clone.gloss, clone.path, clone.environment = gloss, path, dict(workspace.environment, **environment)
        (path / "more.csv").write_text(f"id,text\nw{number},Writer {number} was here\n")
        clone.run("import", "more.csv", "--id", "id")
        clone.run("commit", "-m", f"writer {number}")
        clones.append(clone)
    waiting = list(clones)
    rounds = 0
    while waiting:
        rounds += 1
        if rounds > 3 * WRITERS:
            sys.exit(f"interop: {name}: {len(waiting)} writers never got through")
        pushes = [(clone, clone.start("push", "origin")) for clone in waiting]
        ended = [(clone, process.communicate()[1], process.returncode) for clone, process in pushes]
        for clone, error, status in ended:
            if status not in (0, 2):
                sys.exit(f"interop: {name}: a push ended with status {status}: {error}")
        if all(status != 0 for _, _, status in ended):
            sys.exit(f"interop: {name}: no push of {len(ended)} got through: {ended[0][1]}")
        waiting = [clone for clone, _, status in ended if status != 0]
        for clone in waiting:
            clone.run("pull", "origin")
    last = folder / "last"
    workspace.run("clone", url, str(last))
    log = json.loads(workspace.run("-C", str(last), "log", "--json"))["commits"]
    messages = {commit["message"] for commit in log}
    expect(f"{name}: writers in the history",
           [number for number in range(WRITERS) if f"writer {number}" not in messages], [])
    workspace.run("-C", str(last), "fsck")


WRITERS = 16


def keys(endpoint):
    listing = servers.s3_client(endpoint).list_objects_v2(Bucket="labels")
    return sorted(entry["Key"] for entry in listing.get("Contents", []))


def expect(name, ours, theirs):
    if ours != theirs:
        sys.exit(f"interop: {name}: {ours!r} instead of {theirs!r}")


CHECKS = {
    "SeaweedFS": keeps_conditions(servers.seaweedfs, "SeaweedFS"),
    "moto": keeps_conditions(servers.moto, "moto"),
    "rclone": ignores_conditions,
    "ssh": over_ssh,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
