internal import Foundation

/// The Python of the readers that users have (h5py, xarray, pandas, …), which `script/setup --tests` installs.
package enum Python {
  package static let path =
    ProcessInfo.processInfo.environment["EBB_TEST_PYTHON"]
    ?? Reference.root.appending(path: ".build-python/bin/python").path

  /// Whether it is there. Says once, in a line, when it is not.
  package static let isPresent: Bool = {
    if FileManager.default.isExecutableFile(atPath: path) { return true }
    print("SKIPPED: tests with Python's readers, since there is no \(path); script/setup --tests makes it.")
    return false
  }()

  /// Whether it has a package. Says so when it has not.
  package static func has(_ name: String) -> Bool {
    guard isPresent else { return false }
    if let outcome = try? Program.run(path, ["-c", "import \(name)"]), outcome.status == 0 { return true }
    print("SKIPPED: tests with Python's \(name), which is not there; script/setup --tests installs it.")
    return false
  }
}
