"""Compares `gloss agreement FILE --json` with krippendorff, statsmodels, nltk, irrCAC and scikit-learn.

On the answers of real crowds (GLOSS_DATA), and on random tables of every shape: complete and with gaps, one class, one
rater, raters who never meet, unequal numbers of ratings, the same rater twice on one item. Where a package has no value
or fails, Gloss must have a defined answer. Where it means something else by a name, the page Agreement of LabelStatistics
says so, and what it means is compared with.
"""

import csv
import io
import json
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import warnings

import krippendorff
import numpy
import pandas
from irrCAC.raw import CAC
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import interval_distance, jaccard_distance, masi_distance
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa

from checks_support import fail, skip

warnings.filterwarnings("ignore")
numpy.seterr(all="ignore")
DIGITS = 9
MOST_PAIRS = 200
compared = 0


def main(gloss):
    with tempfile.TemporaryDirectory() as directory:
        program = Program(gloss, directory)
        real(program)
        example(program)
        shapes(program)
        sets(program)
        repeated(program)
    print(f"interop: passed: {compared:,} figures of agreement equal to {DIGITS} digits (irrCAC's too, unrounded)")


class Program:
    def __init__(self, gloss, directory):
        self.gloss = gloss
        self.directory = pathlib.Path(directory)

    def agreement(self, path, *arguments):
        done = subprocess.run(
            [self.gloss, "agreement", str(path), "--json", "--no-intervals", *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            fail(f"gloss agreement {path} ended with status {done.returncode}: {done.stderr}")
        if "nan" in done.stdout.lower():
            fail(f"gloss agreement {path} says NaN")
        return next(iter(json.loads(done.stdout)["questions"].values()))

    def of_rows(self, rows, *arguments):
        path = self.directory / "answers.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["task", "worker", "label"])
            writer.writerows(rows)
        return self.agreement(path, *arguments)


def real(program):
    data = pathlib.Path(os.environ["GLOSS_DATA"])
    files = ["crowd/D_Product", "crowd/smem_rte", "crowd/S4_Dog", "crowd/act_SP", "text/vader_tweets"]
    if not (data / "crowd/D_Product.answers.csv").exists():
        skip(f"5 comparisons not made: the crowds are not at {data} (GLOSS_DATA names the data folder)")
        return
    for name in files:
        path = data / f"{name}.answers.csv"
        rows = [(row["task"], row["worker"], row["label"]) for row in csv.DictReader(io.StringIO(path.read_text()))]
        table = Table(rows)
        nominal(name, program.agreement(path), table)
        ordered(name, program, path, table)


def example(program):
    cells = ["1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."]
    rows = [
        (str(task), f"w{worker}", value)
        for worker, row in enumerate(cells) for task, value in enumerate(row.split()) if value != "."]
    known = {"nominal": 0.743421053, "ordinal": 0.815387504, "interval": 0.849107143, "ratio": 0.797402775}
    for level, alpha in known.items():
        same(f"Krippendorff's example, alpha {level}", program.of_rows(rows, "--level", level)["alpha"], alpha)


def shapes(program):
    """Random tables."""
    seeded = random.Random(4)
    for number in range(48):
        items, raters, values = seeded.randint(1, 30), seeded.randint(1, 6), seeded.randint(1, 6)
        gaps = seeded.choice([0, 0, 0.2, 0.6, 0.9])
        truth = [seeded.randint(1, values) for _ in range(items)]
        rows = [
            (f"t{item}", f"w{rater}", str(truth[item] if seeded.random() < 0.5 else seeded.randint(1, values)))
            for item in range(items) for rater in range(raters) if seeded.random() >= gaps]
        if not rows:
            continue
        seeded.shuffle(rows)
        table = Table(rows)
        name = f"random table {number} ({items} items, {raters} raters, {values} values, {gaps:.0%} missing)"
        path = program.directory / "answers.csv"
        nominal(name, program.of_rows(rows), table)
        ordered(name, program, path, table)


class Table:
    """Ratings as each package wants them."""

    def __init__(self, rows):
        self.items = sorted({row[0] for row in rows})
        self.raters = sorted({row[1] for row in rows})
        self.values = sorted({row[2] for row in rows}, key=float)
        place = {name: index for index, name in enumerate(self.items)}
        who = {name: index for index, name in enumerate(self.raters)}
        # Raters by items, the numbers of the values, NaN where a rater did not rate.
        self.matrix = numpy.full((len(self.raters), len(self.items)), numpy.nan)
        for task, worker, label in rows:
            self.matrix[who[worker], place[task]] = float(label)
        self.counts = numpy.array([
            [(self.matrix[:, item] == float(value)).sum() for value in self.values] for item in range(len(self.items))])
        self.sizes = self.counts.sum(1)
        self.pairable = int((self.sizes >= 2).sum())
        self.complete = bool((self.sizes == len(self.raters)).all()) and len(self.raters) > 1
        self.triples = [(worker, task, label) for task, worker, label in rows]

    def alpha(self, level):
        return krippendorff.alpha(reliability_data=self.matrix, level_of_measurement=level)

    def cac(self, weights="identity"):
        frame = pandas.DataFrame(self.matrix.T)
        return CAC(frame, weights=weights, digits=15)


def coefficient(method):
    return float(method()["est"]["coefficient_value"])


def nominal(name, ours, table):
    if ours["items"] != table.pairable:
        fail(f"{name}: gloss counts {ours['items']} items, there are {table.pairable}")
    if table.pairable == 0:
        if any(ours[key] is not None for key in ("alpha", "fleiss", "ac1", "percent", "cohen")):
            fail(f"{name}: there is nothing to compare, and gloss has a figure")
        return
    pairable = table.matrix[:, table.sizes >= 2]
    if len(numpy.unique(pairable[~numpy.isnan(pairable)])) < 2:
        # The packages divide by zero here; the definition is 1.
        if ours["alpha"] != 1 or "alpha_why" not in ours:
            fail(f"{name}: all agree, and alpha is {ours['alpha']}")
    else:
        same(f"{name}: alpha", ours["alpha"], table.alpha("nominal"))
    agreeing = (table.counts * (table.counts - 1)).sum(1)[table.sizes >= 2]
    pairs = (table.sizes * (table.sizes - 1))[table.sizes >= 2]
    same(f"{name}: percent", ours["percent"], (agreeing / pairs).mean())
    same(f"{name}: percent_pooled", ours["percent_pooled"], agreeing.sum() / pairs.sum())
    if len(table.values) > 1:
        cac = table.cac()
        same(f"{name}: fleiss", ours["fleiss"], coefficient(cac.fleiss))
        same(f"{name}: ac1", ours["ac1"], coefficient(cac.gwet))
        same(f"{name}: conger", ours["conger"], coefficient(cac.conger))
    elif any(ours[key] != 1 for key in ("fleiss", "ac1", "conger", "cohen", "scott")):
        fail(f"{name}: one class, and a figure is not 1")
    if len(set(table.sizes)) == 1 and len(table.values) > 1:
        same(f"{name}: fleiss of statsmodels", ours["fleiss"], fleiss_kappa(table.counts))
    if table.complete and len(table.values) > 1:
        task = AnnotationTask(data=table.triples)
        # What nltk calls pi and multi_kappa are Fleiss's and Conger's on complete tables.
        same(f"{name}: pi of nltk", ours["fleiss"], task.pi())
        same(f"{name}: multi_kappa of nltk", ours["conger"], task.multi_kappa())
        same(f"{name}: Ao of nltk", ours["percent"], task.avg_Ao())
        same(f"{name}: alpha of nltk", ours["alpha"], task.alpha())
    each_pair(name, ours, table)


def each_pair(name, ours, table):
    sums = {"cohen": [0, 0], "scott": [0, 0]}
    # Of a large crowd only some: scikit-learn takes its time.
    for pair in ours["pairs"][:MOST_PAIRS]:
        a, b = both(table, pair)
        if pair["items"] != len(a):
            fail(f"{name}: {pair['a']} and {pair['b']} have {len(a)} items in common, gloss says {pair['items']}")
        same(f"{name}: percent of a pair", pair["percent"], (a == b).mean())
        if len(numpy.unique(numpy.concatenate([a, b]))) == 1:
            if pair["kappa"] != 1 or "kappa_why" not in pair:
                fail(f"{name}: a pair with one value between them has kappa {pair['kappa']}")
            continue
        kappa = cohen_kappa_score(a, b)
        same(f"{name}: kappa of a pair", pair["kappa"], kappa)
        share = numpy.unique(numpy.concatenate([a, b]), return_counts=True)[1] / (2 * len(a))
        scott = ((a == b).mean() - (share**2).sum()) / (1 - (share**2).sum())
        same(f"{name}: scott of a pair", pair["scott"], scott)
        for key, value in (("cohen", kappa), ("scott", scott)):
            sums[key][0] += value * len(a)
            sums[key][1] += len(a)
    for key, (total, count) in sums.items():
        if count and len(ours["pairs"]) <= MOST_PAIRS:
            same(f"{name}: {key}", ours[key], total / count)
    if table.complete and len(table.values) > 1 and all("kappa_why" not in pair for pair in ours["pairs"]):
        same(f"{name}: kappa of nltk", ours["cohen"], AnnotationTask(data=table.triples).kappa())


def both(table, pair):
    a, b = (table.matrix[table.raters.index(pair[key])] for key in ("a", "b"))
    known = ~numpy.isnan(a) & ~numpy.isnan(b)
    return a[known], b[known]


def ordered(name, program, path, table):
    levels = ["ordinal", "interval"] + (["ratio"] if all(float(value) > 0 for value in table.values) else [])
    for level in levels:
        ours = program.agreement(path, "--level", level)
        if table.pairable == 0:
            continue
        pairable = table.matrix[:, table.sizes >= 2]
        if len(numpy.unique(pairable[~numpy.isnan(pairable)])) > 1:
            same(f"{name}: alpha {level}", ours["alpha"], table.alpha(level))
        if len(table.values) < 2 or level == "ratio":
            continue
        # At the ordinal level the values count by their ranks: irrCAC does so with ranks for categories.
        ranked = table
        if level == "ordinal":
            ranks = {float(value): rank for rank, value in enumerate(table.values)}
            ranked = Table([(task, worker, str(ranks[float(label)])) for worker, task, label in table.triples])
        for key, weights in (("ac2", "quadratic"), ("ac2_linear", "linear"), ("ac2_ordinal", "ordinal")):
            same(f"{name}: {key} {level}", ours[key], coefficient(ranked.cac(weights).gwet))
        if level == "ordinal":
            for pair in ours["pairs"][:MOST_PAIRS]:
                a, b = both(ranked, pair)
                if len(numpy.unique(numpy.concatenate([a, b]))) > 1:
                    labels = list(range(len(table.values)))
                    for key in ("linear", "quadratic"):
                        theirs = cohen_kappa_score(a.astype(int), b.astype(int), weights=key, labels=labels)
                        same(f"{name}: weighted kappa of a pair", pair[f"kappa_{key}"], theirs)


def sets(program):
    """Several labels: nltk's alpha with its distances."""
    seeded = random.Random(9)
    for number in range(12):
        rows, triples = [], []
        for item in range(12):
            truth = seeded.sample("abcd", seeded.randint(1, 3))
            for rater in range(3):
                chosen = truth if seeded.random() < 0.5 else seeded.sample("abcd", seeded.randint(1, 3))
                rows.append((str(item), f"w{rater}", "|".join(chosen)))
                triples.append((f"w{rater}", str(item), frozenset(chosen)))
        ours = program.of_rows(rows, "--kind", "choices")
        name = f"sets {number}"
        same(f"{name}: Jaccard", ours["alpha_jaccard"], AnnotationTask(triples, distance=jaccard_distance).alpha())
        same(f"{name}: MASI", ours["alpha_masi"], AnnotationTask(triples, distance=masi_distance).alpha())
        for label in "abcd":
            binary = [(worker, task, label in chosen) for worker, task, chosen in triples]
            if len({held for _, _, held in binary}) > 1:
                task = AnnotationTask(binary)
                same(f"{name}: alpha of {label}", ours["labels"][label]["alpha"], task.alpha())
    numbers = [(worker, task, len(chosen)) for worker, task, chosen in triples]
    ours = program.of_rows([(task, worker, count) for worker, task, count in numbers], "--level", "interval")
    same("interval alpha of nltk", ours["alpha"], AnnotationTask(numbers, distance=interval_distance).alpha())


def repeated(program):
    """The same rater twice on one item: the last row counts, and it is said."""
    rows = [("1", "a", "1"), ("1", "b", "2"), ("2", "a", "1"), ("2", "b", "1"), ("3", "a", "2"), ("3", "b", "2")]
    again = [("1", "a", "2")] + rows
    plain, twice = program.of_rows(rows), program.of_rows(again)
    if not twice["findings"] or plain["findings"]:
        fail("a repeated answer is not reported, or one is reported that is none")
    same("alpha with a repeated answer", twice["alpha"], plain["alpha"])


def same(name, ours, theirs):
    global compared
    compared += 1
    if theirs is None or not math.isfinite(theirs):
        # The package divides by zero; the answer must be defined all the same, or say why not.
        if ours is not None and not math.isfinite(ours):
            fail(f"{name}: gloss gives {ours!r}")
        return
    if ours is None or abs(ours - theirs) >= 0.6 * 10**-DIGITS:
        fail(f"{name}: gloss gives {ours!r}, the package gives {theirs!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
