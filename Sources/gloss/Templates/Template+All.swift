extension Template {
  /// Those of `SampleProjects`, as they were when the program was built.
  static let all = [
    Template("sentiment", project: PackageResources.sentiment_yaml, guidelines: PackageResources.sentiment_md),
    Template("topics", project: PackageResources.topics_yaml, guidelines: PackageResources.topics_md),
    Template("intents", project: PackageResources.intents_yaml, guidelines: PackageResources.intents_md),
    Template("helpfulness", project: PackageResources.helpfulness_yaml, guidelines: PackageResources.helpfulness_md),
  ]

  private init(_ name: String, project: [UInt8], guidelines: [UInt8]) {
    self.init(name: name, files: [("gloss.yaml", project), ("guidelines.md", guidelines)])
  }
}
