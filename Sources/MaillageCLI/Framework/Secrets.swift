import Foundation
import Model
import Node

/// Passwords on their way from a terminal or a pipe to the node.
enum Secrets {
  /// A password as it is read from a pipe: the first line of it.
  static func fromStandardInput() throws -> [UInt8] {
    guard let line = readLine(), !line.isEmpty else {
      throw Refusal.malformed("Standard input holds no password.")
    }
    return Array(line.utf8)
  }

  /// A password typed twice without being shown.
  static func typed() throws -> [UInt8] {
    guard let first = Console.secret("New password: "),
      let second = Console.secret("The same again: ")
    else { throw Refusal.malformed("No password was typed.") }
    guard first == second else { throw Refusal.malformed("The two are not the same.") }
    guard !first.isEmpty else { throw Refusal.malformed("The password is empty.") }
    return Array(first.utf8)
  }

  /// A new password of 100 bits, easy to read out: no l, o, 0 or 1.
  static func generated() -> String {
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    var generator = SystemRandomNumberGenerator()
    let groups = (0..<4).map { _ in
      String((0..<5).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
    }
    return groups.joined(separator: "-")
  }

  /// The password in what a command read.
  static func password(in input: [UInt8]) throws -> String {
    guard let password = String(validating: input, as: UTF8.self) else {
      throw Refusal.malformed("The password is not UTF-8 text.")
    }
    let bytes = Member.passwordBytes
    guard bytes.contains(password.utf8.count) else {
      throw Refusal.malformed("A password has \(bytes.lowerBound) to \(bytes.upperBound) bytes.")
    }
    return password
  }
}
