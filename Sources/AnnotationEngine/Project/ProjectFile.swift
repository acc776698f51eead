extension Project {
  /// Reads `gloss.yaml`. Unknown keys, a duplicate hotkey or name, an unknown kind and the like are errors that name
  /// line and column, with the nearest known word. `file` is for messages.
  public static func parse(yaml: String, file: String) throws(EngineError) -> Project { fatalError() }
}
