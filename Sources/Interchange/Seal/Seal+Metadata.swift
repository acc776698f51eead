import AnnotationEngine

extension Seal {
  /// What a version of another store says of the snapshot that it holds, as text: names and values that
  /// <doc:Snapshots> promises.
  public func metadata(seal digest: FileDigest) -> [JSONMember] {
    [
      JSONMember("gloss.commit", .string(commit)),
      JSONMember("gloss.ref", .string(ref)),
      JSONMember("gloss.project", .string(project)),
      JSONMember("gloss.samples", .string(String(samples))),
      JSONMember("gloss.annotations", .string(String(annotations))),
      JSONMember("gloss.labels", .string(String(labels))),
      JSONMember("gloss.seal", .string(digest.sha256)),
    ]
  }
}
