extension Template {
  static let all: [Template] = []
}
