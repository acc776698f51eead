import Foundation
import Testing

@testable import LabelStatistics

@Suite("Random numbers with a seed")
struct SplitMix64Tests {
  @Test("The numbers are those of the published generator")
  func published() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<3).map { _ in random.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test("Streams of one seed differ, and are the same again")
  func streams() {
    var one = SplitMix64(seed: 7, stream: 1)
    var same = SplitMix64(seed: 7, stream: 1)
    var other = SplitMix64(seed: 7, stream: 2)
    let number = one.next()
    #expect(number == same.next())
    #expect(number != other.next())
  }

  @Test(
    "Binomial numbers have the mean and the variance of their distribution",
    arguments: [(1, 0.3), (20, 0.1), (50, 0.5), (400, 0.9), (1000, 0.02), (100_000, 0.4)])
  func binomial(count: Int, chance: Double) {
    var random = SplitMix64(seed: 3)
    let draws = (0..<4000).map { _ in Double(random.binomial(count, chance)) }
    let mean = draws.reduce(0, +) / 4000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3999
    let expected = Double(count) * chance * (1 - chance)
    #expect(abs(mean - Double(count) * chance) < 4 * (expected / 4000).squareRoot())
    #expect(abs(variance / expected - 1) < 0.12)
    #expect(draws.allSatisfy { $0 >= 0 && $0 <= Double(count) })
  }

  @Test("A throw that cannot fail or succeed is no chance")
  func certain() {
    var random = SplitMix64(seed: 1)
    #expect(random.binomial(10, 0) == 0)
    #expect(random.binomial(10, 1) == 10)
    #expect(random.binomial(0, 0.5) == 0)
  }

  @Test("ln(1 + x) keeps its digits where x is small")
  func logarithms() {
    for x in [-0.5, -0.3, -1e-3, -1e-8, -1e-12, -1e-17, 1e-20] {
      let expected = log1p(x)
      #expect(abs(logarithmOfOne(plus: x) - expected) <= 1e-15 * abs(expected), "\(x)")
    }
  }
}
