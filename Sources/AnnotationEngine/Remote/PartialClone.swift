import Foundation
import VersionStore

/// What a clone may leave at its remote.
enum PartialClone {
  /// The one filter that there is: labels and annotations without the content of samples.
  static let labels = "labels"
  static let filters = [labels]

  /// Trees whose blobs are the content of samples.
  static let bulky: Set<String> = [TableName.samples]
}

extension Store {
  /// Lets content that a partial clone left at its remote be brought when it is read.
  func keepPromises() throws(StoreError) {
    guard let remote = try remotes().remotes.first(where: { $0.filter != nil }) else { return }
    promises = Promises(of: PartialClone.bulky) { () throws(StoreError) in
      try Remotes.open(url: remote.url, environment: ProcessInfo.processInfo.environment)
    }
  }

  /// Trees whose blobs need not be here.
  var promisedTrees: Set<String> { promises?.bulky ?? [] }
}
