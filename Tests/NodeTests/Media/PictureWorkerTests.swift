import Foundation
import Model
import TestSupport
import Testing

@testable import Federation

/// Pictures from strangers: what becomes of them, and what does not happen (threat 20) (threat 21).
@Suite struct PictureWorkerTests {
  private let worker: PictureWorker

  init() throws {
    worker = PictureWorker(program: try Program.path())
  }

  @Test func theProcessForPicturesHasNoRights() async {
    #expect(await worker.isConfined())
  }

  @Test func aPictureLosesItsPlaceAndIsTurnedUpright() async throws {
    let bytes = try MediaFixture.bytes("located.jpg")
    #expect(bytes.contains("Appareil") && bytes.contains("Exif") && bytes.contains("a comment"))

    let picture = try await worker.picture(from: bytes)

    #expect(picture.format == .jpeg)
    #expect(picture.width == 20 && picture.height == 40)
    for trace in ["Appareil", "Exif", "GPS", "a comment", "ICC_PROFILE"] {
      #expect(!picture.bytes.contains(trace), "\(trace)")
    }
    #expect(!picture.preview.contains("Appareil") && !picture.preview.contains("a comment"))

    #expect(picture.blurhash.utf8.count == 28)
  }

  @Test(arguments: ["animated.gif", "animated.webp"])
  func anAnimationStaysOneAndHasAStillPreview(_ name: String) async throws {
    let bytes = try MediaFixture.bytes(name)

    let picture = try await worker.picture(from: bytes)

    #expect(picture.frames == 3)
    #expect(picture.width == 24 && picture.height == 16)
    #expect(picture.format == MediaFormat(of: bytes))
    let again = try await worker.picture(from: picture.bytes)
    #expect(again.frames == 3)
    let preview = try await worker.picture(from: picture.preview)
    #expect(preview.frames == 1)
  }

  @Test func anAnimationWithTooManyFramesBecomesAStill() async throws {
    var strict = worker
    strict.limits.frames = 2

    let picture = try await strict.picture(from: try MediaFixture.bytes("animated.gif"))

    #expect(picture.frames == 1)
  }

  @Test(arguments: ["alpha.png", "deep.png", "cmyk.jpg"])
  func uncommonColoursAreBroughtToCommonOnes(_ name: String) async throws {
    let picture = try await worker.picture(from: try MediaFixture.bytes(name))

    #expect(picture.frames == 1)
    #expect(picture.format == (name.hasSuffix("png") ? .png : .jpeg))
  }

  @Test(arguments: MediaFixture.bombs)
  func aBombIsRefusedByItsHeader(_ bomb: MediaFixture.Bomb) async throws {
    let small = try await worker.run(
      PictureWorker.verb,
      reading: try MediaFixture.bytes("located.jpg")
    )

    let result = try await worker.run(PictureWorker.verb, reading: bomb.bytes)
    let refusal = await #expect(throws: Refusal.self) {
      try await worker.picture(from: bomb.bytes)
    }

    // A header that claims too much, or one that the format itself does not allow.
    #expect([10, 11].contains(result.exitCode))
    #expect(result.peakMemory < small.peakMemory + 50_000)
    guard case .malformed = refusal else {
      Issue.record("\(bomb.name): \(String(describing: refusal))")
      return
    }
  }

  @Test(arguments: ["located.jpg", "alpha.png", "animated.gif", "animated.webp"])
  func aSoundPictureWithTooManyPixelsIsRefusedByItsHeader(_ name: String) async throws {
    var strict = worker
    strict.limits.pixels = 10
    let bytes = try MediaFixture.bytes(name)

    #expect(try await strict.run(PictureWorker.verb, reading: bytes).exitCode == 10)
    await #expect(throws: Refusal.malformed("The picture has more than 0 megapixels.")) {
      try await strict.picture(from: bytes)
    }
  }

  @Test(arguments: MediaFixture.impostors)
  func whatOnlyCallsItselfAPictureIsRefused(_ impostor: MediaFixture.Bomb) async throws {
    let refusal = await #expect(throws: Refusal.self) {
      try await worker.picture(from: impostor.bytes)
    }

    guard case .malformed = refusal else {
      Issue.record("\(impostor.name): \(String(describing: refusal))")
      return
    }
  }

  @Test func whatFollowsAPictureInItsFileIsLeftOut() async throws {
    let bytes = try MediaFixture.bytes("located.jpg") + Array("<script>alert(1)</script>".utf8)

    let picture = try await worker.picture(from: bytes)

    #expect(!picture.bytes.contains("script"))
  }

  @Test func aWorkerThatMeetsItsLimitsIsARefusalAndNothingElse() async throws {
    let bytes = try MediaFixture.bytes("located.jpg")
    var starved = worker
    starved.limits.memory = 1 << 20
    var hurried = worker
    hurried.limits.patience = 1

    for worker in [starved, hurried] {
      let refusal = await #expect(throws: Refusal.self) { try await worker.picture(from: bytes) }
      #expect("\(String(describing: refusal))".contains("memory or time"))
    }
    let picture = try await worker.picture(from: bytes)

    #expect(picture.width == 20)
  }

  @Test func aMissingProgramIsSaidToBeThat() async throws {
    let worker = PictureWorker(program: "/nowhere/maillage")

    let refusal = await #expect(throws: Refusal.self) {
      try await worker.picture(from: try MediaFixture.bytes("located.jpg"))
    }

    guard case .unavailable = refusal else {
      Issue.record("\(String(describing: refusal))")
      return
    }
  }
}
