internal import EbbExport
internal import EbbFiles
package import EbbPipeline
internal import EbbPlot
internal import EbbText

/// The pages to draw, and where the pictures go.
package struct PlotRequest: Sendable {
  /// The pages, as an export takes them.
  package var pages = PageRequest()
  /// A file, a folder (ends in / or exists), or - for standard output.
  package var output = ""
  /// "png", "svg" or "pdf"; `nil` to take it from the file's suffix; PNG in a folder and on standard output.
  package var format: String?
  package var size = PictureSize()
  /// What was asked for of axes and colours.
  package var look = PlotLook()
  /// The text above the picture; `nil` for what is drawn.
  package var title: String?
  /// Names for curves in the place of their own.
  package var labels: [CurveLabel] = []
  /// The curve that others are divided by, or that is taken from them, in a frame below: by the names of `CurveLabel`.
  package var ratio: String?
  package var difference: String?
  /// Whether gnuplot's script and data are left beside the picture.
  package var keepsData = false
  package var overwrites = false

  package init() {}

  /// The place to draw to.
  func target() throws(Failure) -> ExportTarget {
    if output.isEmpty {
      throw Failure(
        .usage, "the picture has no name.",
        advice: "Name a file with -o FILE.png, .svg or .pdf, or a folder/.")
    }
    if output == "-" {
      if keepsData {
        throw Failure(
          .usage, "--data writes files beside the picture.", advice: "Name a file with -o FILE.png.")
      }
      return .standardOutput
    }
    return output.hasSuffix("/") || OutputPlace(output) == .folder
      ? .folder(path: output) : .file(path: output)
  }

  func style(for target: ExportTarget) throws(Failure) -> PictureStyle {
    var name = format ?? "png"
    if format == nil, case .file(let path) = target {
      name = String(path.split(separator: "/").last?.split(separator: ".").dropFirst().last ?? "")
    }
    guard let found = PictureFormat(rawValue: name.lowercased()) else {
      throw Failure(
        .usage, "there is no kind of picture \(Failure.quoted(name)).",
        advice: "Name the file .png, .svg or .pdf, or give --format.")
    }
    var style = try size.style(found)
    if let title { style.showsTitle = !title.isEmpty }
    return style
  }
}
