import Testing

@testable import LabelStatistics

@Suite("Figures of sums over items")
struct SummedFiguresTests {
  @Test("Figures are those of all items once; their intervals those of the bootstrap with the same seed")
  func asBootstrap() throws {
    let values = [0.1, 0.5, 0.4, 0.9, 0.3]
    let options = BootstrapOptions(samples: 300, seed: 8)
    let figure = resampledFigures(of: values.map { MeanSums(Figure(value: $0, items: 1)) }, options) { [$0.mean] }[0]
    #expect(abs(try #require(figure.value) - 0.44) < 1e-15 && figure.items == 5)
    let expected = bootstrapInterval(itemCount: 5, options: options) { weights in
      zip(values, weights).reduce(0) { $0 + $1.0 * Double($1.1) } / 5
    }
    let (ours, theirs) = (try #require(figure.interval), try #require(expected))
    #expect(abs(ours.low - theirs.low) < 1e-12)
    #expect(abs(ours.high - theirs.high) < 1e-12)
  }

  @Test("What has no value, or has one by definition, has no interval; neither has one item")
  func without() {
    let options = BootstrapOptions(samples: 50)
    let figures = [
      Figure(value: nil, why: .noSpans, items: 0), Figure(value: 1, why: .noVariation, items: 3),
      Figure(value: 1, items: 3),
    ]
    let found = resampledFigures(itemCount: 3, options) { _ in figures }
    #expect(found[0].interval == nil && found[1].interval == nil && found[2].interval != nil)
    #expect(resampledFigures(itemCount: 1, options) { _ in figures }.allSatisfy { $0.interval == nil })
    #expect(resampledFigures(itemCount: 0, options) { _ in figures }.allSatisfy { $0.interval == nil })
  }

  @Test("Parts are resampled less often where there are very many, but never below 200")
  func parts() {
    #expect(BootstrapOptions().forParts(cells: 10_000).samples == 1000)
    #expect(BootstrapOptions().forParts(cells: 20_000).samples == 500)
    #expect(BootstrapOptions().forParts(cells: 1_000_000).samples == 200)
    #expect(BootstrapOptions(samples: 50).forParts(cells: 1_000_000).samples == 50)
  }
}
