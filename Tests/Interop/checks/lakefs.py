"""Publishes to a stub of lakeFS that takes only what the public API's OpenAPI document allows.

No lakeFS server can be had here. The stub holds each request against the document's shape of uploadObject and commit:
method, path, query, content type, body, credentials. It answers as the document says, and refuses on demand.
"""

import base64
import hashlib
import http.server
import json
import sys
import tempfile
import threading
import urllib.parse

from checks_support import Workspace, expect, fail

KEY, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG"
PREFIX = "/api/v1/repositories/data/branches/main/"


class Stub(http.server.BaseHTTPRequestHandler):
    """One repository `data` with one branch `main`."""

    protocol_version = "HTTP/1.1"
    staged, commits, problems = {}, [], []
    # Statuses to give to the next requests before they are looked at.
    refusals = []
    hook = None

    def log_message(self, *_):
        pass

    def answer(self, status, document, headers={}):
        data = json.dumps(document).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_PUT(self):
        self.problems.append(f"{self.command} {self.path}: the API has no such call here")
        self.answer(405, {"message": "method not allowed"})

    do_GET = do_HEAD = do_DELETE = do_PUT

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        wanted = "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if self.headers.get("Authorization") != wanted:
            return self.answer(401, {"message": "error authenticating request"})
        if Stub.refusals:
            status, headers = Stub.refusals.pop(0)
            return self.answer(status, {"message": "try later"}, headers)
        url = urllib.parse.urlsplit(self.path)
        query = urllib.parse.parse_qs(url.query, keep_blank_values=True, strict_parsing=bool(url.query))
        if not url.path.startswith(PREFIX):
            return self.answer(404, {"message": "branch not found"})
        call = url.path[len(PREFIX):]
        if call == "objects":
            self.upload(query, body)
        elif call == "commits":
            self.commit(query, body)
        else:
            self.do_PUT()

    def check(self, holds, problem):
        if not holds:
            self.problems.append(problem)

    def upload(self, query, body):
        self.check(set(query) <= {"path", "storageClass", "force"} and len(query.get("path", [])) == 1, f"query {query}")
        self.check(self.headers.get("Content-Type") == "application/octet-stream", "type of an object")
        path = query["path"][0]
        self.check(path and not path.startswith("/"), f"path {path}")
        self.staged[path] = body
        self.answer(201, {
            "path": path, "path_type": "object", "physical_address": "local://data/x",
            "checksum": hashlib.md5(body).hexdigest(), "size_bytes": len(body), "mtime": 1})

    def commit(self, query, body):
        self.check(set(query) <= {"source_metarange"}, f"query {query}")
        self.check(self.headers.get("Content-Type") == "application/json", "type of a commit")
        document = json.loads(body)
        self.check(set(document) <= {"message", "metadata", "date", "allow_empty", "force"}, f"members {set(document)}")
        self.check(isinstance(document.get("message"), str) and document["message"], "a commit needs a message")
        self.check(all(isinstance(value, str) for value in document.get("metadata", {}).values()), "metadata is text")
        if Stub.hook:
            return self.answer(412, {"message": Stub.hook})
        if self.commits and self.commits[-1]["objects"] == self.staged:
            return self.answer(400, {"message": "commit: no changes"})
        self.commits.append({"objects": dict(self.staged), **document})
        self.answer(201, {
            "id": f"{len(self.commits):064x}", "parents": [], "committer": "me", "message": document["message"],
            "creation_date": 1, "meta_range_id": "", "metadata": document.get("metadata", {})})


def main(gloss):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    variables = {
        "LAKECTL_SERVER_ENDPOINT_URL": endpoint, "LAKECTL_CREDENTIALS_ACCESS_KEY_ID": KEY,
        "LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY": SECRET, "no_proxy": "127.0.0.1"}
    target = "lakefs://data/main/sets/tweets é"

    def refused(name, words, target=target, **changes):
        done = workspace.start("publish", target, **{**variables, **changes})
        if done.returncode != 2 or not all(word in done.stderr for word in words):
            fail(f"{name}: status {done.returncode}, {done.stderr!r} lacks one of {words}")

    with tempfile.TemporaryDirectory() as scratch:
        workspace = Workspace(gloss, f"{scratch}/workspace")
        workspace.run("tag", "v1")
        # The server is busy twice, and once ill.
        Stub.refusals[:] = [(429, {"Retry-After": "1"}), (429, {}), (503, {})]
        answer = json.loads(workspace.run("publish", target, "v1", "--json", **variables))
        expect("refusals that were waited out", Stub.refusals, [])
        commit = Stub.commits[0]
        objects = {path.removeprefix("sets/tweets é/"): data for path, data in commit["objects"].items()}
        expect("objects", sorted(objects), ["SNAPSHOT.json", "data.jsonl", "gloss.yaml", "guidelines.md"])
        expect("rows", objects["data.jsonl"], workspace.run("export", "v1", "-o", "-").encode())
        seal = json.loads(objects["SNAPSHOT.json"])
        version = json.loads(workspace.run("show", "v1", "--json"))["commit"]
        expect("metadata", commit["metadata"], {
            "gloss.commit": version, "gloss.ref": "v1", "gloss.project": "tweets", "gloss.samples": "3",
            "gloss.annotations": "2", "gloss.labels": "2",
            "gloss.seal": hashlib.sha256(objects["SNAPSHOT.json"]).hexdigest()})
        expect("commit of the seal", seal["commit"], version)
        expect("message", commit["message"], "tweets v1: first labels")
        expect("lakeFS's commit", answer["lakefs"]["commit"], f"{1:064x}")
        again = json.loads(workspace.run("publish", target, "v1", "--json", **variables))
        expect("nothing new", again["lakefs"]["commit"], None)
        # As lakectl config writes it.
        (workspace.directory / ".lakectl.yaml").write_text(
            f"credentials:\n  access_key_id: {KEY}\n  secret_access_key: {SECRET}\n"
            f"server:\n  endpoint_url: {endpoint}/api/v1\n")
        workspace.run("publish", target, "main", "-m", "by file", no_proxy="127.0.0.1")
        expect("message of one's own", Stub.commits[-1]["message"], "by file")

        workspace.run("tag", "v2")
        Stub.hook = "hook run id 'x' failed on action 'check': no labels"
        refused("a hook", ["a hook of lakeFS refused the commit", "no labels", "lakectl branch reset"])
        Stub.hook = None
        Stub.refusals[:] = [(429, {})] * 6
        refused("too many requests", ["too many requests"])
        refused("wrong secret", ["does not know the access key"], LAKECTL_CREDENTIALS_SECRET_ACCESS_KEY="wrong")
        refused("no branch", ["branch not found"], target="lakefs://data/other/x")
        refused("no server", ["cannot be reached"], LAKECTL_SERVER_ENDPOINT_URL="http://127.0.0.1:1")
        refused("no address", ["lakefs://repository/branch/path"], target="lakefs://data")
        expect("requests beyond the API", Stub.problems, [])
    print("interop: passed: gloss publish keeps to the shapes of lakeFS's API (a stub; no lakeFS was there)")


if __name__ == "__main__":
    main(*sys.argv[1:])
