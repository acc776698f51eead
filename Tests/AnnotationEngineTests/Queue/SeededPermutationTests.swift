import Testing

@testable import AnnotationEngine

@Suite("A seeded permutation")
struct SeededPermutationTests {
  @Test("It takes every index to a value of its own and back.", arguments: [1, 2, 3, 5, 64, 1000, 4097])
  func bijection(count: Int) {
    let permutation = SeededPermutation(count: count, seed: 42, stream: 3)
    var seen = Set<Int>()
    for index in 0..<count {
      let value = permutation.value(at: index)
      #expect((0..<count).contains(value))
      seen.insert(value)
      #expect(permutation.index(of: value) == index)
    }
    #expect(seen.count == count)
  }

  @Test("Seeds and streams give orders of their own, and the same ones for all time.")
  func fixed() {
    func first(_ seed: UInt64, _ stream: UInt64) -> [Int] {
      let permutation = SeededPermutation(count: 1000, seed: seed, stream: stream)
      return (0..<8).map(permutation.value)
    }
    #expect(first(1, 1) != first(2, 1))
    #expect(first(1, 1) != first(1, 2))
    #expect(first(1, 1) == first(1, 1))
  }
}
