import AnnotationEngine

/// Labels as a table: `sample,label,confidence` rows, CSV as RFC 4180 has it, lines ending in LF.
public struct LabelsFile {
  private let output: OutputFile
  private var line: [UInt8] = []

  /// A file that appears under its name whole or not at all; - is standard output.
  ///
  /// - Throws: `io`.
  public init(path: String) throws(EngineError) {
    output = try OutputFile(path: path)
    try output.write(Array("sample,label,confidence\n".utf8))
  }

  /// - Throws: `io`.
  public mutating func write(sample: String, label: String, confidence: Double) throws(EngineError) {
    line.removeAll(keepingCapacity: true)
    cell(sample)
    line.append(0x2C)
    cell(label)
    line.append(0x2C)
    line.append(contentsOf: "\(confidence)\n".utf8)
    try output.write(line)
  }

  /// - Throws: `io`.
  public func finish() throws(EngineError) { try output.finish() }

  private mutating func cell(_ text: String) {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
      return line.append(contentsOf: text.utf8)
    }
    line.append(0x22)
    for byte in text.utf8 {
      if byte == 0x22 { line.append(0x22) }
      line.append(byte)
    }
    line.append(0x22)
  }
}
