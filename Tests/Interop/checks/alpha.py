"""Compares `gloss agreement --json` with the krippendorff package on real ratings, to nine digits.

4,200 tweets with all their ratings (-4 to 4) go through `gloss import` and `gloss import --annotations`; alpha of the
nine values, and of each value against the others, must be what the package gives for the same file.
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import krippendorff
import numpy

from checks_support import skip

VALUES = [str(value) for value in range(-4, 5)]
DIGITS = 9

PROJECT = """\
name: tweets
fields:
  - {name: text, kind: text}
questions:
  - name: sentiment
    kind: choice
    values:
""" + "".join(f'      - {{name: "{value}"}}\n' for value in VALUES) + """\
round: {overlap: 20, order: imported, seed: 1}
"""


def main(gloss):
    data = pathlib.Path(os.environ["GLOSS_DATA"]) / "text"
    if not (data / "vader_tweets.answers.csv").exists():
        skip(f"1 comparison not made: {data}/vader_tweets.answers.csv is not there "
             "(GLOSS_DATA names the data folder)")
        return
    with tempfile.TemporaryDirectory() as directory:
        workspace = pathlib.Path(directory)
        environment = dict(os.environ, XDG_STATE_HOME=directory, XDG_CONFIG_HOME=directory)

        def run(*arguments):
            done = subprocess.run([gloss, "-C", directory, *arguments], stdout=subprocess.PIPE, env=environment)
            if done.returncode != 0:
                sys.exit(f"interop: gloss {' '.join(arguments)} ended with status {done.returncode}")
            return done.stdout

        (workspace / "gloss.yaml").write_text(PROJECT)
        # The file has no line of column names, as it comes.
        text = (data / "vader_tweets.text.tsv").read_text()
        (workspace / "tweets.tsv").write_text("id\tmean\ttext\n" + text)
        run("init", ".")
        samples = json.loads(run("import", "tweets.tsv", "--id", "id", "--json"))
        expect("samples imported", samples["imported"], text.count("\n"))

        answers = data / "vader_tweets.answers.csv"
        annotations = json.loads(
            run("import", str(answers), "--annotations", "--json",
                "--map", "sample=task", "annotator=worker", "sentiment=label"))
        with answers.open(newline="") as file:
            rows = list(csv.DictReader(file))
        expect("annotations imported", annotations["imported"], len(rows))
        ours = json.loads(run("agreement", "--json"))["questions"]["sentiment"]

    ratings = matrix(rows)
    expect("annotators", ours["annotators"], ratings.shape[0])
    compare("alpha", ours["alpha"], ratings)
    for value in VALUES:
        one_against_others = numpy.where(numpy.isnan(ratings), numpy.nan, ratings == float(value))
        compare(f"alpha of {value}", ours["labels"][value]["alpha"], one_against_others)
    print(f"interop: passed: {len(VALUES) + 1} alphas of {len(rows):,} ratings equal to {DIGITS} digits")


def matrix(rows):
    """Raters by items, NaN where a rater did not rate."""
    workers = {worker: index for index, worker in enumerate(sorted({row["worker"] for row in rows}))}
    tasks = {task: index for index, task in enumerate(sorted({row["task"] for row in rows}))}
    ratings = numpy.full((len(workers), len(tasks)), numpy.nan)
    for row in rows:
        ratings[workers[row["worker"]], tasks[row["task"]]] = float(row["label"])
    return ratings


def compare(name, ours, ratings):
    theirs = krippendorff.alpha(reliability_data=ratings, level_of_measurement="nominal")
    if ours is None or abs(ours - theirs) >= 0.5 * 10**-DIGITS:
        sys.exit(f"interop: {name}: gloss gives {ours!r}, krippendorff gives {theirs!r}")
    print(f"interop: {name}: {ours:.{DIGITS}f}")


def expect(name, ours, theirs):
    if ours != theirs:
        sys.exit(f"interop: {name}: gloss gives {ours}, the file holds {theirs}")


if __name__ == "__main__":
    main(*sys.argv[1:])
