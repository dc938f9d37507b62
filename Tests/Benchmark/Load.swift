import Foundation

/// Sends requests made beforehand over 32 connections, with wrk.
struct Load {
  /// What the senders saw.
  struct Result {
    var requests: Int
    var perSecond: Double
    var isClean: Bool
    /// Within which half, and all but a hundredth, of the answers came, in milliseconds.
    var median: Double
    var hundredth: Double
  }

  private let port: Int
  private let script: URL
  private let directory: URL

  init(port: Int, requests: [[UInt8]], in place: URL) throws {
    self.port = port
    directory = place
    let data = place.appendingPathComponent("requests")
    var bytes = Data()
    for request in requests {
      bytes.append(Data("\(request.count)\n".utf8))
      bytes.append(contentsOf: request)
    }
    try bytes.write(to: data)
    script = place.appendingPathComponent("load.lua")
    try Data(Self.lua(data.path).utf8).write(to: script)
  }

  /// Sends for so long over so many connections.
  func run(seconds: Int, connections: Int = 32) throws -> Result {
    let process = try ChildProcess(
      URL(fileURLWithPath: "/usr/bin/env"),
      [
        "wrk", "-t1", "-c\(connections)", "-d\(seconds)s", "--latency", "--timeout", "30s", "-s",
        script.path,
        "https://127.0.0.1:\(port)/",
      ]
    )
    let output = process.wholeOutput()
    let requests = output.firstMatch(of: /(\d+) requests in/).flatMap { Int($0.1) } ?? 0
    let rate = output.firstMatch(of: /Requests\/sec:\s+([\d.]+)/).flatMap { Double($0.1) } ?? 0
    return Result(
      requests: requests,
      perSecond: rate,
      isClean: !output.contains("Non-2xx"),
      median: Self.milliseconds(output.firstMatch(of: /50%\s+([\d.]+)([a-z]+)/)?.output),
      hundredth: Self.milliseconds(output.firstMatch(of: /99%\s+([\d.]+)([a-z]+)/)?.output)
    )
  }

  private static func milliseconds(_ match: (Substring, Substring, Substring)?) -> Double {
    guard let match, let number = Double(match.1) else { return .nan }
    return switch match.2 {
    case "us": number / 1000
    case "s": number * 1000
    default: number
    }
  }

  private static func lua(_ path: String) -> String {
    """
    local requests, next = {}, 0
    for _ = 1, 1 do
      local file = io.open("\(path)", "rb")
      while true do
        local size = file:read("*n")
        if not size then break end
        file:read(1)
        requests[#requests + 1] = file:read(size)
      end
      file:close()
    end
    request = function()
      next = next + 1
      if next > #requests then next = 1 end
      return requests[next]
    end
    """
  }
}
