import Testing

@testable import VersionStore
