internal import EbbExport
internal import EbbFiles
package import EbbModel
package import EbbPipeline
internal import EbbPlot
package import EbbText

/// Draws pages into files: all in one picture, or in a folder one for each page of an estimator, with the curves of all
/// simulations.
package struct Plot: Sendable {
  private let request: PlotRequest
  private let catalog: Catalog

  package init(_ request: PlotRequest, of catalog: Catalog) {
    self.request = request
    self.catalog = catalog
  }

  /// Draws the pages of `simulations`, which are held all at once.
  package func run(_ simulations: [Simulation]) async throws(Failure) -> ExportSummary {
    let target = try request.target()
    let style = try request.style(for: target)
    try Failure.checkPlace(target, overwrites: request.overwrites)
    guard Gnuplot.isPresent else { throw Failure(.absent) }
    let found = try await catalog.pages(
      of: simulations, request.pages, witness: PageAuditor.of(request.pages))
    var summary = ExportSummary()
    summary.notices = found.notices
    guard case .folder(let folder) = target else {
      try await draw(found.pages, to: target, style)
      summary.outputs = target.path.map { [$0] } ?? []
      summary.pages = found.pages.count
      return summary
    }
    let folders: [String]
    do {
      folders = try OutputPlace.makeFolders(folder)
    } catch {
      throw Failure(error)
    }
    do throws(Failure) {
      try await draw(
        found.pages, into: folder.hasSuffix("/") ? folder : folder + "/", style, &summary)
    } catch {
      OutputPlace.removeFolders(folders)
      throw error
    }
    return summary
  }

  /// A picture for each page of an estimator; those that no picture can show are told of.
  private func draw(
    _ pages: [LoadedPage], into folder: String, _ style: PictureStyle, _ summary: inout ExportSummary
  ) async throws(Failure) {
    var names = UniqueNames()
    for group in Self.groups(pages) {
      let name = names.unique(
        identifier("\(group[0].estimator.title) p\(group[0].page.number) \(group[0].page.quantity)"))
      let path = folder + name + "." + style.format.rawValue
      do throws(Failure) {
        try await draw(group, to: .file(path: path), style)
      } catch {
        // What one page's values make gnuplot refuse does not stop the others.
        guard error.kind == .usage || error.message.hasPrefix("gnuplot drew nothing") else { throw error }
        summary.notices.append(Notice(.warning, "not drawn: \(name): \(error.message)"))
        continue
      }
      summary.outputs.append(path)
      summary.pages += group.count
    }
    if summary.outputs.isEmpty {
      throw Failure(
        .usage, "none of these pages can be drawn.",
        advice: "Pages over one to three axes can; others are reduced with --at or --sum.")
    }
  }

  private func draw(
    _ pages: [LoadedPage], to target: ExportTarget, _ style: PictureStyle
  ) async throws(Failure) {
    let labels = PageLabels(pages)
    let figure: Figure
    do {
      figure = try Figure(
        title: request.title ?? labels.title, Array(zip(labels.labels, pages.map(\.page))),
        valueIsLogarithmic: request.valueIsLogarithmic)
    } catch {
      throw Failure(error)
    }
    let picture: [UInt8]
    do {
      picture = try await Gnuplot.draw(figure, style)
    } catch {
      throw Failure(error)
    }
    do {
      try writeFile(picture, to: target, overwrites: request.overwrites)
      if request.keepsData, case .file(let path) = target {
        try keepData(of: figure, style, beside: path, overwrites: request.overwrites)
      }
    } catch {
      throw Failure(error)
    }
  }

  private func keepData(
    of figure: Figure, _ style: PictureStyle, beside path: String, overwrites: Bool
  ) throws(FileError) {
    let stem = path.lowercased().hasSuffix("." + style.format.rawValue) ? String(path.dropLast(4)) : path
    func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
    let made = GnuplotScript(
      figure, style, names: GnuplotScript.Names(data: name(stem + ".dat"), picture: name(path)))
    try writeFile(Array(made.data.utf8), to: .file(path: stem + ".dat"), overwrites: overwrites)
    try writeFile(Array(made.script.utf8), to: .file(path: stem + ".gp"), overwrites: overwrites)
  }

  /// Pages of the same estimator and number, in the order of their first.
  private static func groups(_ pages: [LoadedPage]) -> [[LoadedPage]] {
    var groups: [[LoadedPage]] = []
    var places: [PageKey: Int] = [:]
    for page in pages {
      if let place = places[page.key] {
        groups[place].append(page)
      } else {
        places[page.key] = groups.count
        groups.append([page])
      }
    }
    return groups
  }
}

extension Failure {
  fileprivate init(_ error: FigureError) {
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
    case .cancelled:
      self.init(any: CancellationError())
    }
  }
}
