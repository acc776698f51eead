import Yams

/// Reads YAML into nodes, with failures as errors of the project file.
enum YAMLReading {
  static func compose(_ yaml: String, file: String) throws(EngineError) -> Node? {
    do {
      return try Yams.compose(yaml: yaml, Resolver.default, Constructor.default, Parser.Encoding.utf8)
    } catch {
      throw self.error(error, yaml: yaml, file: file)
    }
  }

  private static func error(_ error: any Error, yaml: String, file: String) -> EngineError {
    func project(_ line: Int, _ column: Int, _ problem: String, _ remedy: String) -> EngineError {
      .project(file: file, line: max(1, line), column: max(1, column), problem: problem, remedy: remedy)
    }
    let indentation = "check the indentation, colons, brackets and quotes here and in the line above"
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let whole = [context?.text, problem].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
      // Of a quote or bracket that is never closed the beginning helps, not the end of the file.
      let place = problem.contains("end of stream") ? context?.mark ?? mark : mark
      return project(place.line, place.column, "this is not YAML: \(whole)", indentation)
    case .reader(let problem, let offset, _, _):
      let (line, column) = place(of: offset ?? 0, in: yaml)
      return project(line, column, "this is not YAML: \(problem)", "save the file as UTF-8 text")
    case .duplicatedKeysInMapping(let names, let context):
      return project(
        context.mark.line, context.mark.column,
        "\(names.quotedList(joinedBy: "and")) stands more than once in the same part",
        "keep one of them")
    default:
      return project(1, 1, "this cannot be read as YAML", "save the file as UTF-8 text")
    }
  }

  private static func place(of offset: Int, in yaml: String) -> (line: Int, column: Int) {
    let before = yaml.utf8.prefix(offset)
    let line = before.count { $0 == 0x0A } + 1
    return (line, before.reversed().prefix { $0 != 0x0A }.count + 1)
  }
}
