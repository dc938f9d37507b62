import Federation
import Foundation
import Model
import Signatures

extension MediaLibrary {
  /// The media of a home, as its configuration wants them.
  init(
    _ configuration: NodeConfiguration,
    home: NodeHome,
    now: @escaping @Sendable () -> Date
  ) throws(StartupFailure) {
    var settings = MediaSettings()
    settings.pictureBytes = configuration.mediaMaxPictureMegabytes << 20
    settings.fileBytes = configuration.mediaMaxFileMegabytes << 20
    settings.cacheBytes = configuration.mediaCacheMegabytes << 20
    settings.freeSpaceFloor = configuration.mediaFreeSpaceMegabytes << 20
    for (kind, days) in configuration.mediaDays where days > 0 {
      settings.times[kind] = 86_400 * TimeInterval(days)
    }
    let folder = home.media
    self.init(store: try Self.store(configuration, home, now), settings: settings) {
      let system = try? FileManager.default.attributesOfFileSystem(forPath: folder)
      return (system?[.systemFreeSize] as? NSNumber)?.intValue
    }
  }

  private static func store(
    _ configuration: NodeConfiguration,
    _ home: NodeHome,
    _ now: @escaping @Sendable () -> Date
  ) throws(StartupFailure) -> any MediaStore {
    do {
      guard let endpoint = configuration.mediaS3Endpoint else {
        return try LocalMediaStore(root: home.media)
      }
      // That the others are there, the configuration was checked for.
      let settings = S3MediaStore.Settings(
        endpoint: endpoint,
        bucket: configuration.mediaS3Bucket ?? "",
        signature: AWSSignature(
          accessKey: configuration.mediaS3AccessKey ?? "",
          secretKey: configuration.mediaS3SecretKey ?? "",
          region: configuration.mediaS3Region
        )
      )
      return try S3MediaStore(settings, now: now)
    } catch let refusal as Refusal {
      throw .fileUnwritable(path: "the object store", reason: refusal.description)
    } catch {
      throw .fileUnwritable(path: home.media, reason: error.localizedDescription)
    }
  }
}
