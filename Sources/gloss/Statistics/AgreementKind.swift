import AnnotationEngine
import Interchange
import LabelStatistics

/// What is asked of a bare file.
struct AgreementRequest {
  var path: String
  var map: [String: String]
  /// nil where none was asked for.
  var level: Level?
  var options: AgreementOptions
  /// Of spans, what takes the longest is left out.
  var withoutGamma = false

  /// The same, of answers that have no level.
  func withoutLevel(_ what: String) throws(CommandFailure) -> AgreementRequest {
    if level != nil {
      throw CommandFailure(
        place: path, what: "\(what) are measured at no level", remedy: "leave --level out", status: .wrongUsage)
    }
    return self
  }
}

/// One question's figures, as an answer shows them.
struct AgreementSection {
  /// The question: of a file the name of the column of values.
  var name: String
  var json: JSONValue
  var text: String
}

/// A kind of answers that `gloss agreement FILE --kind` knows: how a file of them is read and measured.
struct AgreementKind: Sendable {
  var name: String
  var measure: @Sendable (AgreementRequest) throws -> AgreementSection

  /// The first is taken where none is named.
  static let all: [AgreementKind] = [
    AgreementKind(name: "choice") { try CrowdAgreement.section($0, CrowdAgreement.values) },
    AgreementKind(name: "choices") { try CrowdAgreement.section($0, CrowdAgreement.sets) },
    AgreementKind(name: "taxonomy") { try CrowdAgreement.section($0, CrowdAgreement.taxonomy) },
    AgreementKind(name: "rating") { request in
      var request = request
      request.level = request.level ?? .interval
      return try CrowdAgreement.section(request, CrowdAgreement.values)
    },
    AgreementKind(name: "spans") { try SpanSection.section($0.withoutLevel("spans")) },
    AgreementKind(name: "ranking") { try RankingSection.section($0.withoutLevel("rankings")) },
    AgreementKind(name: "pairwise") { try PairwiseSection.section($0.withoutLevel("comparisons")) },
    AgreementKind(name: "text") { try TextSection.section($0.withoutLevel("texts")) },
  ]

  static func named(_ name: String?) throws(CommandFailure) -> AgreementKind {
    guard let name else { return all[0] }
    guard let kind = all.first(where: { $0.name == name }) else {
      throw CommandFailure(
        what: "there is no kind “\(name)”", remedy: "choose one of \(all.map(\.name).joined(separator: ", "))",
        status: .wrongUsage)
    }
    return kind
  }
}
