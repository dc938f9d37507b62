import CImages
import Federation
import Foundation

/// What the program is when it was started as `picture-worker`: not a command for people, but the
/// process in which pictures are decoded.
enum PictureProcess {
  /// Does the work and ends, if the command line asks for that.
  static func runIfAsked(_ arguments: [String]) {
    guard let verb = arguments.dropFirst().first,
      [PictureWorker.verb, PictureWorker.checkVerb].contains(verb)
    else { return }
    guard let limits = PictureLimits(arguments: Array(arguments.dropFirst(2))) else { _exit(2) }
    var given = MaillageImageLimits(
      edge: Int32(clamping: limits.edge),
      previewEdge: Int32(clamping: limits.previewEdge),
      mostPixels: limits.pixels,
      mostFrames: Int32(clamping: limits.frames),
      mostMemory: limits.memory,
      mostSeconds: limits.seconds
    )
    let code =
      verb == PictureWorker.verb
      ? maillage_image_worker(&given) : maillage_image_check(&given)
    // Without handlers that run at an exit: they belong to what the program is otherwise.
    _exit(code)
  }
}
