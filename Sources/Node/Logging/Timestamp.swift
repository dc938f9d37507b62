import Foundation

/// Writes times the way the log has them: UTC with milliseconds (RFC 3339).
enum Timestamp {
  static func text(of date: Date) -> String {
    let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded(.down)
    let whole = (milliseconds / 1_000).rounded(.down)
    var seconds = time_t(whole)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let day = "\(parts.tm_year + 1_900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    let time = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    let rest = String(Int(milliseconds - whole * 1_000) + 1_000).dropFirst()
    return "\(day)T\(time).\(rest)Z"
  }

  private static func two(_ number: Int32) -> String {
    number < 10 ? "0\(number)" : String(number)
  }
}
