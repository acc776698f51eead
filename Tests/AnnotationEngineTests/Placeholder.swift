import Testing

@testable import AnnotationEngine
