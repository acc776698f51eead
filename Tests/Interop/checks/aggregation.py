"""Compares `gloss aggregate` with crowd-kit on real crowds and on random tables.

Where a method is deterministic and defined alike (majority, Wawa, zero-based skill), every label must be the same. Where
it climbs a likelihood, ours must be at least what crowd-kit's parameters give: its Dawid-Skene and one-coin stop early. Dawid
and Skene's posteriors must also be those of a plain program after the definition, and the known figures must be met. MACE
and MMSR are defined differently (see Aggregation.md), KOS starts from chance: there the accuracy is compared.
"""

import csv
import json
import os
import pathlib
import random
import subprocess
import tempfile
import warnings

import numpy
import pandas

import crowdkit.aggregation.classification.majority_vote as peer_majority
from crowdkit.aggregation import (
    GLAD, KOS, MACE, MMSR, DawidSkene, MajorityVote, OneCoinDawidSkene, Wawa, ZeroBasedSkill)

from checks_support import fail, skip

warnings.filterwarnings("ignore")

# Of tied values crowd-kit takes the one that its table happens to have first, which depends on the rows; here it is the
# first by name, as ours.
peer_majority.get_most_probable_labels = lambda shares: shares.sort_index(axis="columns").idxmax(axis="columns")

ANCHORS = [
    # data, method, member, value, half of the last digit; None: at least the value
    ("D_Product", "majority", "accuracy", 0.896572, 5e-7),
    ("D_Product", "dawid-skene", "accuracy", 0.939266, 5e-7),
    ("D_Product", "dawid-skene", "log_likelihood", -7568.691947, 5e-7),
    ("D_Product", "glad", "accuracy", 0.928322, None),
    ("D_Product", "mace", "accuracy", 0.929044, None),
    ("smem_rte", "majority", "accuracy", 0.896875, 5e-7),
    ("smem_rte", "dawid-skene", "accuracy", 0.9275, 5e-7),
    ("smem_rte", "dawid-skene", "log_likelihood", -3679.629036, 5e-7),
]
COLUMNS = ["task", "worker", "label"]
SAME = {"majority": MajorityVote, "wawa": Wawa, "zbs": ZeroBasedSkill}


class Gloss:
    def __init__(self, program, directory):
        self.program = program
        self.directory = pathlib.Path(directory)

    def aggregate(self, answers, method, gold=None, steps=None):
        """The answer in JSON, and the labels and confidences by task."""
        labels = self.directory / "labels.csv"
        command = [self.program, "aggregate", str(answers), "--method", method, "-o", str(labels), "--json", "--quiet"]
        command += ["--gold", str(gold)] if gold else []
        command += ["--steps", str(steps)] if steps else []
        environment = dict(os.environ, XDG_STATE_HOME=str(self.directory), XDG_CONFIG_HOME=str(self.directory))
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            fail(f"{' '.join(command)} ended with status {done.returncode}: {done.stderr}")
        with labels.open(newline="") as file:
            rows = {row["sample"]: (row["label"], float(row["confidence"])) for row in csv.DictReader(file)}
        return json.loads(done.stdout), rows


def main(program):
    with tempfile.TemporaryDirectory() as directory:
        gloss = Gloss(program, directory)
        tables = on_random_tables(gloss)
        folder = pathlib.Path(os.environ["GLOSS_DATA"]) / "crowd"
        if not (folder / "D_Product.answers.csv").exists():
            skip(f"the crowds are not compared: {folder}/D_Product.answers.csv is not there "
                 "(GLOSS_DATA names the data folder)")
            return
        anchors(gloss, folder)
        for name in ["D_Product", "smem_rte", "act_SP", "S4_Dog", "act_ZenCrowd_us"]:
            on_crowd(gloss, folder, name)
    print(f"interop: passed: {len(ANCHORS)} known figures, 5 crowds and {tables} random tables")


# Known figures


def anchors(gloss, folder):
    for name, method, member, value, within in ANCHORS:
        answer, _ = gloss.aggregate(folder / f"{name}.answers.csv", method, folder / f"{name}.gold.csv")
        ours = answer[member]
        if (ours < value) if within is None else abs(ours - value) > within:
            fail(f"{name}, {method}: {member} is {ours}, known is {value}")
        print(f"interop: {name}, {method}: {member} {ours:.6f}, known {value}")


# Real crowds


def on_crowd(gloss, folder, name):
    path, gold_path = folder / f"{name}.answers.csv", folder / f"{name}.gold.csv"
    data = pandas.read_csv(path, dtype=str)[COLUMNS]
    # Who answered twice for one item has one vote, the last.
    data = data.drop_duplicates(["task", "worker"], keep="last").reset_index(drop=True)
    gold = pandas.read_csv(gold_path, dtype=str).set_index("task")["label"]
    for method, peer in SAME.items():
        compare_labels(f"{name}, {method}", gloss.aggregate(path, method)[1], peer().fit_predict(data))
    compare_likelihoods(gloss, name, path, data)
    peer = MACE(n_restarts=1)
    labels = peer.fit_predict(data)
    answer, _ = gloss.aggregate(path, "mace", gold_path)
    theirs = mace_likelihood(peer, data)
    at_least(f"{name}, mace: log-likelihood", answer["log_likelihood"], theirs)
    if name == "D_Product":
        at_least(f"{name}, mace: accuracy", answer["accuracy"], share_right(labels, gold))
    if data.label.nunique() == 2:
        answer, rows = gloss.aggregate(path, "kos", gold_path)
        at_least(f"{name}, kos: accuracy", answer["accuracy"], share_right(KOS().fit_predict(data), gold) - 0.005)
    if name in ("smem_rte", "act_ZenCrowd_us"):
        answer, _ = gloss.aggregate(path, "mmsr", gold_path)
        at_least(f"{name}, mmsr: accuracy", answer["accuracy"], share_right(MMSR().fit_predict(data), gold))


def compare_likelihoods(gloss, name, path, data):
    """Dawid-Skene and one-coin: ours at the end of the climb, theirs where crowd-kit stops."""
    for method, peer in (("dawid-skene", DawidSkene()), ("one-coin", OneCoinDawidSkene())):
        peer.fit(data)
        answer, _ = gloss.aggregate(path, method)
        at_least(f"{name}, {method}: log-likelihood", answer["log_likelihood"], likelihood(peer, data))


def likelihood(peer, data):
    """ln of the likelihood of the answers under what crowd-kit estimated."""
    labels = list(peer.errors_.columns)
    prior = peer.priors_.reindex(labels).to_numpy()
    rows = peer.errors_.reindex(pandas.MultiIndex.from_frame(data[["worker", "label"]])).to_numpy()
    return sum_over_items(numpy.log(rows), numpy.log(prior), data)


def mace_likelihood(peer, data):
    workers, labels = pandas.factorize(data.worker)[0], pandas.factorize(data.label)[0]
    count = labels.max() + 1
    by_habit = peer.spamming_[workers, 0] * peer.thetas_[workers, labels]
    rows = by_habit[:, None] + peer.spamming_[workers, 1][:, None] * (labels[:, None] == numpy.arange(count))
    return sum_over_items(numpy.log(rows), numpy.full(count, -numpy.log(count)), data)


def sum_over_items(rows, prior, data):
    tasks = pandas.factorize(data.task)[0]
    joint = numpy.tile(prior, (tasks.max() + 1, 1))
    numpy.add.at(joint, tasks, rows)
    top = joint.max(1, keepdims=True)
    return float((numpy.log(numpy.exp(joint - top).sum(1, keepdims=True)) + top).sum())


def share_right(labels, gold):
    known = gold[gold.index.isin(labels.index)]
    return float((labels[known.index] == known).mean())


# Random tables


def on_random_tables(gloss):
    """Missing answers, unequal annotators, one class, one annotator, annotators who say one thing only."""
    chance = random.Random(4)
    shapes = [(1, 1, 1, 1.0), (8, 1, 3, 1.0), (8, 4, 1, 0.8), (12, 2, 2, 1.0), (30, 5, 2, 0.6), (40, 6, 3, 0.5),
              (60, 10, 5, 0.3), (25, 3, 12, 1.0), (80, 8, 4, 0.9)]
    for number, (items, workers, labels, density) in enumerate(shapes):
        rows = []
        for item in range(items):
            truth = chance.randrange(labels)
            for worker in range(workers):
                if chance.random() > density and worker != item % workers:
                    continue
                says = 0 if worker == 3 else truth if chance.random() < 0.5 + 0.05 * worker else chance.randrange(labels)
                rows.append((f"t{item:03}", f"w{worker:02}", f"l{says:02}"))
        chance.shuffle(rows)
        path = gloss.directory / f"table{number}.csv"
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        data = pandas.DataFrame(rows, columns=COLUMNS)
        for method, peer in SAME.items():
            compare_labels(f"table {number}, {method}", gloss.aggregate(path, method)[1], peer().fit_predict(data))
        compare_definition(gloss, number, path, data)
        if number in (4, 5):
            compare_glad(gloss, number, path, data)
    return len(shapes)


def compare_definition(gloss, number, path, data):
    """Dawid-Skene as its definition has it, after as many steps."""
    answer, rows = gloss.aggregate(path, "dawid-skene", steps=40)
    tasks, task = numpy.unique(data.task, return_inverse=True)
    _, worker = numpy.unique(data.worker, return_inverse=True)
    labels, label = numpy.unique(data.label, return_inverse=True)
    posterior = numpy.zeros((len(tasks), len(labels)))
    numpy.add.at(posterior, (task, label), 1.0)
    posterior /= posterior.sum(1, keepdims=True)
    for _ in range(answer["steps"]):
        prior = numpy.maximum(posterior.mean(0), 1e-10)
        confusion = numpy.zeros((worker.max() + 1, len(labels), len(labels)))
        numpy.add.at(confusion, (worker, label), posterior[task])
        confusion = numpy.maximum(confusion, 1e-10)
        confusion /= confusion.sum(1, keepdims=True)
        joint = numpy.tile(numpy.log(prior), (len(tasks), 1))
        numpy.add.at(joint, task, numpy.log(confusion[worker, label]))
        top = joint.max(1, keepdims=True)
        mass = numpy.exp(joint - top)
        reached = float((numpy.log(mass.sum(1, keepdims=True)) + top).sum())
        posterior = mass / mass.sum(1, keepdims=True)
    if abs(answer["log_likelihood"] - reached) > 1e-6:
        fail(f"table {number}: Dawid-Skene reaches {answer['log_likelihood']}, its definition {reached}")
    for place, name in enumerate(tasks):
        if abs(rows[name][1] - posterior[place].max()) > 1e-6:
            fail(f"table {number}, {name}: the posterior is {rows[name][1]}, by definition {posterior[place].max()}")


def compare_glad(gloss, number, path, data):
    """The likelihood with the priors of abilities and eases, N(1, 1): what both climb."""
    peer = GLAD().fit(data)
    count = data.label.nunique()
    labels = sorted(data.label.unique())
    x = peer.alphas_[data.worker].to_numpy() * numpy.exp(peer.betas_[data.task].to_numpy())
    right, wrong = -numpy.logaddexp(0, -x), -numpy.logaddexp(0, x) - numpy.log(count - 1)
    rows = numpy.where(data.label.to_numpy()[:, None] == numpy.array(labels), right[:, None], wrong[:, None])
    theirs = sum_over_items(rows, numpy.full(count, -numpy.log(count)), data)
    theirs -= ((peer.alphas_ - 1) ** 2).sum() / 2 + ((peer.betas_ - 1) ** 2).sum() / 2
    answer, _ = gloss.aggregate(path, "glad")
    at_least(f"table {number}, glad: log-likelihood with priors", answer["objective"], theirs)


# Comparing


def compare_labels(what, ours, theirs):
    ours = {task: label for task, (label, _) in ours.items()}
    theirs = dict(theirs)
    if ours.keys() != theirs.keys():
        fail(f"{what}: {len(ours)} labels, crowd-kit has {len(theirs)}")
    different = [task for task in ours if ours[task] != theirs[task]]
    if different:
        task = different[0]
        fail(f"{what}: {len(different)} of {len(ours)} labels differ, first {task}: {ours[task]} against {theirs[task]}")
    print(f"interop: {what}: {len(ours):,} labels equal")


def at_least(what, ours, theirs):
    if ours < theirs - 1e-6 * max(1.0, abs(theirs)):
        fail(f"{what}: {ours} is less than crowd-kit's {theirs}")
    print(f"interop: {what}: {ours:.6f}, crowd-kit's {theirs:.6f}")


if __name__ == "__main__":
    import sys
    main(*sys.argv[1:])
