/// gnuplot's terminal for a picture of a true size.
///
/// The three have units of their own: fonts of 96 dots an inch in PNG and PDF whatever is written, of CSS pixels in SVG;
/// lines of dots, of half points, of pixels; ticks by the width of a letter. Here one point is a point in all of them.
struct PictureTerminal {
  let text: String
  /// The factor that makes a tick as long as `Sheet.tick`.
  let tickScale: String

  init(_ style: PictureStyle, height: Double) {
    let (family, size) = (style.letters.family, style.letters.size)
    func rounded(_ value: Double) -> String { ScriptText.rounded(value) }
    switch style.format {
    case .png:
      let dots = PictureStyle.dotsPerInch / 72
      let scale = rounded(PictureStyle.dotsPerInch / 96)
      text =
        "pngcairo noenhanced size \(Int((style.width * dots).rounded())),\(Int((height * dots).rounded()))"
        + " font '\(family),\(rounded(size))' fontscale \(scale) linewidth \(rounded(dots)) pointscale \(rounded(dots))"
    case .svg:
      let dots = 96.0 / 72
      // The name that browsers know.
      let name = family == "Sans" ? "sans-serif" : family
      text =
        "svg noenhanced size \(Int((style.width * dots).rounded())),\(Int((height * dots).rounded()))"
        + " font '\(name),\(rounded(size * dots))' linewidth \(rounded(dots)) background '#ffffff'"
    case .pdf:
      text =
        "pdfcairo noenhanced size \(rounded(style.width / 72))in,\(rounded(height / 72))in"
        + " font '\(family),\(rounded(size))' fontscale 0.75 linewidth 2 pointscale 1"
    }
    tickScale = Self.ticks(style.format, size)
  }

  /// Ticks of scale 1 are as long as a share of an em, which was measured (gnuplot 5.4).
  private static func ticks(_ format: PictureFormat, _ size: Double) -> String {
    let share =
      switch format {
      case .png: 0.47
      case .svg: 0.75
      case .pdf: 0.47
      }
    let scale = Sheet.tick / (share * size)
    return "\(ScriptText.rounded(scale)),\(ScriptText.rounded(scale / 2))"
  }
}
