package import EbbExport

/// Reads HDF5 files from elsewhere for a command, in a process of its own (`ReaderProcess`): one for all files.
///
/// The process is ebb again, by a first argument that is for nobody else.
package struct HDF5Reading: Sendable {
  /// The first argument; the version of the messages follows.
  private static let argument = "__read-hdf5"

  package let reader: ReaderProcess

  /// - Parameter program: the path of ebb; `nil` where this program is it.
  package init(program: String? = nil) {
    reader = ReaderProcess(
      program.map { ReaderProcess.Program(path: $0, arguments: [Self.argument]) }
        ?? .thisProgram([Self.argument]))
  }

  /// Has readers begin at once where the command, the first argument, is one that reads such files.
  /// - Parameters:
  ///   - readers: how many each command has.
  ///   - count: of the arguments.
  package static func startEarly(
    _ readers: [String: Int], _ count: Int32,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  ) {
    guard count > 2, let command = unsafe arguments[1],
      let readers = unsafe readers[String(cString: command)]
    else { return }
    unsafe ReaderProcess.startEarly(readers, count, arguments)
  }

  /// Serves and ends, where this process was started to read for another.
  package static func serve(ifAskedBy arguments: [String]) {
    guard arguments.count == 3, arguments[1] == argument, let version = Int(arguments[2]) else { return }
    ReadingService.serve(version: version)
  }
}
