"""Holds `gloss suspects` against cleanlab.

On the same probabilities: thresholds, confident joint, its calibrated counts and the noise matrices to nine digits, and
for every filter the same issues in the same order, on random tables of several shapes. On tweets of which every tenth
label is changed: the area under the ROC curve of our model's doubts beside that of scikit-learn's logistic regression and
cleanlab on the same features (label_errors.py).
"""

import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
from cleanlab.count import compute_confident_joint, estimate_latent, get_confident_thresholds
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.metrics import average_precision_score, roc_auc_score

import label_errors
from checks_support import expect, fail, skip

DIGITS = 9
# NumPy's usual sort orders equal numbers as the processor's vector unit has it, and with it cleanlab rounds equal remainders
# differently on different machines. A stable one gives one answer.
unstable = numpy.argsort
numpy.argsort = lambda numbers, *arguments, **options: unstable(numbers, *arguments, **{"kind": "stable", **options})
FILTERS = ["prune_by_noise_rate", "prune_by_class", "both", "confident_learning", "predicted_neq_given"]
RANKS = ["self_confidence", "normalized_margin"]
TWEETS = 2000


def main(gloss):
    with tempfile.TemporaryDirectory() as directory:
        directory = pathlib.Path(directory)
        compared = 0
        for seed, (rows, classes) in enumerate([(200, 2), (500, 3), (300, 5), (1000, 10), (40, 4), (60, 2)]):
            labels, probabilities = table(rows, classes, seed)
            compared += compare(gloss, directory, labels, probabilities)
        print(f"interop: passed: {compared} lists of label issues in cleanlab's order, with its joint and thresholds")
        flipped(gloss, directory)


def table(rows, classes, seed):
    """Labels of which a fifth are wrong, and probabilities that know more or less."""
    generator = numpy.random.default_rng(seed)
    truth = generator.integers(0, classes, rows)
    # Each class occurs; the last one seldom.
    truth[:classes] = numpy.arange(classes)
    truth[classes:][truth[classes:] == classes - 1] = generator.integers(0, classes, (truth[classes:] == classes - 1).sum())
    labels = numpy.where(generator.random(rows) < 0.2, generator.integers(0, classes, rows), truth)
    labels[:classes] = numpy.arange(classes)
    scores = generator.normal(size=(rows, classes)) + 1.5 * numpy.eye(classes)[truth]
    odds = numpy.exp(scores)
    return labels, odds / odds.sum(axis=1, keepdims=True)


def compare(gloss, directory, labels, probabilities):
    classes = probabilities.shape[1]
    names = [f"class {index}" for index in range(classes)]
    write(directory / "labels.csv", ["label"], [[names[label]] for label in labels])
    write(directory / "probabilities.csv", names, [[repr(float(cell)) for cell in row] for row in probabilities])
    # As they are read again.
    lists = 0
    for filter_by in FILTERS:
        for rank in RANKS:
            ours = suspects(
                gloss, directory / "labels.csv", "--label", "label", "--probabilities", directory / "probabilities.csv",
                "--filter", filter_by, "--rank", rank)
            theirs = find_label_issues(
                labels, probabilities, filter_by=filter_by, return_indices_ranked_by=rank, n_jobs=1)
            where = f"{len(labels)} rows of {classes} classes, {filter_by} by {rank}"
            expect(where, [row["row"] - 1 for row in ours["suspects"]], [int(row) for row in theirs])
            scores = get_label_quality_scores(labels, probabilities, method=rank)
            for row in ours["suspects"]:
                close(where + ", score", 1 - row["score"], scores[row["row"] - 1])
            lists += 1
    joint = compute_confident_joint(labels, probabilities)
    _, noise, inverse = estimate_latent(joint, labels)
    for name, mine, other in [
        ("thresholds", ours["thresholds"], get_confident_thresholds(labels, probabilities)),
        ("confident joint", ours["confident_joint"], compute_confident_joint(labels, probabilities, calibrate=False)),
        ("calibrated joint", ours["joint"], joint),
        ("noise matrix", ours["noise"], noise),
        ("inverse noise matrix", ours["inverse_noise"], inverse.T),
    ]:
        mine = numpy.array(mine, dtype=float)
        expect(f"{name}: shape", mine.shape, other.shape)
        for a, b in zip(mine.ravel(), other.ravel()):
            close(name, a, b)
    return lists


def flipped(gloss, directory):
    data = pathlib.Path(os.environ["GLOSS_DATA"]) / "text" / "vader_tweets.text.tsv"
    if not data.exists():
        skip(f"label errors on tweets not compared: {data} is not there (GLOSS_DATA names the data folder)")
        return
    texts, given, wrong = label_errors.flipped(data, TWEETS)
    write(directory / "tweets.csv", ["text", "label"], zip(texts, given))
    ours = suspects(gloss, directory / "tweets.csv", "--text", "text", "--label", "label", "--all")
    doubts = numpy.zeros(len(texts))
    for row in ours["suspects"]:
        doubts[row["row"] - 1] = row["score"]
    theirs = label_errors.doubts(label_errors.features(texts), given)
    figures = [
        (name, roc_auc_score(wrong, scores), average_precision_score(wrong, scores))
        for name, scores in [("gloss", doubts), ("cleanlab", theirs)]
    ]
    for name, area, precision in figures:
        print(f"interop: {len(texts)} tweets, {sum(wrong)} labels changed: {name}: AUROC {area:.4f}, AP {precision:.4f}")
    if figures[0][1] < figures[1][1] - 0.01:
        fail("our doubts order the changed labels worse than cleanlab's on the same features")
    print("interop: passed: label errors on tweets are found as well as by cleanlab")


def suspects(gloss, *arguments):
    command = [gloss, "suspects", *map(str, arguments), "--limit", "1000000", "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE)
    if done.returncode != 0:
        fail(f"{' '.join(command)} ended with status {done.returncode}")
    return json.loads(done.stdout)


def write(path, header, rows):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def close(name, ours, theirs):
    if ours is None or abs(ours - theirs) >= 0.5 * 10**-DIGITS:
        fail(f"{name}: gloss gives {ours!r}, cleanlab {theirs!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
