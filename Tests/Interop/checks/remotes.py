"""Holds `gloss remote add` against real servers: those that keep conditional writes are taken, others refused.

SeaweedFS (which verifies signatures) and moto's server keep If-None-Match and If-Match; `rclone serve s3` ignores them.
A real sshd runs `gloss serve-store`.
"""

import concurrent.futures
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

import servers
from checks_support import skip

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

    @classmethod
    def at(cls, gloss, path, environment):
        """One that is there."""
        workspace = object.__new__(cls)
        workspace.gloss, workspace.path, workspace.environment = gloss, path, environment
        return workspace

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
            skip(f"{name}: {reason}")


def keeps_conditions(server, name, writers):
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
                pushing(workspace, gloss, folder, servers.s3_environment(proxy.endpoint), url, name, writers)
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
        pushing(workspace, gloss, folder, environment, url, "ssh", 4)
    print("interop: passed: a store behind a real sshd is served")


def pushing(workspace, gloss, folder, environment, url, name, writers):
    """So many clones, each with an answer of its own, that push at once and pull where they have to: in the end every
    commit is in the history, and every answer in the version."""
    workspace.run("push", "origin")
    start = threading.Barrier(writers, timeout=300)
    commits, refusals = {}, []
    # One request in six meets a fault before some of these servers.
    environment = dict(environment, AWS_MAX_ATTEMPTS="12")

    def write(number):
        path = folder / f"clone{number}"
        workspace.run("clone", url, str(path), **environment)
        clone = Workspace.at(gloss, path, dict(workspace.environment, **environment))
        (path / "more.csv").write_text(f"sample,annotator,tone\nt{number % 3},writer{number},good\n")
        clone.run("import", "more.csv", "--annotations")
        commits[number] = json.loads(clone.run("commit", "-m", f"writer {number}", "--json"))["commit"]
        chance = random.Random(number)
        start.wait()
        for refused in range(4 * writers):
            push = clone.start("push", "origin")
            _, error = push.communicate()
            if push.returncode == 0:
                return
            if push.returncode != 2 or "gloss pull" not in error:
                sys.exit(f"interop: {name}: a push ended with status {push.returncode}: {error}")
            refusals.append(number)
            # Whoever comes right back meets the same ones again.
            time.sleep(chance.uniform(0, min(6, 0.5 * 2**refused)))
            clone.run("pull", "origin")
        sys.exit(f"interop: {name}: writer {number} never got through")

    with concurrent.futures.ThreadPoolExecutor(writers) as pool:
        running = [pool.submit(write, number) for number in range(writers)]
        try:
            for future in concurrent.futures.as_completed(running):
                future.result()
        except BaseException:
            start.abort()
            raise
    last = folder / "last"
    workspace.run("clone", url, str(last))
    log = json.loads(workspace.run("-C", str(last), "log", "--json"))["commits"]
    history = {commit["commit"] for commit in log}
    expect(f"{name}: writers whose commit is lost",
           [number for number in range(writers) if commits[number] not in history], [])
    exported = workspace.run("-C", str(last), "export", "main", "--annotations", "-o", "-").splitlines()
    found = [entry["annotator"] for row in map(json.loads, exported) for entry in row["annotations"]]
    expect(f"{name}: who answered", sorted(found), sorted(f"writer{number}" for number in range(writers)))
    workspace.run("-C", str(last), "fsck")
    print(f"interop: {name}: {writers} clones pushed at once, {len(refusals)} pushes were refused, no commit is lost")


def keys(endpoint):
    listing = servers.s3_client(endpoint).list_objects_v2(Bucket="labels")
    return sorted(entry["Key"] for entry in listing.get("Contents", []))


def expect(name, ours, theirs):
    if ours != theirs:
        sys.exit(f"interop: {name}: {ours!r} instead of {theirs!r}")


CHECKS = {
    "SeaweedFS": keeps_conditions(servers.seaweedfs, "SeaweedFS", 16),
    "moto": keeps_conditions(servers.moto, "moto", 6),
    "rclone": ignores_conditions,
    "ssh": over_ssh,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
