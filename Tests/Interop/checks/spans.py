"""Compares agreement on spans, rankings, comparisons and texts with other people's packages, on real and random data.

Spans: F1 and token alpha in this script's own words; gamma with pygamma-agreement, observed disorders to six digits and
expected ones within their sampling errors. Rankings: scipy. Comparisons: krippendorff and crowd-kit. Texts: sacrebleu and
nltk.
"""

import collections
import contextlib
import csv
import itertools
import json
import logging
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
import sacrebleu
import scipy.stats
from crowdkit.aggregation import BradleyTerry, NoisyBradleyTerry
from nltk.metrics.distance import edit_distance
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum

from checks_support import fail, skip

ANCHORS = {"gold exact": .592931, "gold overlap": .649143, "exact": .601137, "token alpha": .651399}
# Small ones, which the package gets done: it goes through every combination of one span an annotator.
GAMMA_DOCUMENTS = [3, 8, 9, 15, 18, 27]


class Gloss:
    def __init__(self, program, directory):
        self.program = program
        self.directory = pathlib.Path(directory)
        self.environment = dict(os.environ, XDG_STATE_HOME=directory, XDG_CONFIG_HOME=directory, HOME=directory)

    def run(self, *arguments):
        done = subprocess.run(
            [self.program, *map(str, arguments)], cwd=self.directory, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            fail(f"gloss {' '.join(map(str, arguments))} ended with status {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def agreement(self, path, kind, *more):
        questions = self.run("agreement", path, "--kind", kind, "--json", *more)["questions"]
        (question,) = questions.values()
        return question

    def write(self, name, columns, rows):
        path = self.directory / name
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows(rows)
        return path


@contextlib.contextmanager
def quiet():
    """Without what the package's solver says of itself on standard output."""
    sys.stdout.flush()
    kept = os.dup(1)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def close(name, ours, theirs, tolerance=1e-9):
    if theirs is None or (isinstance(theirs, float) and math.isnan(theirs)):
        return
    if ours is None or abs(ours - theirs) > tolerance:
        fail(f"{name}: gloss gives {ours!r}, the other {theirs!r}")


def main(program):
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as directory:
        gloss = Gloss(program, directory)
        spans(gloss)
        random_gamma(gloss)
        rankings(gloss)
        comparisons(gloss)
        texts(gloss)


# Spans

def spans(gloss):
    path = pathlib.Path(os.environ["GLOSS_DATA"]) / "spans" / "conll-amt-47-annotators.jsonl"
    if not path.exists():
        skip(f"agreement on real spans not compared: {path} is not there (GLOSS_DATA names the data folder)")
        return
    documents = [json.loads(line) for line in path.open(encoding="utf-8")]
    ours = gloss.agreement(path, "spans", "--samples", 100)
    pairs = [pair for d in documents for pair in itertools.combinations([d["ann"][w] for w in sorted(d["ann"])], 2)]
    gold = [(marks, d["gold"]) for d in documents for marks in d["ann"].values()]
    found = {
        "gold exact": (ours["gold"]["exact_f1"], f1(gold, exact_hits)),
        "gold overlap": (ours["gold"]["overlap_f1"], f1(gold, overlap_hits)),
        "exact": (ours["exact_f1"], f1(pairs, exact_hits)),
        "token alpha": (ours["token_alpha"], token_alpha(documents)),
    }
    for name, (mine, theirs) in found.items():
        close(name, mine, theirs, 1e-12)
        close(name, mine, ANCHORS[name], 0.5e-6)
    close("overlap", ours["overlap_f1"], f1(pairs, overlap_hits), 1e-12)
    for kind in ours["labels"]:
        close(f"token alpha of {kind}", ours["labels"][kind]["token_alpha"], token_alpha(documents, kind), 1e-9)
    print(f"interop: F1 and token alpha of {len(documents)} documents equal to 9 digits")
    for number in GAMMA_DOCUMENTS:
        compare_gamma(f"document {number}", ours["gamma_documents"][number], documents[number]["ann"])
    print(f"interop: gamma of {len(GAMMA_DOCUMENTS)} documents: observed disorder equal, expected within its error")
    aggregated(gloss, path, documents, ours["gold"]["exact_f1"])


def exact_hits(a, b):
    return len(set(map(tuple, a)) & set(map(tuple, b)))


def overlap_hits(a, b):
    free = sorted(map(tuple, b))
    hits = 0
    for start, end, kind in sorted(map(tuple, a)):
        for other in free:
            if other[2] == kind and other[0] < end and start < other[1]:
                free.remove(other)
                hits += 1
                break
    return hits


def f1(pairs, hits):
    return 2 * sum(hits(a, b) for a, b in pairs) / sum(len(a) + len(b) for a, b in pairs)


def token_types(marks, tokens):
    """Of each token the type of the last span over its first code point."""
    types = {}
    for start, end, kind in sorted(map(tuple, marks)):
        types.update((place, kind) for place in range(start, end))
    return [types.get(start, "") for start, _ in tokens]


def token_alpha(documents, kind=None):
    columns = [token_types(marks, d["tokens"]) for d in documents for marks in d["ann"].values()]
    widths = [len(d["ann"]) for d in documents]
    units, at = [], 0
    for width in widths:
        units += zip(*columns[at:at + width])
        at += width
    if kind is not None:
        units = [[value == kind for value in unit] for unit in units]
    units = [collections.Counter(unit) for unit in units if len(unit) > 1]
    totals = sum(units, collections.Counter())
    n = sum(totals.values())
    observed = sum((u.total() ** 2 - sum(c * c for c in u.values())) / (u.total() - 1) for u in units)
    return 1 - observed * (n - 1) / (n * n - sum(c * c for c in totals.values()))


def compare_gamma(name, ours, annotators, samples=60):
    continuum = Continuum()
    for worker in sorted(annotators):
        continuum.add_annotator(worker)
        for start, end, kind in annotators[worker]:
            continuum.add(worker, Segment(start, end), kind)
    numpy.random.seed(1)
    with quiet():
        theirs = continuum.compute_gamma(CombinedCategoricalDissimilarity(), n_samples=samples)
    close(f"{name}: observed disorder", ours["observed"], float(theirs.observed_disorder), 2e-6)
    drawn = numpy.array([alignment.disorder for alignment in theirs.chance_alignments])
    error = 1.96 * drawn.std() / drawn.mean() / math.sqrt(samples)
    allowed = 1.7 * math.hypot(error, ours["precision"])
    if abs(ours["expected"] / float(theirs.expected_disorder) - 1) > allowed:
        fail(f"{name}: expected disorder {ours['expected']} is not within {allowed:.1%} of {theirs.expected_disorder}")
    if not ours["exact"]:
        fail(f"{name}: the alignments were not proved to be the best")


def random_gamma(gloss):
    random.seed(4)
    path = gloss.directory / "spans.jsonl"
    documents = []
    for annotators, count, length in [(2, 8, 60), (3, 5, 40), (4, 4, 30), (5, 3, 25)]:
        truth = sorted(random.sample(range(0, length * 2, 2), count))
        documents.append({
            f"w{worker}": sorted({
                (max(0, start + random.randint(-1, 2)), start + random.randint(3, 9), random.choice("AB"))
                for start in truth if random.random() < .8
            }) for worker in range(annotators)
        })
    path.write_text("".join(json.dumps({"ann": document}) + "\n" for document in documents))
    ours = gloss.agreement(path, "spans", "--no-intervals")["gamma_documents"]
    for number, document in enumerate(documents):
        compare_gamma(f"random document {number}", ours[number], document)
    print(f"interop: gamma of {len(documents)} random documents: observed disorder equal, expected within its error")


def aggregated(gloss, path, documents, crowd):
    """Votes on tokens, spelled out; Dawid-Skene only has to be better than the crowd."""
    voted = gloss.run("aggregate", path, "--method", "rover", "--json")
    results = []
    for document in documents:
        answers = [token_types(marks, document["tokens"]) for marks in document["ann"].values()]
        if not answers:
            continue
        kinds = sorted({kind for answer in answers for kind in answer} - {""})
        marks = []
        for token, (start, end) in enumerate(document["tokens"]):
            votes = [answer[token] for answer in answers]
            # Among equals no type, then the first.
            best = max(["", *kinds], key=votes.count)
            if best and marks and marks[-1][2] == best and marks[-1][3] == token - 1:
                marks[-1][1], marks[-1][3] = end, token
            elif best:
                marks.append([start, end, best, token])
        results.append(([m[:3] for m in marks], document["gold"]))
    # Neighbours of one type that most annotators part are one span here, which is rare.
    close("ROVER on gold", voted["gold_exact_f1"], f1(results, exact_hits), 0.01)
    model = gloss.run("aggregate", path, "--method", "dawid-skene-tokens", "--json")
    if not model["gold_exact_f1"] > voted["gold_exact_f1"] > crowd:
        fail(f"exact F1 on gold: Dawid-Skene {model['gold_exact_f1']}, votes {voted['gold_exact_f1']}, crowd {crowd}")
    print(f"interop: exact F1 on gold: crowd {crowd:.4f}, votes {voted['gold_exact_f1']:.4f}, "
          f"Dawid-Skene {model['gold_exact_f1']:.4f}")


# Rankings

def rankings(gloss):
    random.seed(5)
    rows, places = [], {}
    for task in range(40):
        for worker in range(random.randint(2, 5)):
            drawn = {name: random.randint(0, 5 if task % 2 else 100) for name in "abcdef"}
            levels = sorted(set(drawn.values()))
            rows.append((f"t{task:02}", f"w{worker}", ">".join(
                "=".join(name for name in drawn if drawn[name] == level) for level in levels)))
            places[f"t{task:02}", f"w{worker}"] = [drawn[name] for name in "abcdef"]
    ours = gloss.agreement(gloss.write("rankings.csv", ["task", "worker", "label"], rows), "ranking")
    means = []
    for task in ours["tasks"]:
        ranked = [places[key] for key in sorted(places) if key[0] == task["task"]]
        taus = [scipy.stats.kendalltau(a, b).statistic for a, b in itertools.combinations(ranked, 2)]
        means.append(numpy.nanmean(taus))
        close(f"tau-b of {task['task']}", task["tau_b"], float(means[-1]))
        if len(ranked) > 2:
            statistic = scipy.stats.friedmanchisquare(*map(list, zip(*ranked))).statistic
            close(f"W of {task['task']}", task["w"], float(statistic) / (len(ranked) * 5))
    close("mean tau-b", ours["tau_b"], float(numpy.mean(means)))
    print(f"interop: Kendall's W and tau-b of {len(ours['tasks'])} tasks with ties equal to 9 digits")


# Comparisons

def comparisons(gloss):
    random.seed(6)
    objects = [f"o{number}" for number in range(8)]
    rows = []
    for worker in range(9):
        for left, right in itertools.permutations(objects, 2):
            if random.random() < .5:
                continue
            # The last two do not look; one always says left.
            chance = 1 if worker == 8 else .5 if worker == 7 else 1 / (1 + math.exp((int(left[1]) - int(right[1])) / 2))
            rows.append((f"w{worker}", left, right, left if random.random() < chance else right))
    frame = pandas.DataFrame(rows, columns=["worker", "left", "right", "label"])
    path = gloss.write("comparisons.csv", frame.columns, rows)
    ours = gloss.run("aggregate", path, "--method", "bradley-terry", "--json")
    # Without its tolerance: it compares the strengths with themselves, and stops after two steps.
    theirs = BradleyTerry(n_iter=3000, tol=0).fit_predict(frame)
    for row in ours["objects"]:
        close(f"strength of {row['name']}", row["strength"], float(theirs[row["name"]]), 1e-6)
    noisy = gloss.run("aggregate", path, "--method", "noisy-bradley-terry", "--smoothing", "0.00001", "--json")
    peer = NoisyBradleyTerry(n_iter=500)
    peer.fit(frame)
    logit = scipy.special.logit
    scores = {name: float(logit(value)) for name, value in peer.scores_.items()}
    reached = sum(math.log(vote_chance(row, scores, peer.skills_[row[0]], peer.biases_[row[0]])) for row in rows)
    mine = {row["name"]: math.log(max(row["strength"], 1e-300)) for row in noisy["objects"]}
    skills = {row["name"]: row for row in noisy["annotators"]}
    own = sum(math.log(vote_chance(row, mine, skills[row[0]]["skill"], skills[row[0]]["bias"])) for row in rows)
    close("log-likelihood of the noisy model", noisy["log_likelihood"], own, 1e-6 * len(rows))
    if own < reached - 1e-6:
        fail(f"the noisy model reaches {own}, crowd-kit's {reached}")
    if not skills["w8"]["skill"] < .3 < skills["w0"]["skill"]:
        fail(f"the noisy model does not find who always says left: {skills['w8']}")

    agreement = gloss.agreement(path, "pairwise")
    pairs = sorted({tuple(sorted(row[1:3])) for row in rows})
    ratings = numpy.full((9, len(pairs)), numpy.nan)
    votes = collections.defaultdict(collections.Counter)
    for worker, left, right, winner in rows:
        votes[worker, tuple(sorted((left, right)))][sorted((left, right)).index(winner)] += 1
    for (worker, pair), counts in votes.items():
        ratings[int(worker[1:]), pairs.index(pair)] = min(counts, key=lambda value: (-counts[value], value))
    close("alpha of winners", agreement["alpha"], float(krippendorff.alpha(
        reliability_data=ratings, level_of_measurement="nominal")))
    print(f"interop: Bradley-Terry equal to 6 digits; noisy: log-likelihood {own:.3f}, crowd-kit's {reached:.3f}")


def vote_chance(row, scores, skill, bias):
    worker, left, right, winner = row
    side = 1 if winner == left else -1
    looking = 1 / (1 + math.exp(-side * (scores[left] - scores[right])))
    return skill * looking + (1 - skill) * (bias if side > 0 else 1 - bias)


# Texts

def texts(gloss):
    random.seed(7)
    words = "the cat sat on a mat in Zürich 🚆 e\u0301te\u0301 naïve 東京 and then, well".split(" ")
    rows = []
    for task in range(30):
        truth = [random.choice(words) for _ in range(random.randint(1, 60))]
        for worker in range(random.randint(2, 4)):
            said = [word if random.random() < .8 else random.choice(words) for word in truth]
            rows.append((f"t{task:02}", f"w{worker}", " ".join(said)))
    ours = gloss.agreement(gloss.write("texts.csv", ["task", "worker", "label"], rows), "text")
    by_task = collections.defaultdict(list)
    for task, _, text in rows:
        by_task[task].append(text)
    pairs = [pair for said in by_task.values() for pair in itertools.combinations(said, 2)]
    distance = sum(edit_distance(a, b) for a, b in pairs)
    close("character error rate", ours["character_error_rate"], 2 * distance / sum(len(a) + len(b) for a, b in pairs))
    close("exact", ours["exact"], sum(a == b for a, b in pairs) / len(pairs))
    scores = [sacrebleu.sentence_chrf(*way).score for a, b in pairs for way in [(a, [b]), (b, [a])]]
    close("chrF", ours["chrf"], sum(scores) / len(scores))
    print(f"interop: error rate, exact match and chrF of {len(pairs)} pairs of texts equal to 9 digits")


if __name__ == "__main__":
    main(*sys.argv[1:])
