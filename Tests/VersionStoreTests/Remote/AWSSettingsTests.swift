import Foundation
import Testing

@testable import VersionStore

@Suite("Where S3 is and who asks")
struct AWSSettingsTests {
  private func read(_ environment: [String: String], credentials: String? = nil, config: String? = nil) throws
    -> AWSSettings
  {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(atPath: scratch.path + "/.aws", withIntermediateDirectories: true)
    for (name, text) in [("credentials", credentials), ("config", config)] {
      try text.map { try Data($0.utf8).write(to: URL(fileURLWithPath: scratch.path + "/.aws/" + name)) }
    }
    return try AWSSettings(url: "s3://b", environment: ["HOME": scratch.path].merging(environment) { $1 })
  }

  @Test("Variables come before the files.")
  func variables() throws {
    let settings = try read(
      [
        "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t", "AWS_REGION": "r",
        "AWS_DEFAULT_REGION": "d", "AWS_ENDPOINT_URL": "http://a", "AWS_ENDPOINT_URL_S3": "http://b/",
        "AWS_MAX_ATTEMPTS": "3",
      ],
      credentials: "[default]\naws_access_key_id = x\naws_secret_access_key = y\n", config: "[default]\nregion = z\n")
    #expect(settings.credentials == AWSCredentials(key: "k", secret: "s", token: "t"))
    #expect(settings.region == "r" && settings.endpoint == "http://b" && settings.attempts == 3)
  }

  @Test("The profile's section is read in both files, past comments and nested settings.")
  func files() throws {
    let credentials = """
      # comment
      [default]
      aws_access_key_id=d
      aws_secret_access_key=e
      [ team ]
      aws_access_key_id = k
      aws_secret_access_key = s=/+
      aws_session_token = t
      """
    let config = """
      [default]
      region = eu-north-1
      s3 =
        endpoint_url = http://nested
      [profile team]
      region = eu-west-1
      endpoint_url = https://minio.example
      ca_bundle = /etc/ca.pem
      """
    let team = try read(["AWS_PROFILE": "team"], credentials: credentials, config: config)
    #expect(team.credentials == AWSCredentials(key: "k", secret: "s=/+", token: "t"))
    #expect(team.region == "eu-west-1" && team.endpoint == "https://minio.example" && team.authorities == "/etc/ca.pem")
    let standard = try read([:], credentials: credentials, config: config)
    #expect(standard.credentials.key == "d" && standard.region == "eu-north-1" && standard.endpoint == nil)
    let fromConfig = try read(
      ["AWS_PROFILE": "p"], config: "[profile p]\naws_access_key_id = k\naws_secret_access_key = s\n")
    #expect(fromConfig.credentials.key == "k" && fromConfig.region == "us-east-1")
  }

  @Test("What is missing is named: a variable, a profile, or both ways.")
  func missing() {
    #expect { try read(["AWS_ACCESS_KEY_ID": "k"]) } throws: { isRemoteFailure($0, naming: "AWS_SECRET_ACCESS_KEY") }
    #expect { try read(["AWS_SECRET_ACCESS_KEY": "k"]) } throws: { isRemoteFailure($0, naming: "AWS_ACCESS_KEY_ID") }
    #expect { try read(["AWS_PROFILE": "x"]) } throws: { isRemoteFailure($0, naming: "no profile x") }
    #expect { try read([:], config: "[default]\ncredential_process = x\n") } throws: {
      isRemoteFailure($0, naming: "credential_process")
    }
    #expect { try read([:]) } throws: { error in
      guard case .remote(_, let problem, let remedy)? = error as? StoreError else { return false }
      return problem.contains("no credentials") && remedy.contains("/.aws/credentials")
        && remedy.contains("AWS_ACCESS_KEY_ID")
    }
    let keys = ["AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_ENDPOINT_URL": "minio:9000"]
    #expect { try read(keys) } throws: { isRemoteFailure($0, naming: "minio:9000") }
  }
}

@Suite("Listings of S3")
struct S3ListingTests {
  @Test("A page is read, whatever stands around what is wanted.")
  func page() throws {
    let listing = try #require(
      S3Listing(
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix/><KeyCount>2</KeyCount>
        <Contents><Key>a&amp;b&#34;&#xfc;&lt;</Key><Size>5</Size><Owner><ID>x</ID></Owner></Contents>
        <Contents>
          <Key>c</Key><Size>0</Size></Contents><IsTruncated>true</IsTruncated>
        <NextContinuationToken>1/+=&amp;</NextContinuationToken></ListBucketResult>
        """))
    #expect(listing.objects == [.init(key: "a&b\"ü<", byteCount: 5), .init(key: "c", byteCount: 0)])
    #expect(listing.continuation == "1/+=&")
  }

  @Test(
    "What is no listing is none.",
    arguments: [
      "", "<html></html>", "<ListBucketResult>",
      "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
      "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
    ])
  func none(_ text: String) {
    #expect(S3Listing(text) == nil)
  }
}
