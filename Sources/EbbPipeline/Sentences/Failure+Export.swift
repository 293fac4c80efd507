package import EbbExport
package import EbbFiles
internal import EbbText

/// Sentences about outputs.
extension Failure {
  package init(_ error: FileError) {
    switch error {
    case .exists(let path):
      self.init(
        .outputNotCreatable, "\(Self.quoted(path)) exists.",
        advice: "Replace it with --force, or choose another name with -o.")
    case .notCreatable(let path, let reason):
      self.init(
        .outputNotCreatable, "cannot create \(Self.quoted(path)): \(reason.oneLine).",
        advice: "Choose a place that exists and may be written with -o.")
    case .writeFailed(let path, let reason):
      self.init(
        .readingOrWriting, "cannot write \(Self.quoted(path)): \(reason.oneLine).",
        advice: "No part of it is left there. Make room, or write elsewhere with -o.")
    case .notReadable(let path, let reason):
      self.init(
        .readingOrWriting, "cannot read \(Self.quoted(path)) again: \(reason.oneLine).",
        advice: "Was it taken away? Go on with --skip-existing.")
    case .beyondScreen:
      self = .beyondScreen
    case .closedPipe:
      self.init(.closedPipe, "")
    }
  }

  package init(_ error: ExportError) {
    switch error {
    case .unsuitable(let format, let reason):
      self.init(
        .usage, "\(format) cannot show this page: \(reason).",
        advice: "Choose another page with -e and -p, or reduce it with --at or --sum.")
    case .differingAxes(let first, let second):
      self.init(
        .usage, "--wide puts pages with the same axes side by side, and these differ: \(first); \(second).",
        advice: "Select pages that share them with -e and -p, or write a table for each with -o FOLDER/.")
    }
  }

  package init(_ error: IndexError) {
    switch error {
    case .noIndex(let path, let reason):
      self.init(
        .outputNotCreatable, "\(Self.quoted(path)) is damaged, or not the index of an export: \(reason).",
        advice: "Move it away, replace it with --force, or choose another folder with -o.")
    case .notPermitted(let path):
      self.init(
        .notPermitted,
        "not permitted to read \(Self.quoted(path)), the index of what was exported there before.",
        advice:
          "Ask its owner for the right to read it, replace it with --force, or choose another folder with -o."
      )
    case .notReadable(let path, let reason):
      self.init(
        .readingOrWriting,
        "cannot read \(Self.quoted(path)), the index of what was exported there before: "
          + "\(reason.oneLine).",
        advice: "Look after that disk, or choose another folder with -o.")
    case .inTheWay(let path, let reason):
      self.init(
        .outputNotCreatable,
        "\(Self.quoted(path)) \(reason), and the index of the export would take its place.",
        advice: "Move it away, or choose another folder with -o.")
    case .busy(let path):
      self.init(
        .readingOrWriting, "another process holds \(Self.quoted(path)), and does not let go of it.",
        advice: "Where no other export runs into that folder, remove it; then go on with --skip-existing.")
    case .file(let error): self.init(error)
    }
  }
}
