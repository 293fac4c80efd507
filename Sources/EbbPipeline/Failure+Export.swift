internal import EbbExport

/// Sentences about outputs.
extension Failure {
  init(_ error: ExportError) {
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
    case .unsuitable(let format, let reason):
      self.init(
        .usage, "\(format) cannot show this page: \(reason).",
        advice: "Choose another page with -e and -p, or reduce it with --at or --sum.")
    case .differingAxes(let first, let second):
      self.init(
        .usage, "--wide puts pages with the same axes side by side, and these differ: \(first); \(second).",
        advice: "Select pages that share them with -e and -p, or write a table for each with -o FOLDER/.")
    case .noIndex(let path):
      self.init(
        .outputNotCreatable, "\(Self.quoted(path)) is damaged, or not the index of an export.",
        advice: "Move it away, replace it with --force, or choose another folder with -o.")
    case .closedPipe:
      self.init(.closedPipe, "")
    }
  }
}
