import Testing

@testable import Terminal

@Suite("Axis")
struct AxisTests {
  @Test("Ticks are round numbers around the values, no more than asked for.")
  func ticks() {
    #expect(Axis(covering: [0.57, 0.65], ticks: 5).ticks == [0.55, 0.6, 0.65])
    #expect(Axis(covering: [0, 1], ticks: 5).ticks == [0, 0.5, 1])
    #expect(Axis(covering: [0, 1], ticks: 6).ticks == [0, 0.2, 0.4, 0.6, 0.8, 1])
    #expect(Axis(counts: [3, 182, 97]).ticks == [0, 100, 200])
    #expect(Axis(covering: [-0.3, 0.4], ticks: 3).ticks == [-0.5, 0, 0.5])
    #expect(Axis(counts: []).ticks == [0, 0.5, 1])
  }

  @Test("The ticks of any values enclose them, ascend, and are few.")
  func random() {
    var random = SplitMix(seed: 3)
    for _ in 0..<2000 {
      let scale = [1e-6, 0.01, 1, 300, 1e9][random.below(5)]
      let values = (0...random.below(6)).map { _ in (Double(random.below(2001)) - 1000) / 1000 * scale }
      let most = 3 + random.below(7)
      let axis = Axis(covering: values, ticks: most)
      #expect(axis.ticks.count <= most && axis.ticks.count >= 2 && axis.step > 0)
      #expect(zip(axis.ticks, axis.ticks.dropFirst()).allSatisfy(<))
      let slack = axis.step * 1e-6
      #expect(values.allSatisfy { $0 >= axis.low - slack && $0 <= axis.high + slack }, "\(values) \(axis.ticks)")
      #expect(values.allSatisfy { (0..<9).contains(axis.place($0, of: 9) ?? -1) })
    }
  }

  @Test("Nothing, one value, and what is no number have an axis too.")
  func odd() {
    #expect(Axis(covering: []).ticks.first == 0 && Axis(covering: []).high == 1)
    #expect(Axis(covering: [.nan, .infinity]).high == 1)
    let one = Axis(covering: [0.61], within: 0...1)
    #expect(one.low < 0.61 && one.high > 0.61)
    #expect(Axis(covering: [1, 1], within: 0...1).high >= 1)
    #expect(Axis(covering: [0, 0], within: 0...1).low <= 0)
    #expect(one.share(.nan) == nil && one.place(0.61, of: 0) == nil)
    #expect(one.share(9) == 1 && one.share(-9) == 0)
  }

  @Test("A bound holds values beyond it.")
  func bounds() {
    let axis = Axis(covering: [0.9, 1.4], within: -1...1, ticks: 5)
    #expect(axis.high <= 1.0001 && axis.share(1.4) == 1)
  }
}
