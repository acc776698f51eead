// swift-tools-version: 6.1
import PackageDescription

// Links to the sample projects' schemas and the themes: the program has them in itself when it stands alone.
let embedded: [Resource] = [
  "helpfulness.yaml", "helpfulness.md", "intents.yaml", "intents.md", "sentiment.yaml", "sentiment.md",
  "topics.yaml", "topics.md",
  "colour-blind.toml", "high-contrast.toml", "light.toml", "terminal.toml",
].map { .embedInCode("Embedded/\($0)") }

let package = Package(
  name: "gloss",
  products: [.executable(name: "gloss", targets: ["gloss"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // C: module maps, and shims for what Swift cannot import.
    .systemLibrary(name: "CNcurses"),
    .systemLibrary(name: "CZstd"),
    .target(name: "CTerminal"),
    .target(name: "CCurl"),

    // The ground floor imports nothing of ours.
    .target(
      name: "VersionStore",
      dependencies: ["CCurl", "CZstd", .product(name: "Crypto", package: "swift-crypto")]),
    // Loops over numbers: without optimization the tests on real data take a hundred times as long.
    .target(name: "LabelStatistics", swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .target(
      name: "Terminal",
      dependencies: ["CNcurses", "CTerminal", .product(name: "TOMLKit", package: "TOMLKit")]),

    .target(
      name: "AnnotationEngine",
      dependencies: [
        "VersionStore", "LabelStatistics",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "Interchange",
      dependencies: [
        "AnnotationEngine", "LabelStatistics", "VersionStore",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "Workstation", dependencies: ["AnnotationEngine", "LabelStatistics", "Terminal"]),
    .executableTarget(
      name: "gloss",
      dependencies: [
        "AnnotationEngine", "Interchange", "LabelStatistics", "Terminal", "VersionStore", "Workstation",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "TOMLKit", package: "TOMLKit"),
      ],
      resources: embedded),

    // A folder a target; EndToEnd drives the real program on a real pseudo-terminal.
    .systemLibrary(name: "CVTerm", path: "Tests/CVTerm"),
    .target(name: "CPseudoTerminal", path: "Tests/CPseudoTerminal"),
    // A small S3 server that fails on demand.
    .target(name: "S3Server", path: "Tests/S3Server"),
    .testTarget(name: "VersionStoreTests", dependencies: ["S3Server", "VersionStore", "gloss"]),
    .testTarget(name: "LabelStatisticsTests", dependencies: ["LabelStatistics"]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal"]),
    // A small program that shows what a terminal sends, and misbehaves on demand.
    .executableTarget(name: "terminal-fixture", dependencies: ["Terminal"], path: "Tests/TerminalFixture"),
    .testTarget(name: "AnnotationEngineTests", dependencies: ["AnnotationEngine"]),
    .testTarget(name: "InterchangeTests", dependencies: ["Interchange"]),
    .testTarget(name: "WorkstationTests", dependencies: ["Workstation"]),
    .testTarget(
      name: "EndToEnd",
      dependencies: [
        "CVTerm", "CPseudoTerminal", "S3Server", "Terminal", "VersionStore", "gloss", "terminal-fixture",
      ],
      exclude: ["Golden"]),
  ],
  swiftLanguageModes: [.v6]
)
