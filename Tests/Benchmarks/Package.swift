// swift-tools-version: 6.1
// A package of its own, so that neither a build nor a test of Gloss ever waits for the benchmarks. `make bench` runs it.
import PackageDescription

let package = Package(
  name: "benchmarks",
  targets: [
    .target(name: "CMeasure"),
    .systemLibrary(name: "CVTerm"),
    .systemLibrary(name: "CSQLite"),
    // The module of the outer package, by a symbolic link: it stands on nothing else.
    .target(name: "LabelStatistics"),
    // What the figures stand beside: the smallest program that draws a frame, and the smallest that answers a key.
    .executableTarget(name: "one-frame", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .executableTarget(name: "raw-echo"),
    .executableTarget(name: "bench", dependencies: ["CMeasure", "CSQLite", "CVTerm", "LabelStatistics"]),
  ],
  swiftLanguageModes: [.v6]
)
