import AnnotationEngine
import Foundation
import Testing

@testable import Interchange

/// How requests look is checked by a stub of the API in Tests/Interop/checks/lakefs.py.
@Suite("Publishing to lakeFS")
struct LakeFSTests {
  @Test("An address has a repository, a branch, and a path that may be empty")
  func addresses() throws {
    let address = try LakeFSAddress("lakefs://data/main//sets/tweets/")
    #expect(address.repository == "data")
    #expect(address.branch == "main")
    #expect(address.path == "sets/tweets")
    #expect(address.text == "lakefs://data/main/sets/tweets")
    #expect(try LakeFSAddress("lakefs://data/main").path == "")
    for text in ["lakefs://data", "s3://data/main/x", "data/main/x", "lakefs:///", "lakefs://data/main/../x"] {
      #expect(engineError { _ = try LakeFSAddress(text) } != nil, "\(text)")
    }
  }

  @Test("Variables go before the file of lakectl, and the option before both")
  func settings() throws {
    let scratch = try Scratch()
    _ = try scratch.file(
      ".lakectl.yaml",
      Array("credentials:\n  access_key_id: K\n  secret_access_key: S\nserver:\n  endpoint_url: http://a/\n".utf8))
    let home = ["HOME": scratch.path]
    let fromFile = try LakeFSSettings(environment: home)
    #expect(fromFile.endpoint == "http://a/api/v1")
    #expect(fromFile.key == "K" && fromFile.secret == "S")
    let variables = home.merging(
      ["LAKECTL_SERVER_ENDPOINT_URL": "https://b/api/v1", "LAKECTL_CREDENTIALS_ACCESS_KEY_ID": "L"]
    ) { $1 }
    #expect(try LakeFSSettings(environment: variables).endpoint == "https://b/api/v1")
    #expect(try LakeFSSettings(environment: variables).key == "L")
    #expect(try LakeFSSettings(endpoint: "http://c", environment: variables).endpoint == "http://c/api/v1")
    #expect(engineError { _ = try LakeFSSettings(endpoint: "c", environment: variables) } != nil)
    guard case .snapshot(_, let problem, let remedy)? = engineError({ _ = try LakeFSSettings(environment: [:]) }) else {
      Issue.record("nothing was missing")
      return
    }
    #expect(problem.contains("endpoint url") && remedy.contains("LAKECTL_SERVER_ENDPOINT_URL"))
  }
}
