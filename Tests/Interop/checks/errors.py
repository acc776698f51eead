"""Holds `gloss suspects` against cleanlab.

On the same probabilities: thresholds, confident joint, its calibrated counts and the noise matrices to nine digits, and
for every filter the same issues in the same order, on random tables of several shapes. On tweets of which every tenth
label is changed: the area under the ROC curve of our model's doubts beside that of scikit-learn's logistic regression and
cleanlab on the same features, which are made here anew from their description in TextModel.md.
"""

import csv
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile

import numpy
import scipy.sparse
from cleanlab.count import compute_confident_joint, estimate_latent, get_confident_thresholds
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

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
    lines = [line.split("\t", 2) for line in data.read_text().splitlines()][:TWEETS]
    texts = [line[2] for line in lines]
    truth = [0 if float(line[1]) < -0.5 else 2 if float(line[1]) > 0.5 else 1 for line in lines]
    chance = random.Random(1)
    given = [(label + chance.randint(1, 2)) % 3 if chance.random() < 0.1 else label for label in truth]
    wrong = [a != b for a, b in zip(truth, given)]
    names = ["negative", "neutral", "positive"]
    write(directory / "tweets.csv", ["text", "label"], [[text, names[label]] for text, label in zip(texts, given)])
    ours = suspects(gloss, directory / "tweets.csv", "--text", "text", "--label", "label", "--all")
    doubts = numpy.zeros(len(texts))
    for row in ours["suspects"]:
        doubts[row["row"] - 1] = row["score"]

    labels = numpy.array(given)
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    model = LogisticRegression(C=1, max_iter=1000)
    probabilities = cross_val_predict(model, features(texts), labels, cv=folds, method="predict_proba")
    theirs = 1 - get_label_quality_scores(labels, probabilities, method="normalized_margin")
    figures = [
        (name, roc_auc_score(wrong, scores), average_precision_score(wrong, scores))
        for name, scores in [("gloss", doubts), ("cleanlab", theirs)]
    ]
    for name, area, precision in figures:
        print(f"interop: {len(texts)} tweets, {sum(wrong)} labels changed: {name}: AUROC {area:.4f}, AP {precision:.4f}")
    if figures[0][1] < figures[1][1] - 0.01:
        fail("our doubts order the changed labels worse than cleanlab's on the same features")
    print("interop: passed: label errors on tweets are found as well as by cleanlab")


# The features of TextModel.md.

MASK = (1 << 64) - 1
OFFSET, PRIME, BITS = 0xCBF29CE484222325, 0x100000001B3, 18


def mixed(value):
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
    return value ^ (value >> 31)


def of_word(sign):
    return sign.isalpha() or sign.isnumeric() or sign in "_'"


def columns(text):
    """The hashed n-grams of a text, each as often as it occurs."""
    signs = " " + " ".join("".join(sign.lower() for sign in text).split()) + " "
    if signs == "  ":
        return []
    found = []
    words = []
    for word in signs.split():
        start = 0
        while start < len(word):
            end = start
            hashed = OFFSET ^ 1
            while end < len(word) and of_word(word[end]) == of_word(word[start]):
                hashed = ((hashed ^ ord(word[end])) * PRIME) & MASK
                end += 1
            words.append(hashed)
            start = end
    for place, word in enumerate(words):
        found.append(word)
        if place + 1 < len(words):
            found.append(((word * PRIME) & MASK) ^ words[place + 1])
    for first in range(len(signs)):
        hashed = OFFSET ^ 2
        for length, sign in enumerate(signs[first:first + 5], start=1):
            hashed = ((hashed ^ ord(sign)) * PRIME) & MASK
            if length >= 3:
                found.append(hashed)
    return [mixed(hashed) >> (64 - BITS) for hashed in found]


def features(texts):
    """1 + ln(count), scaled to length 1; then columns of fewer than two rows left out, the rest weighed by
    ln((1 + rows)/(1 + rows that have it)) + 1, and scaled to length 1 again."""
    counts = []
    for text in texts:
        row = {}
        for column in columns(text):
            row[column] = row.get(column, 0) + 1
        counts.append(row)
    matrix = scipy.sparse.csr_matrix(
        (
            [1 + math.log(count) for row in counts for count in row.values()],
            [column for row in counts for column in row],
            numpy.cumsum([0] + [len(row) for row in counts]),
        ),
        shape=(len(texts), 1 << BITS))
    rows = numpy.bincount(matrix.indices, minlength=1 << BITS)
    kept = numpy.flatnonzero(rows >= 2)
    weights = numpy.log((1 + len(texts)) / (1 + rows[kept])) + 1
    matrix = matrix[:, kept].multiply(weights).tocsr()
    lengths = numpy.sqrt(matrix.multiply(matrix).sum(axis=1)).A1 if hasattr(matrix, "A1") else numpy.sqrt(
        numpy.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return scipy.sparse.diags(1 / numpy.maximum(lengths, 1e-12)) @ matrix


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
