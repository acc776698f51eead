"""What several checks need: a small workspace, and a failure in one line."""

import os
import pathlib
import signal
import subprocess
import sys

# When the time is over the servers that a check has started end with it.
signal.signal(signal.SIGTERM, lambda *_: sys.exit("interop: ended by a signal"))

PROJECT = """\
name: tweets
fields:
  - {{name: text, kind: text}}
questions:
  - name: sentiment
    kind: choice
    values: [{{name: negative}}, {{name: neutral}}, {{name: positive}}]
guidelines: {guidelines}
labels: {{rule: majority, at-least: 1}}
round: {{overlap: 1}}
"""

SAMPLES = """\
{"id": "t1", "text": "What a lovely morning"}
{"id": "t2", "text": "Die Bahn kommt um neun. Grüße 🚆"}
{"id": "t3", "text": "I never want to see this again"}
"""

ANNOTATIONS = """\
sample,annotator,sentiment
t1,alice,positive
t3,alice,negative
"""


class Workspace:
    """Three samples, two labels, one commit."""

    def __init__(self, gloss, directory, guidelines="guidelines.md"):
        self.gloss = gloss
        self.directory = pathlib.Path(directory)
        path = self.directory / guidelines
        path.parent.mkdir(parents=True)
        path.write_text("# Sentiment\n\nJudge what the writer feels.\n")
        quoted = "'" + guidelines + "'"
        (self.directory / "gloss.yaml").write_text(PROJECT.format(guidelines=quoted))
        (self.directory / "samples.jsonl").write_text(SAMPLES)
        (self.directory / "answers.csv").write_text(ANNOTATIONS)
        self.run("init", ".")
        self.run("import", "samples.jsonl")
        self.run("import", "answers.csv", "--annotations")
        self.run("commit", "-m", "first labels")

    def start(self, *arguments, **variables):
        """A run to its end, whatever that is."""
        environment = dict(
            os.environ, HOME=str(self.directory), XDG_STATE_HOME=str(self.directory),
            XDG_CONFIG_HOME=str(self.directory), **variables)
        return subprocess.run(
            [self.gloss, "-C", str(self.directory), *map(str, arguments)], env=environment, capture_output=True,
            text=True)

    def run(self, *arguments, **variables):
        done = self.start(*arguments, **variables)
        if done.returncode != 0:
            fail(f"gloss {' '.join(map(str, arguments))} ended with status {done.returncode}: {done.stderr}")
        return done.stdout


def expect(name, found, wanted):
    if found != wanted:
        fail(f"{name}: {found!r} is not {wanted!r}")


def fail(problem):
    sys.exit(f"interop: {problem}")


def skip(reason):
    """Says what is not checked, and why; the runner counts it."""
    line = f"interop: SKIPPED, {reason}"
    print(line)
    if "INTEROP_SKIPPED" in os.environ:
        with open(os.environ["INTEROP_SKIPPED"], "a") as file:
            file.write(line.replace("\n", " ") + "\n")
