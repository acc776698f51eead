import Foundation

/// The Python packages that compute what `gloss agreement` and `gloss aggregate` do, each as a whole process that reads
/// the same file: interpreter, imports, pandas, figure.
struct CrowdPeers {
  /// Their versions, as pip takes them.
  static let requirements = "Tests/Benchmarks/requirements-crowd.txt"

  struct Answer {
    var run: Program.Run
    /// What the script said, by name.
    var figures: [String: Double]
  }

  let python: String
  let bench: Bench

  /// - Parameter task: One of the names that the script knows.
  func run(_ task: String, _ arguments: [String]) throws -> Answer {
    let run = try bench.program(python).run(["-c", Self.script, task] + arguments, in: bench.directory)
    guard let line = run.output.split(separator: "\n").last,
      let figures = try? JSONDecoder().decode([String: Double].self, from: Data(line.utf8))
    else { throw Failure("\(task) answered: \(run.output.suffix(200))") }
    return Answer(run: run, figures: figures)
  }

  /// `script TASK ANSWERS TRUTH`; the last line is a JSON object of numbers.
  private static let script = """
    import json, sys, time, warnings
    warnings.filterwarnings("ignore")
    import numpy, pandas
    task, answers, truth = sys.argv[1:4]
    data = pandas.read_csv(answers)
    said = {}

    def right(labels):
      # From here on it is asked how good the answer is, which nobody's time is measured for.
      said["asked"] = time.monotonic()
      gold = pandas.read_csv(truth).set_index("task")["label"]
      return float((labels.reindex(gold.index) == gold).mean())

    def codes():
      return [pandas.factorize(data[name], sort=True) for name in ("task", "worker", "label")]

    def matrix():
      (t, tasks), (w, workers), (l, _) = codes()
      cells = numpy.full((len(workers), len(tasks)), numpy.nan)
      cells[w, t] = l
      return cells

    def items_by_labels():
      (t, tasks), _, (l, labels) = codes()
      counts = numpy.zeros((len(tasks), len(labels)))
      numpy.add.at(counts, (t, l), 1)
      return counts

    def logsumexp(x):
      top = x.max(1, keepdims=True)
      return float((numpy.log(numpy.exp(x - top).sum(1, keepdims=True)) + top).sum())

    if task == "krippendorff":
      import krippendorff
      said["alpha"] = krippendorff.alpha(reliability_data=matrix(), level_of_measurement="nominal")
    elif task == "statsmodels":
      from statsmodels.stats.inter_rater import fleiss_kappa
      said["fleiss"] = fleiss_kappa(items_by_labels())
    elif task == "irrCAC":
      from irrCAC.raw import CAC
      table = data.pivot(index="task", columns="worker", values="label")
      said["ac1"] = CAC(table).gwet()["est"]["coefficient_value"]
    elif task == "dawid-skene":
      from crowdkit.aggregation import DawidSkene
      method = DawidSkene(n_iter=100, tol=-numpy.inf).fit(data)
      said["accuracy"] = right(method.labels_)
      (t, tasks), _, _ = codes()
      labels = list(method.errors_.columns)
      log = numpy.log(method.errors_.loc[pandas.MultiIndex.from_frame(data[["worker", "label"]])].values)
      joint = numpy.tile(numpy.log(method.priors_[labels].values), (len(tasks), 1))
      numpy.add.at(joint, t, log)
      said["log_likelihood"] = logsumexp(joint)
    elif task == "glad":
      from crowdkit.aggregation import GLAD
      method = GLAD().fit(data)
      said["accuracy"] = right(method.labels_)
      said["steps"] = len(method.loss_history_)
      (t, tasks), _, (l, labels) = codes()
      sharp = method.alphas_.loc[data["worker"]].values * numpy.exp(method.betas_.loc[data["task"]].values)
      hit, miss = -numpy.logaddexp(0, -sharp), -numpy.logaddexp(0, sharp) - numpy.log(len(labels) - 1)
      joint = numpy.full((len(tasks), len(labels)), -numpy.log(len(labels)))
      for k in range(len(labels)):
        numpy.add.at(joint[:, k], t, numpy.where(l == k, hit, miss))
      said["log_likelihood"] = logsumexp(joint)
      # With the priors of its own goal: each parameter is a normal one around 1.
      said["log_posterior"] = said["log_likelihood"] + sum(
        float((-0.5 * (x - 1) ** 2 - 0.5 * numpy.log(2 * numpy.pi)).sum()) for x in (method.alphas_, method.betas_))
    elif task == "mace":
      from crowdkit.aggregation import MACE
      method = MACE().fit(data)
      said["accuracy"] = right(method.labels_)
      (t, tasks), _, _ = codes()
      # Its own order of names is that of first sight.
      (w, _), (l, labels) = pandas.factorize(data["worker"]), pandas.factorize(data["label"])
      spamming = method.spamming_ / method.spamming_.sum(1, keepdims=True)
      strategy = method.thetas_ / method.thetas_.sum(1, keepdims=True)
      guess = spamming[w, 0] * strategy[w, l]
      joint = numpy.full((len(tasks), len(labels)), -numpy.log(len(labels)))
      for k in range(len(labels)):
        numpy.add.at(joint[:, k], t, numpy.log(guess + (l == k) * spamming[w, 1]))
      said["log_likelihood"] = logsumexp(joint)
    else:
      sys.exit("no task " + task)
    if "asked" in said:
      said["seconds_of_asking"] = time.monotonic() - said.pop("asked")
    print(json.dumps(said))
    """
}
