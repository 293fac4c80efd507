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
    case .unsuitable(let format, let reason):
      self.init(
        .usage, "\(format) cannot show this page: \(reason).",
        advice: "Choose another page with -e and -p, or reduce it with --at or --sum.")
    case .closedPipe:
      self.init(.closedPipe, "")
    }
  }
}
