"""Label errors as cleanlab finds them, with the features of TextModel.md, which are made here anew from their description.

A module of the interop check, and what the benchmark runs as a whole process:

    label_errors.py flip TWEETS.tsv OUT.csv     rows text,label,wrong with every tenth label changed, always the same
    label_errors.py cleanlab OUT.csv            a JSON object: auroc, average_precision, seconds_of_features
"""

import csv
import json
import math
import random
import sys
import time

NAMES = ["negative", "neutral", "positive"]


def flipped(path, count=None):
    """Tweets, a label of each with every tenth changed, and whether it was."""
    lines = [line.split("\t", 2) for line in path.read_text().splitlines()][:count]
    texts = [line[2] for line in lines]
    truth = [0 if float(line[1]) < -0.5 else 2 if float(line[1]) > 0.5 else 1 for line in lines]
    chance = random.Random(1)
    given = [(label + chance.randint(1, 2)) % 3 if chance.random() < 0.1 else label for label in truth]
    return texts, [NAMES[label] for label in given], [a != b for a, b in zip(truth, given)]


def doubts(matrix, given):
    """cleanlab's, by scikit-learn's logistic regression out of five folds."""
    import numpy
    from cleanlab.rank import get_label_quality_scores
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    labels = numpy.array([NAMES.index(name) for name in given])
    folds = StratifiedKFold(5, shuffle=True, random_state=1)
    model = LogisticRegression(C=1, max_iter=1000)
    probabilities = cross_val_predict(model, matrix, labels, cv=folds, method="predict_proba")
    return 1 - get_label_quality_scores(labels, probabilities, method="normalized_margin")


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
    import numpy
    import scipy.sparse

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
    lengths = numpy.sqrt(numpy.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return scipy.sparse.diags(1 / numpy.maximum(lengths, 1e-12)) @ matrix


def flip(tweets, out):
    import pathlib

    texts, given, wrong = flipped(pathlib.Path(tweets))
    with open(out, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label", "wrong"])
        writer.writerows(zip(texts, given, map(int, wrong)))


def cleanlab(path):
    from sklearn.metrics import average_precision_score, roc_auc_score

    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    start = time.monotonic()
    matrix = features([row["text"] for row in rows])
    seconds = time.monotonic() - start
    scores = doubts(matrix, [row["label"] for row in rows])
    wrong = [row["wrong"] == "1" for row in rows]
    print(json.dumps({
        "auroc": roc_auc_score(wrong, scores), "average_precision": average_precision_score(wrong, scores),
        "seconds_of_features": seconds}))


if __name__ == "__main__":
    {"flip": flip, "cleanlab": cleanlab}[sys.argv[1]](*sys.argv[2:])
