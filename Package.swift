// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "maillage",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "maillage", targets: ["MaillageCLI"])],
  dependencies: [
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-http-structured-headers", from: "1.7.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // Thin wrappers of Debian's C libraries.
    .systemLibrary(
      name: "CGumbo",
      pkgConfig: "gumbo",
      providers: [.apt(["libgumbo-dev"])]
    ),
    .systemLibrary(
      name: "CMarkdown",
      pkgConfig: "libcmark-gfm",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]
    ),
    .systemLibrary(
      name: "CQREncode",
      pkgConfig: "libqrencode",
      providers: [.apt(["libqrencode-dev"])]
    ),
    .systemLibrary(
      name: "COath",
      pkgConfig: "liboath",
      providers: [.apt(["liboath-dev"])]
    ),
    .systemLibrary(
      name: "CICal",
      pkgConfig: "libical",
      providers: [.apt(["libical-dev"])]
    ),
    .systemLibrary(
      name: "CCurl",
      pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"])]
    ),
    .systemLibrary(
      name: "CArchive",
      pkgConfig: "libarchive",
      providers: [.apt(["libarchive-dev"])]
    ),
    .systemLibrary(
      name: "CVips",
      // Its own flags are many and partly refused by SwiftPM; the headers need no more than these.
      pkgConfig: "gobject-2.0",
      providers: [.apt(["libvips-dev"])]
    ),
    // Decodes pictures, in a process without rights (docs/decisions/0012-pictures.md).
    .target(
      name: "CImages",
      dependencies: ["CVips"],
      swiftSettings: strict,
      linkerSettings: [
        .linkedLibrary("vips"), .linkedLibrary("gobject-2.0"), .linkedLibrary("glib-2.0"),
        .linkedLibrary("m"),
      ]
    ),
    // Starts the program again as the process that decodes pictures.
    .target(name: "CChild", swiftSettings: strict),
    // The communes of France as C literals, which cost nothing at start (scripts/communes).
    .target(name: "CCommunes", swiftSettings: strict),

    // The layers, bottom to top: a target sees only those named in its row (docs/architecture.md).
    .target(name: "StrictJSON", swiftSettings: strict),
    .target(name: "ActivityStreams", dependencies: ["StrictJSON"], swiftSettings: strict),
    .target(
      name: "Signatures",
      dependencies: [
        "StrictJSON",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "RawStructuredFieldValues", package: "swift-http-structured-headers"),
      ],
      swiftSettings: strict
    ),
    .target(name: "Model", dependencies: ["CCommunes"], swiftSettings: strict),
    .target(name: "Insight", dependencies: ["Model"], swiftSettings: strict),
    .target(name: "Mail", dependencies: ["Model", "CCurl"], swiftSettings: strict),
    .target(
      name: "Taxonomy",
      dependencies: ["Model", .product(name: "SwiftCSV", package: "SwiftCSV")],
      swiftSettings: strict
    ),
    .target(
      name: "ACME",
      dependencies: [
        "StrictJSON", "Signatures",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "Storage",
      dependencies: [
        "Model",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
      ],
      exclude: ["Schema/schema.sql"],
      swiftSettings: strict
    ),
    .target(
      name: "Federation",
      dependencies: [
        "StrictJSON", "ActivityStreams", "Signatures", "Model", "Insight", "Storage", "CChild",
        "CGumbo", "CICal", "CMarkdown",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "HTTPServer",
      dependencies: [
        "StrictJSON", "ActivityStreams", "Signatures", "Model", "Insight", "Storage", "Federation",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
      ],
      // Templates, languages, style sheet and script, as bytes of the program.
      resources: [.embedInCode("Web/Resources")],
      swiftSettings: strict
    ),
    .target(
      name: "Node",
      dependencies: [
        "StrictJSON", "ActivityStreams", "Signatures", "Model", "Insight", "Taxonomy", "Storage",
        "Federation", "HTTPServer", "Mail", "ACME", "CArchive", "COath", "CQREncode",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdHTTP2", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Yams", package: "Yams"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "MaillageCLI",
      dependencies: [
        "Node", "Model", "Insight", "Taxonomy", "Storage", "Federation", "Signatures", "StrictJSON",
        "ActivityStreams", "ACME", "CImages",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),

    .executableTarget(
      name: "Benchmark",
      dependencies: [
        "StrictJSON", "ActivityStreams", "Signatures", "Model", "Storage", "Federation", "Node",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Logging", package: "swift-log"),
      ],
      path: "Tests/Benchmark",
      swiftSettings: strict
    ),
    .target(
      name: "Fuzz",
      dependencies: [
        "StrictJSON", "ActivityStreams", "Signatures", "Model", "Federation", "HTTPServer",
      ],
      path: "Tests/Fuzz/Parsers",
      swiftSettings: strict
    ),
    .target(
      name: "TestSupport",
      dependencies: [
        "StrictJSON", "ActivityStreams", "Signatures", "Model", "Storage", "Federation", "ACME",
        "HTTPServer",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ],
      path: "Tests/TestSupport",
      swiftSettings: strict
    ),
    .testTarget(
      name: "StrictJSONTests",
      dependencies: ["StrictJSON"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ActivityStreamsTests",
      dependencies: ["ActivityStreams", "StrictJSON"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "MailTests",
      dependencies: ["Mail", "Model"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ACMETests",
      dependencies: [
        "ACME", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SignaturesTests",
      dependencies: [
        "Signatures", "StrictJSON", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "InsightTests",
      dependencies: ["Insight", "Model"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TaxonomyTests",
      dependencies: ["Taxonomy", "Insight", "Model"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ModelTests",
      dependencies: ["Model"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "StorageTests",
      dependencies: [
        "Storage", "Model", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "FederationTests",
      dependencies: [
        "Federation", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "HTTPServerTests",
      dependencies: [
        "HTTPServer", "TestSupport",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "FuzzTests",
      dependencies: ["Fuzz"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "NodeTests",
      dependencies: [
        "Node", "ACME", "TestSupport", .product(name: "NIOEmbedded", package: "swift-nio"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "MaillageCLITests",
      dependencies: ["MaillageCLI", "HTTPServer", "TestSupport"],
      swiftSettings: strict
    ),
  ],
  swiftLanguageModes: [.v6]
)

// What scripts/fuzz links with libFuzzer; libFuzzer brings the `main`.
if Context.environment["MAILLAGE_FUZZING"] != nil {
  package.products.append(.library(name: "FuzzEntry", type: .static, targets: ["FuzzEntry"]))
  package.targets.append(
    .target(
      name: "FuzzEntry",
      dependencies: ["Fuzz"],
      path: "Tests/Fuzz/Entry",
      swiftSettings: strict
    )
  )
}
