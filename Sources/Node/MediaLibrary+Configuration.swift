import Federation
import Foundation

extension MediaLibrary {
  /// The media of a home, as its configuration wants them.
  init(_ configuration: NodeConfiguration, home: NodeHome) throws(StartupFailure) {
    var settings = MediaSettings()
    settings.pictureBytes = configuration.mediaMaxPictureMegabytes << 20
    settings.fileBytes = configuration.mediaMaxFileMegabytes << 20
    settings.cacheBytes = configuration.mediaCacheMegabytes << 20
    settings.freeSpaceFloor = configuration.mediaFreeSpaceMegabytes << 20
    let store: LocalMediaStore
    do {
      store = try LocalMediaStore(root: home.media)
    } catch {
      throw .fileUnwritable(path: home.media, reason: error.localizedDescription)
    }
    let folder = home.media
    self.init(store: store, settings: settings) {
      let system = try? FileManager.default.attributesOfFileSystem(forPath: folder)
      return (system?[.systemFreeSize] as? NSNumber)?.intValue
    }
  }
}
