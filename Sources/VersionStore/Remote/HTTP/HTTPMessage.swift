/// A request over HTTP.
package struct HTTPRequest {
  package enum Body {
    case none
    case bytes([UInt8])
    /// `byteCount` bytes in all; the closure fills a buffer from an offset and gives how many it wrote, nil where it
    /// cannot.
    case streamed(byteCount: Int, (_ offset: Int, UnsafeMutableRawBufferPointer) -> Int?)
  }

  package enum Authorization: Sendable {
    case none
    case basic(user: String, password: String)
    /// AWS Signature Version 4 for S3. The query of the URL must have its names in order, and in the URL everything
    /// but letters, digits and - . _ ~ as %XX.
    case aws(AWSCredentials, region: String)
  }

  package var method: String
  package var url: String
  package var headers: [(name: String, value: String)]
  package var body: Body
  package var authorization: Authorization

  package init(
    _ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: Body = .none,
    authorization: Authorization = .none
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.authorization = authorization
  }
}

/// What a server answered.
package struct HTTPResponse: Sendable {
  package var status: Int
  /// By name in small letters; of several with one name the last.
  package var headers: [String: String]
  /// Empty where it was given to the request's receiver.
  package var body: [UInt8]

  package var isSuccess: Bool { (200...299).contains(status) }
}

/// No whole answer came.
package struct HTTPFailure: Error, Equatable, Sendable {
  package var problem: String
  /// Whether the same request may well go through later: the network failed, not the request.
  package var isTransient: Bool
}

/// `text` with everything but letters, digits and - . _ ~ as %XX: what stands in a URL, and what is signed.
package func percentEncoded(_ text: String, keeping kept: String = "") -> String {
  var encoded = ""
  for byte in text.utf8 {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    case _ where kept.utf8.contains(byte):
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      encoded += byte < 16 ? "%0" + digits : "%" + digits
    }
  }
  return encoded
}
