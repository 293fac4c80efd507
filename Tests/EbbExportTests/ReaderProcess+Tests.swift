import EbbTestSupport
import Foundation

@testable import EbbExport

extension ReaderProcess {
  /// As `ebb` reads.
  static func ofEbb() -> ReaderProcess {
    ReaderProcess(Program(path: BuiltProgram.path(of: "ebb"), arguments: ["__read-hdf5"]))
  }

  /// A reader that a shell's script plays.
  static func played(by script: String, silence: Duration = .seconds(60)) -> ReaderProcess {
    ReaderProcess(Program(path: "/bin/sh", arguments: ["-c", script]), silence: silence)
  }
}
