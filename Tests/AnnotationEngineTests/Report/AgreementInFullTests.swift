import LabelStatistics
import Testing

@testable import AnnotationEngine

@Suite("Agreement in full")
struct AgreementInFullTests {
  private func fixture() throws -> ImportFixture {
    let fixture = try ImportFixture()
    try fixture.importing(
      (0..<8).map { index in
        let lang = index < 4 ? #"{"lang":"de","n":\#(index)}"# : "{}"
        return .record(
          IncomingSample(
            id: "s\(index)", content: Array(#"{"fields":{"text":"t"},"metadata":\#(lang)}"#.utf8), line: index + 1))
      })
    for index in 0..<8 {
      try fixture.label("s\(index)", as: "alice", ["sentiment": .choice(index < 5 ? "positive" : "negative")])
      try fixture.label("s\(index)", as: "bob", ["sentiment": .choice(index < 6 ? "positive" : "negative")])
    }
    return fixture
  }

  @Test("A scale of free text takes no more than its values do, and each is a label of its own.")
  func freeText() {
    let count = 100_000
    let scale = AnswerScale.nominal((0..<count).map { "text \($0)" })
    #expect(scale.labels.count == count && scale.labels[77_777].values == [77_777])
    let numbers = (0..<count).map(Double.init)
    let fine = AnswerScale.numbers(numbers, names: numbers.map { "\($0)" }, level: .interval)
    #expect(fine.labels.isEmpty && fine.valueCount == count && fine.numbers == numbers)
    let coarse = AnswerScale.numbers([1, 2], names: ["1", "2"], level: .interval)
    #expect(coarse.labels.map(\.name) == ["1", "2"])
  }

  @Test("A label of sets or of a taxonomy has the values that hold it, what lies below a place among them.")
  func labelsOfMany() {
    let sets = AnswerScale.sets([[0], [0, 1], []], labels: ["a", "b"])
    #expect(sets.labels.map(\.values) == [[0, 1], [1]])
    let places = AnswerScale.taxonomy([["animal", "dog"], ["animal"], ["plant"]])
    #expect(places.labels.map(\.name) == ["animal", "animal/dog", "plant"])
    #expect(places.labels.map(\.values) == [[0, 1], [0], [2]])
  }

  @Test("A metadata column is there for every sample, by its position; one that nobody has is unknown.")
  func column() throws {
    let workspace = try fixture().workspace
    #expect(try workspace.column("lang") == ["de", "de", "de", "de", nil, nil, nil, nil])
    #expect(try workspace.column("n")[3] == "3")
    #expect {
      _ = try workspace.column("country")
    } throws: { error in
      if case EngineError.unknownColumn("country", known: ["lang", "n"], _) = error { true } else { false }
    }
  }

  @Test("The live figures have the values and the intervals of those in full.")
  func live() throws {
    let workspace = try fixture().workspace
    let live = try #require(try workspace.agreement().questions["sentiment"])
    let full = try #require(try workspace.agreement(AgreementOptions()).questions["sentiment"])
    #expect(live.alpha == full.alpha && live.percent == full.percent && live.items == full.items)
    #expect(live.alphaInterval != nil && live.alphaInterval == full.alphaInterval)
    #expect(live.pairs.map(\.kappa) == full.pairs.map(\.kappa))
    #expect(live.labels.mapValues(\.alpha) == full.labels.mapValues(\.alpha))
    #expect(full.measures.map(\.name) == ["percent_pooled", "cohen", "scott", "fleiss", "conger", "ac1"])
    #expect(full.resampling?.options == BootstrapOptions())
  }

  @Test("Slices are those of a column, also of the samples that have nothing in it; time adds up to all.")
  func slices() throws {
    let workspace = try fixture().workspace
    let options = AgreementOptions(bootstrap: nil, by: ["lang"], overTime: true)
    let full = try #require(try workspace.agreement(options).questions["sentiment"])
    #expect(full.slices.map(\.value) == ["de", ""])
    #expect(full.slices[0].percent.value == 1 && full.slices[1].percent.value == 0.75)
    #expect(full.slices.allSatisfy { $0.alpha.low == nil })
    #expect(full.overTime.reduce(0) { $0 + $1.ratings } == 16)
    #expect(full.overTime.last?.alphaSoFar.value == full.alpha)
  }

  @Test("A choice may be seen in the order of the project's values, but not as numbers that its names are not.")
  func level() throws {
    let workspace = try fixture().workspace
    let ordinal = try workspace.agreement(AgreementOptions(bootstrap: nil, level: .ordinal)).questions["sentiment"]
    #expect(ordinal?.level == .ordinal)
    #expect(ordinal?.measures.contains { $0.name == "weighted_kappa_quadratic" && $0.figure.value != nil } == true)
    #expect(throws: EngineError.self) {
      try workspace.agreement(AgreementOptions(level: .interval, question: "sentiment"))
    }
    let all = try workspace.agreement(AgreementOptions(bootstrap: nil, level: .interval))
    #expect(all.questions["sentiment"]?.level == .nominal && all.questions.count == 2)
  }
}
