internal import EbbPipeline
internal import EbbPlot
internal import EbbText

extension Failure {
  init(_ error: FigureError) {
    let reduce = "Reduce it with --at or --sum, or choose others with -e and -p."
    switch error {
    case .nothing:
      self.init(.notFound, "there is no page to draw.", advice: "'ebb show' tells which there are.")
    case .phaseSpace(let label):
      self.init(
        .usage, "\(label) is phase space, which has no bins to draw.", advice: "Choose others with -e and -p."
      )
    case .singleValue(let label):
      self.init(.usage, "\(label) is a single value.", advice: "Choose others with -e and -p.")
    case .noValues(let label, let isLogarithmic):
      let what = isLogarithmic ? "no value above 0, which a logarithmic scale needs" : "no finite value"
      self.init(.usage, "\(label) has \(what).", advice: "Choose others with -e and -p.")
    case .tooManyAxes(let label, let count):
      self.init(.usage, "\(label) has \(count) axes, and pictures show up to three.", advice: reduce)
    case .mapBesides(let label):
      self.init(
        .usage, "\(label) has several axes, and takes a picture of its own.",
        advice: "Choose one page with -e and -p, reduce with --at or --sum, or give a folder with -o FOLDER/."
      )
    case .noErrors(let label):
      self.init(
        .usage, "\(label) has no errors.",
        advice: "Errors come of two contributions or more; leave --show out.")
    case .noSpectrum(let label):
      self.init(
        .usage, "\(label) is no spectrum: --lethargy takes pages over one axis of energies.",
        advice: "Choose others with -e and -p, or reduce with --at or --sum.")
    case .noMaximum(let label):
      self.init(
        .usage, "\(label) has no largest value above 0, over which --normalise draws it.",
        advice: "Choose others with -e and -p, or leave --normalise out.")
    case .nothingToCompare:
      self.init(
        .usage, "there is one curve, and nothing to hold it against.",
        advice: "Name several simulations, estimators or pages.")
    case .noMap(let label):
      self.init(
        .usage, "\(label) is no map: --isodose takes two pages of two axes each.",
        advice: "Choose others with -e and -p.")
    case .noRoom(let height, let width):
      let length = (height ?? width ?? 0) / PictureStyle.pointsPerMillimetre
      self.init(
        .usage, "names and numbers leave no room for what is drawn.",
        advice:
          "Give --\(height == nil ? "width" : "height") \(Int(length.rounded(.up)))mm or more, a smaller "
          + "--font, or shorter names with --title, --label, --xlabel and --ylabel.")
    case .differ(let first, let second):
      self.init(
        .usage, "\(first) and \(second) differ in unit or axis, and do not go into one picture.",
        advice: "Choose pages that agree with -e and -p, or give a folder with -o FOLDER/.")
    }
  }

  init(_ error: GnuplotError) {
    switch error {
    case .absent:
      self.init(
        .unavailable, "pictures are drawn by gnuplot, which is not on the PATH.",
        advice: "Install it (apt-get install gnuplot-nox), or take another format: 'ebb export -f vega'.")
    case .failed(let words):
      self.init(
        .readingOrWriting, "gnuplot drew nothing: \(words.oneLine)",
        advice: "Look at the values with 'ebb export'.")
    case .unsuitable(let error):
      self.init(error)
    case .cancelled:
      self.init(any: CancellationError())
    }
  }
}
