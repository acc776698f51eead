/// Texts as sparse rows: hashed n-grams of words and characters, each with 1 + ln(how often it occurs), the row scaled to
/// length 1. A few bytes an n-gram; a text without any is an empty row.
///
/// Two n-grams that meet in one column count as one (feature hashing, Weinberger et al. 2009). The rows depend on the
/// text and the options alone.
public struct TextFeatures: Equatable, Sendable {
  /// How texts became rows.
  public let options: TextOptions
  /// Row i has columns[starts[i]..<starts[i + 1]], each once, and their values, in the order of their first occurrence.
  public private(set) var starts = [0]
  public private(set) var columns: [Int32] = []
  public private(set) var values: [Float] = []

  /// Without rows.
  public init(options: TextOptions = TextOptions()) { self.options = options }

  /// A row a text. O(length of the texts).
  public init(_ texts: some Sequence<String>, options: TextOptions = TextOptions()) {
    self.options = options
    append(contentsOf: texts)
  }

  /// Rows.
  public var count: Int { starts.count - 1 }
  /// Columns, 2^bits, most of them without a value.
  public var columnCount: Int { 1 << options.bits }

  /// Appends a row a text. O(length of the texts), after one table of `columnCount` counts.
  public mutating func append(contentsOf texts: some Sequence<String>) {
    var grams = TextGrams(options)
    var counts = [Int32](repeating: 0, count: columnCount)
    for text in texts {
      grams.read(text)
      let start = columns.count
      counts.withUnsafeMutableBufferPointer { counts in
        grams.visit { hash, _, _ in
          let column = grams.column(hash)
          if counts[column] == 0 { columns.append(Int32(column)) }
          counts[column] += 1
        }
        var squares: Float = 0
        for index in start..<columns.count {
          let count = counts[Int(columns[index])]
          counts[Int(columns[index])] = 0
          let value = count == 1 ? 1 : 1 + Float(logarithm(Double(count)))
          squares += value * value
          values.append(value)
        }
        let scale = squares > 0 ? 1 / squares.squareRoot() : 0
        for index in start..<columns.count { values[index] *= scale }
      }
      starts.append(columns.count)
    }
  }

  /// The rows of `indices`, in that order.
  public func rows(_ indices: some Sequence<Int>) -> TextFeatures {
    var chosen = TextFeatures(options: options)
    for row in indices {
      chosen.columns += columns[starts[row]..<starts[row + 1]]
      chosen.values += values[starts[row]..<starts[row + 1]]
      chosen.starts.append(chosen.columns.count)
    }
    return chosen
  }
}
