/// Where answers in the order of their times are cut into stretches.
///
/// Stretches have equally many answers, a tenth rounded up to two digits, the last one what is left. So the same answers make
/// the same stretches while others are added: the past moves only where the number of answers grows past such a step.
/// Answers of one moment stay together.
enum Stretches {
  static let most = 10

  /// Answers of a stretch where there are `count` of them.
  static func size(_ count: Int) -> Int {
    let least = (count + most - 1) / most
    var unit = 1
    while least / unit >= 100 { unit *= 10 }
    return max(1, (least + unit - 1) / unit * unit)
  }

  /// The places behind the last answer of each stretch. O(stretches and the largest number of answers of one moment).
  ///
  /// - Parameters:
  ///   - times: ascending.
  ///   - skipped: as many answers came before these; they end a stretch.
  static func ends(_ times: [Int64], after skipped: Int = 0) -> [Int] {
    let size = size(skipped + times.count)
    var ends: [Int] = []
    var end = 0
    while end < times.count {
      end = min(times.count, ((skipped + end) / size + 1) * size - skipped)
      while end < times.count, times[end] == times[end - 1] { end += 1 }
      ends.append(end)
    }
    return ends
  }
}
