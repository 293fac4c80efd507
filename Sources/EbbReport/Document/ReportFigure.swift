/// A picture with its name and what is said beside it: drawn by gnuplot, for paper and browsers without scripts, and with
/// its data for those with scripts.
package struct ReportFigure: Sendable {
  package var caption: String
  /// SVG as gnuplot writes it; `nil` where nothing was drawn.
  package var svg: [UInt8]?
  /// `nil` where there are none, or they are too large.
  package var live: LivePicture?
  /// The reason why it is not live, where its data are too large: a sentence.
  package var remark: String?
  /// Facts beside the picture: a label and a text each.
  package var facts: [(label: String, text: String)]

  package init(
    caption: String, svg: [UInt8]? = nil, live: LivePicture? = nil, remark: String? = nil,
    facts: [(label: String, text: String)] = []
  ) {
    self.caption = caption
    self.svg = svg
    self.live = live
    self.remark = remark
    self.facts = facts
  }
}
