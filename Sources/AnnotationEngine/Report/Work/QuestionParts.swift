import LabelStatistics

/// Agreement of one question overall, by pair, by slice and over time: the figures of `gloss agreement`, by the same counts and
/// with the same seed. What did not change since the last count is taken from there.
struct QuestionParts {
  private var answers: [Answer] = []
  private var level = Level.nominal
  private var parts = PartMemory()
  private var pairs = PairMemory()
  private var stretches = StretchMemory()

  /// How intervals are made: as `gloss agreement` makes them unless it is told otherwise.
  static let resampling = BootstrapOptions()

  struct Figures {
    var agreement: QuestionAgreement
    var slices: [SliceAgreement]
    var overTime: [TimedFigure]
  }

  mutating func count(_ work: QuestionWork, _ table: WorkTable, by columns: [SliceColumn]) -> Figures {
    let sheet = work.sheet(by: columns)
    if work.answers != answers || work.question.level != level {
      // Numbers mean other answers now.
      self = QuestionParts()
      (answers, level) = (work.answers, work.question.level)
    }
    let counts = AgreementCounts(sheet.ratings)
    let options = Self.resampling
    let overall = parts.figures(of: counts, sheet.scale, options, part: [])
    var agreement = QuestionAgreement(
      counts, sheet.scale, annotators: sheet.annotators, overall, pairs.agreements(of: counts, options))
    agreement.resampling = Resampling(
      options: options, annotatorSamples: 0, pairSamples: counts.pairSamples(options))
    return Figures(
      agreement: agreement, slices: sheet.columns.flatMap { parts.slices($0, of: sheet, options) },
      overTime: stretches.figures(
        of: sheet, work.entries.map { table.entries[Int($0)].at }, identities: work.identities(table),
        overall: FigureReport(overall[1]), options))
  }
}

extension QuestionWork {
  /// The answers on the scale that agreement is measured on, where answers that nobody gave have no number.
  fileprivate func sheet(by columns: [SliceColumn]) -> AnswerSheet {
    var isGiven = [Bool](repeating: false, count: answers.count)
    for value in ratings.values { isGiven[Int(value)] = true }
    let given = answers.indices.filter { isGiven[$0] }
    let (scale, numbers) = question.scale(of: given.map { answers[$0] })
    var image = [Int32](repeating: -1, count: answers.count)
    for (place, value) in given.enumerated() { image[value] = numbers[place] }
    var onScale = ratings
    onScale.values = ratings.values.map { image[Int($0)] }
    onScale.valueCount = scale.valueCount
    return AnswerSheet(
      ratings: onScale, annotators: annotators, scale: scale,
      columns: columns.map { column in
        AnswerSheet.Column(
          name: column.name, values: column.values,
          numbers: ratings.items.map { column.number(at: positions[Int($0)]) })
      })
  }

  /// By rating, who answered what about which sample when, in one number.
  fileprivate func identities(_ table: WorkTable) -> [UInt64] {
    ratings.items.indices.map { index in
      var hash = UInt64(UInt32(positions[Int(ratings.items[index])]))
      for part in [
        UInt64(UInt32(ratings.annotators[index])), UInt64(UInt32(ratings.values[index])),
        UInt64(bitPattern: table.entries[Int(entries[index])].at),
      ] {
        hash = (hash ^ part) &* 0x9E37_79B9_7F4A_7C15
        hash ^= hash >> 29
      }
      return hash
    }
  }
}
