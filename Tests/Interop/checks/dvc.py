"""Hands `gloss export --format dvc` to the real DVC: status, pull, get and import, and the .dir object to the byte."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import servers
from checks_support import Workspace, expect, fail

DVC = [sys.executable, "-m", "dvc"]


def run(directory, *command):
    environment = dict(
        os.environ, HOME=str(directory), DVC_NO_ANALYTICS="1", DVC_TEST="true", GIT_CONFIG_NOSYSTEM="1",
        GIT_AUTHOR_NAME="a", GIT_AUTHOR_EMAIL="a@example.org", GIT_COMMITTER_NAME="a",
        GIT_COMMITTER_EMAIL="a@example.org")
    done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        fail(f"{' '.join(map(str, command[-5:]))} in {directory.name}: {done.stdout}{done.stderr}")
    return done.stdout


def contents(directory):
    return {str(path.relative_to(directory)): path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()}


def check_objects(remote, pointer, snapshot):
    """Every object is named by its MD5, and the list is what Python's json makes of it."""
    listing = remote / "files" / "md5" / pointer["md5"][:2] / pointer["md5"][2:]
    data = listing.read_bytes()
    expect("md5 of the .dir object", hashlib.md5(data).hexdigest() + ".dir", pointer["md5"])
    entries = json.loads(data)
    expect("bytes of the .dir object", data.decode(), json.dumps(entries, sort_keys=True))
    expect("order of the .dir object", [entry["relpath"] for entry in entries], sorted(snapshot))
    for entry in entries:
        path = remote / "files" / "md5" / entry["md5"][:2] / entry["md5"][2:]
        expect(f"object of {entry['relpath']}", path.read_bytes(), snapshot[entry["relpath"]])
        expect(f"md5 of {entry['relpath']}", hashlib.md5(path.read_bytes()).hexdigest(), entry["md5"])


def check_s3(workspace, scratch, endpoint):
    """The bucket gets what the cache has, which DVC takes for its own. (DVC's own S3 needs other packages than moto.)"""
    variables = servers.s3_environment(endpoint)
    project = scratch / "s3-project"
    for _ in range(2):
        workspace.run("export", "main", "--format", "dvc", "-o", project, "--remote", "s3://labels/dvc é", **variables)
    client = servers.s3_client(endpoint)
    keys = [entry["Key"] for entry in client.list_objects_v2(Bucket="labels")["Contents"]]
    found = {key.removeprefix("dvc é/"): client.get_object(Bucket="labels", Key=key)["Body"].read() for key in keys}
    expect("s3: objects", found, contents(project / ".dvc" / "cache"))
    config = run(project, *DVC, "config", "--list")
    for line in ["remote.gloss.url=s3://labels/dvc é", f"remote.gloss.endpointurl={endpoint}"]:
        expect(f"s3: {line}", line in config, True)


def pointer_of(path):
    """The few lines of a .dvc file: YAML that needs no parser."""
    lines = [line.strip("- ").split(": ", 1) for line in path.read_text().splitlines()[1:]]
    return {name.strip(): value for name, value in lines}


def git(directory):
    run(directory, "git", "init", "-q")
    run(directory, "git", "add", "-A")
    run(directory, "git", "commit", "-qm", "snapshot")


def main(gloss):
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        workspace = Workspace(gloss, scratch / "workspace", guidelines="anleitung/für \"alle\" 𝒳.md")
        for name, remote in [("alone", None), ("shared", scratch / "store")]:
            project = scratch / name
            workspace.run("export", "main", "--format", "dvc", "-o", project, *(["--remote", remote] if remote else []))
            # Again over itself: nothing may change.
            before = contents(project)
            workspace.run("export", "main", "--format", "dvc", "-o", project, *(["--remote", remote] if remote else []))
            expect(f"{name}: exported again", contents(project), before)
            snapshot = contents(project / "tweets")
            expect(f"{name}: a name beyond ASCII", 'anleitung/für "alle" 𝒳.md' in snapshot, True)
            pointer = pointer_of(project / "tweets.dvc")
            expect(f"{name}: nfiles", pointer["nfiles"], str(len(snapshot)))
            expect(f"{name}: size", pointer["size"], str(sum(map(len, snapshot.values()))))
            check_objects(remote or project / ".dvc" / "cache", pointer, snapshot)
            if not remote:
                # The whole can be carried elsewhere.
                project = pathlib.Path(shutil.move(project, scratch / "moved"))
            git(project)

            expect(f"{name}: dvc status", json.loads(run(project, *DVC, "status", "--json")), {})
            expect(f"{name}: dvc's own name", pointer_of(project / "tweets.dvc"), pointer)
            shutil.rmtree(project / "tweets")
            if remote:
                shutil.rmtree(project / ".dvc" / "cache")
            run(project, *DVC, "pull", "-q")
            expect(f"{name}: dvc pull", contents(project / "tweets"), snapshot)
            expect(f"{name}: status --cloud", json.loads(run(project, *DVC, "status", "--cloud", "--json")), {})
            expect(f"{name}: git is clean", run(project, "git", "status", "--porcelain"), "")
            # What DVC itself would write for the same directory.
            run(project, *DVC, "commit", "-q", "-f")
            expect(f"{name}: dvc commit", pointer_of(project / "tweets.dvc"), pointer)

            other = scratch / f"{name}-consumer"
            other.mkdir()
            run(other, *DVC, "get", "-q", project, "tweets", "-o", "got")
            expect(f"{name}: dvc get", contents(other / "got"), snapshot)
            run(other, *DVC, "get", "-q", project, "tweets/data.jsonl")
            expect(f"{name}: dvc get of a file", (other / "data.jsonl").read_bytes(), snapshot["data.jsonl"])
            run(other, "git", "init", "-q")
            run(other, *DVC, "init", "-q")
            run(other, *DVC, "import", "-q", project, "tweets")
            expect(f"{name}: dvc import", contents(other / "tweets"), snapshot)
            workspace.run("verify", other / "tweets")
        with servers.moto(scratch) as endpoint:
            check_s3(Workspace(gloss, scratch / "s3"), scratch, endpoint)
    print("interop: passed: DVC takes what gloss export writes: status, pull, commit, get, import")


if __name__ == "__main__":
    main(*sys.argv[1:])
