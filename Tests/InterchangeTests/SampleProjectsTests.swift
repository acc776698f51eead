import AnnotationEngine
import Foundation
import Testing

@testable import Interchange

@Suite("The sample projects")
struct SampleProjectsTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "SampleProjects")

  static let names = ["helpfulness", "intents", "sentiment", "topics"]

  func file(_ project: String, _ name: String) -> String { Self.folder.appending(path: "\(project)/\(name)").path }

  func project(_ name: String) throws -> Project {
    try Project.parse(
      yaml: String(contentsOfFile: file(name, "gloss.yaml"), encoding: .utf8), file: file(name, "gloss.yaml"))
  }

  @Test("There are those that are tested")
  func all() throws {
    let there = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { !$0.hasPrefix(".") }
    #expect(there.sorted() == Self.names)
  }

  @Test("Each can be read whole: schema, guidelines, samples and annotations, without a bad record", arguments: names)
  func reads(name: String) throws {
    let project = try project(name)
    let guidelines = try String(contentsOfFile: file(name, try #require(project.guidelines)), encoding: .utf8)
    #expect(guidelines.count > 500)
    #expect(Set(project.people.map(\.role)).isSuperset(of: [.annotator, .reviewer]))

    var ids: Set<String> = []
    var samples = try SampleReader.open(path: file(name, "samples.jsonl"), format: .jsonl, project: project)
    while let next = try samples.next() {
      guard case .record(let sample) = next else {
        Issue.record("\(next)")
        continue
      }
      #expect(ids.insert(try #require(sample.id)).inserted)
    }
    #expect(ids.count >= 36)

    var answers: [String: [Answers]] = [:]
    var seen: Set<[String]> = []
    var annotations = try AnnotationReader.open(path: file(name, "annotations.csv"), format: .csv, project: project)
    while let next = try annotations.next() {
      guard case .record(let annotation) = next else {
        Issue.record("\(next)")
        continue
      }
      #expect(ids.contains(annotation.sample))
      #expect(project.people.contains { $0.name == annotation.annotator })
      #expect(seen.insert([annotation.sample, annotation.annotator]).inserted)
      #expect(project.questions.allSatisfy { !$0.required || annotation.answers[$0.name] != nil })
      answers[annotation.sample, default: []].append(annotation.answers)
    }
    let disagreements = answers.values.count { Set($0).count > 1 }
    #expect(disagreements >= 5, "there is something to review")
    #expect(answers.values.count { $0.count > 1 && Set($0).count == 1 } >= 10, "and much that is agreed on")
  }

  @Test("There is something left to label")
  func unfinished() throws {
    var waiting = 0
    for name in Self.names {
      let project = try project(name)
      var count: [String: Int] = [:]
      var samples = try SampleReader.open(path: file(name, "samples.jsonl"), format: .jsonl, project: project)
      while case .record(let sample) = try samples.next() { count[sample.id ?? ""] = 0 }
      var annotations = try AnnotationReader.open(path: file(name, "annotations.csv"), format: .csv, project: project)
      while case .record(let annotation) = try annotations.next() { count[annotation.sample, default: 0] += 1 }
      waiting += count.values.count { $0 < project.round.overlap }
    }
    #expect(waiting > 0)
  }
}
