internal import Foundation

/// The program that draws.
package enum Gnuplot {
  /// Draws a picture.
  /// - Returns: the picture's bytes.
  package static func draw(_ figure: Figure, _ style: PictureStyle) throws(GnuplotError) -> [UInt8] {
    guard let program = program() else { throw .absent }
    let folder = FileManager.default.temporaryDirectory.appending(path: "ebb-plot-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = GnuplotScript.Names(data: "plot.dat", picture: "plot.\(style.format.rawValue)")
    let made = GnuplotScript(figure, style, names: names)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(made.script.utf8).write(to: folder.appending(path: "plot.gp"))
      try Data(made.data.utf8).write(to: folder.appending(path: names.data))
    } catch {
      throw .failed("its files cannot be written to \(folder.deletingLastPathComponent().path)")
    }
    let words = try run(program, in: folder)
    guard let picture = try? Data(contentsOf: folder.appending(path: names.picture)), !picture.isEmpty else {
      throw .failed(words)
    }
    return [UInt8](picture)
  }

  /// - Returns: the last line that it said.
  private static func run(_ program: URL, in folder: URL) throws(GnuplotError) -> String {
    let process = Process()
    process.executableURL = program
    // Not with the settings of its user, who would get another picture.
    process.arguments = ["--default-settings", "plot.gp"]
    process.currentDirectoryURL = folder
    let said = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = said
    process.standardInput = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw .absent
    }
    let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let line =
      text.split(separator: "\n").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "it said nothing"
    guard process.terminationStatus == 0 else { throw .failed(line) }
    return line
  }

  private static func program() -> URL? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { URL(filePath: "\($0)/gnuplot") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
  }
}

/// Why there is no picture.
package enum GnuplotError: Error, Equatable {
  case absent
  /// What it said.
  case failed(String)
}
