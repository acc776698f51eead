/// Plain objects in a bucket, for what is no store: files of other tools, under names that tell their content.
package struct S3Objects: Sendable {
  private let client: S3Client
  /// Where the server is; nil for AWS itself.
  package let endpoint: String?
  package let region: String

  /// `url` is `s3://bucket/prefix`; where and who, `environment` says as for remotes.
  ///
  /// - Throws: `StoreError.remote`.
  package init(url: String, environment: [String: String]) throws(StoreError) {
    guard case .s3(let bucket, let prefix) = try RemoteURL(url) else {
      throw .remote(url: url, problem: "This is no URL of S3", remedy: "Write s3://bucket/prefix.")
    }
    let settings = try AWSSettings(url: url, environment: environment)
    endpoint = settings.endpoint
    region = settings.region
    client = S3Client(url: url, bucket: bucket, prefix: prefix, settings: settings)
  }

  package func contains(_ key: String) throws(StoreError) -> Bool {
    let response = try client.persist { () throws(HTTPFailure) in try client.send("HEAD", key) }
    guard response.isSuccess || response.status == 404 else { throw client.failure(response) }
    return response.isSuccess
  }

  /// Writes an object whole or not at all. `sha256` is its body's, in digits; `read` fills a buffer from an offset and
  /// gives how many bytes it wrote.
  package func put(
    _ key: String, byteCount: Int, sha256: String, read: @escaping (Int, UnsafeMutableRawBufferPointer) -> Int?
  ) throws(StoreError) {
    let response = try client.persist { () throws(HTTPFailure) in
      try client.send("PUT", key, body: .streamed(byteCount: byteCount, read), sha256: sha256)
    }
    guard response.isSuccess else { throw client.failure(response) }
  }
}
