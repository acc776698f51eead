import Testing

@testable import Workstation
