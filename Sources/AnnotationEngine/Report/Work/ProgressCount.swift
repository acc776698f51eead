import LabelStatistics

/// How far the round is and how fast it goes, from the annotations' times.
struct ProgressCount {
  private(set) var throughput: [ThroughputDay] = []
  private(set) var annotations = 0
  /// samples[k]: how many have k annotations, k from 1.
  private(set) var samples: [Int] = [0]

  static let day: Int64 = 86_400_000

  init(_ table: WorkTable) {
    let names = table.annotators.all
    var days: [Int64: [Int]] = [:]
    // Answers of one day follow each other as a rule.
    var (today, counts) = (Int64.min, [Int](repeating: 0, count: names.count))
    func closeDay() {
      guard today != .min else { return }
      let known = days[today] ?? counts.map { _ in 0 }
      days[today] = zip(known, counts).map { $0 + $1 }
      for annotator in counts.indices { counts[annotator] = 0 }
    }
    var (position, onSample) = (Int32(-1), 0)
    func close() {
      guard onSample > 0 else { return }
      while samples.count <= onSample { samples.append(0) }
      samples[onSample] += 1
    }
    for entry in table.entries where !entry.isSkipped {
      annotations += 1
      if entry.position != position {
        close()
        (position, onSample) = (entry.position, 0)
      }
      onSample += 1
      if entry.isImported { continue }
      let day = Self.midnight(entry.at)
      if day != today {
        closeDay()
        today = day
      }
      counts[Int(entry.annotator)] += 1
    }
    close()
    closeDay()
    throughput = days.sorted { $0.key < $1.key }.map { day, counts in
      var named: [String: Int] = [:]
      for (annotator, count) in counts.enumerated() where count > 0 { named[names[annotator]] = count }
      return ThroughputDay(day: day, counts: named)
    }
  }

  /// As whoever must not tell one answer from another sees it: see `Sight`. The pace is that of days which are over.
  func inTens(now: Int64) -> ProgressCount {
    var count = self
    count.annotations = Sight.tens(annotations)
    count.samples = samples.map(Sight.tens)
    count.throughput = throughput.filter { $0.day < Self.midnight(now) }.map { day in
      ThroughputDay(day: day.day, counts: ["": Sight.tens(day.counts.values.reduce(0, +))])
    }
    count.throughput.removeAll { $0.counts == ["": 0] }
    return count
  }

  /// Annotations that a sample takes: where the number is found as the answers come, as many as those have on average that
  /// have the fewest or more.
  func wantedEach(_ round: Round) -> Double {
    let reached = samples.indices.filter { $0 >= round.least }
    let count = reached.reduce(0) { $0 + samples[$1] }
    if count == 0 { return Double(round.least) }
    return min(Double(reached.reduce(0) { $0 + $1 * samples[$1] }) / Double(count), Double(round.overlap))
  }

  /// Annotations that are still to come: what the samples lack that are not complete. One that has the fewest and is not
  /// complete lacks one at least. Which those are is not known here, only how many: of each number the same share.
  func remaining(_ status: StatusReport) -> Int {
    let (least, most) = (status.round.least, status.round.overlap)
    let each = wantedEach(status.round)
    let untouched = max(0, status.samples - samples.reduce(0, +))
    let few = samples.prefix(least).reduce(0, +)
    let enough = samples.prefix(most).reduce(0, +) - few
    let open = min(enough, max(0, status.samples - status.complete - untouched - few))
    var remaining = Double(untouched) * each
    for (size, count) in samples.prefix(most).enumerated() {
      let share = size < least ? 1 : Double(open) / Double(max(1, enough))
      remaining += share * Double(count) * min(max(each - Double(size), 1), Double(most - size))
    }
    return Int(remaining.rounded())
  }

  static func midnight(_ time: Int64) -> Int64 {
    let (days, rest) = time.quotientAndRemainder(dividingBy: day)
    return (rest < 0 ? days - 1 : days) * day
  }
}

extension ProgressReport {
  /// The round as it stands at `now`. What is left is what samples that are not complete lack.
  init(_ status: StatusReport, _ count: ProgressCount, now: Int64) {
    let remaining = count.remaining(status)
    let forecast = count.forecast(remaining: remaining, now: now)
    self.init(
      samples: status.samples, complete: status.complete, resolved: status.resolved,
      disagreements: status.disagreements, annotations: count.annotations, wanted: count.annotations + remaining,
      perDay: forecast.perDay, forecastEarly: forecast.early, forecastLate: forecast.late,
      forecastWhy: status.samples == 0 ? "there are no samples yet" : forecast.why, inTens: status.inTens)
  }

  /// Before annotations were counted.
  init(_ status: StatusReport) {
    self.init(
      samples: status.samples, complete: status.complete, resolved: status.resolved,
      disagreements: status.disagreements, annotations: status.submitted,
      wanted: max(
        status.submitted, status.samples * (status.round.adaptive == nil ? status.round.overlap : status.round.least)),
      perDay: nil, forecastWhy: "being counted", inTens: status.inTens)
  }
}

extension ProgressCount {
  /// When `remaining` more annotations will be there at the pace of the last days. The day that is not over yet counts as
  /// a day of work only where there is no other.
  func forecast(remaining: Int, now: Int64) -> WorkForecast {
    let today = Self.midnight(now)
    let over = throughput.filter { $0.day < today }
    let days = (over.isEmpty ? throughput : over).map {
      DayCount(day: Int($0.day / Self.day), count: $0.counts.values.reduce(0, +))
    }
    let found = LabelStatistics.forecast(remaining: remaining, days: days)
    func time(_ days: Double) -> Int64 { now + Int64((days * Double(Self.day)).rounded()) }
    return WorkForecast(
      annotations: max(0, remaining), perDay: found.perDay, early: found.early.map(time), late: found.late.map(time),
      why: found.gap?.words)
  }
}

extension Forecast.Gap {
  fileprivate var words: String {
    switch self {
    case .done: "everything that the round wants is there"
    case .noDays: "no day of work to go by: imported annotations have no day"
    case .oneDay: "one day of work does not say how much days differ"
    case .unsteady: "the days differ so much that no last day can be named"
    case .tooFar: "at this pace it takes more than a hundred years"
    }
  }
}
