import Testing

@testable import LabelStatistics
