import EbbTestSupport
import Foundation
import Testing

/// A system without /proc, as a rescue system or a bare `chroot` is.
@Suite("Without /proc")
struct NoProcTests {
  /// What makes such a system for one command; `nil` where this user may not.
  private static let unshare: [String]? = [["unshare", "-m"], ["unshare", "-r", "-m"]].first { words in
    let command = words + ["sh", "-c", "umount -l /proc && ! test -e /proc/self"]
    return (try? Program.run(command[0], Array(command.dropFirst())))?.status == 0
  }

  @Test(
    "any command fails, and says why",
    arguments: [["--version"], [], ["list", "users", "--db", Sample.path], ["frobnicate"]])
  func fails(_ arguments: [String]) throws {
    guard let unshare = Self.unshare else {
      print("****  /proc cannot be taken away here (no right to unshare -m): its test is SKIPPED.  ****")
      return
    }
    let command = unshare + ["sh", "-c", "umount -l /proc; exec \"$0\" \"$@\"", Ebb.path] + arguments
    let outcome = try Program.run(
      command[0], Array(command.dropFirst()), environment: ["SWIFT_BACKTRACE": "enable=no"])
    #expect(outcome.status == 74, "\(outcome.errors)")
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("ebb: there is no /proc here"), "\(outcome.errors)")
  }
}
