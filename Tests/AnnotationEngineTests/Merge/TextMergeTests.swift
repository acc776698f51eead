import Testing

@testable import AnnotationEngine

@Suite("Merging a text")
struct TextMergeTests {
  private let base = "one\ntwo\nthree\nfour\nfive\n"

  private func merged(_ ours: String, _ theirs: String) -> String? {
    TextMerge(base: base, ours: ours, theirs: theirs).text { _ in nil }
  }

  @Test("A text that one side left alone is the other's.")
  func oneSide() {
    let changed = "one\nTWO\nthree\nfour\nfive\n"
    #expect(merged(changed, base) == changed)
    #expect(merged(base, changed) == changed)
    #expect(merged(base, base) == base)
  }

  @Test("Changes in different places come together.")
  func apart() {
    #expect(
      merged("zero\none\ntwo\nthree\nfour\nfive\n", "one\ntwo\nthree\nFOUR\nfive\n")
        == "zero\none\ntwo\nthree\nFOUR\nfive\n")
    #expect(merged("one\nthree\nfour\nfive\n", "one\ntwo\nthree\nfour\n") == "one\nthree\nfour\n")
  }

  @Test("The same change on both sides is silent.")
  func same() {
    let changed = "one\n2\nthree\nfour\nfive\n"
    #expect(merged(changed, changed) == changed)
    #expect(merged(changed, "one\n2\nthree\nfour\n5\n") == "one\n2\nthree\nfour\n5\n")
  }

  @Test("Different changes of the same lines are a conflict, with the lines of both; a choice settles it.")
  func conflict() {
    let merge = TextMerge(base: base, ours: "zero\none\n2\nthree\nfour\nfive\n", theirs: "one\nII\nthree\nfour\nfive\n")
    #expect(merge.conflicts == [.init(ourLine: 3, theirLine: 2, ours: ["2"], theirs: ["II"])])
    #expect(merge.text { _ in nil } == nil)
    #expect(merge.text(\.theirs) == "zero\none\nII\nthree\nfour\nfive\n")
  }

  @Test("Whatever two sides do, the merge is the same from both, and each conflict has its sides exchanged.")
  func symmetric() {
    var random = FixedRandom(seed: 5)
    func edited() -> String {
      var lines = base.split(separator: "\n").map(String.init)
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: 0...lines.count, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: lines.insert(["a", "b", "c"].randomElement(using: &random) ?? "", at: place)
        case 1 where place < lines.count: lines.remove(at: place)
        default: if place < lines.count { lines[place] = lines[place].uppercased() }
        }
      }
      return lines.joined(separator: "\n")
    }
    for _ in 0..<500 {
      let (ours, theirs) = (edited(), edited())
      let (one, other) = (
        TextMerge(base: base, ours: ours, theirs: theirs), TextMerge(base: base, ours: theirs, theirs: ours)
      )
      #expect(one.text { _ in nil } == other.text { _ in nil })
      #expect(one.text(\.ours) == other.text(\.theirs))
      #expect(one.conflicts.map(\.ours) == other.conflicts.map(\.theirs))
    }
  }
}
