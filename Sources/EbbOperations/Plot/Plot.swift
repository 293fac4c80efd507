internal import EbbExport
internal import EbbFiles
package import EbbModel
package import EbbPipeline
internal import EbbPlot
package import EbbText

/// Draws pages into files: all in one picture, or in a folder one for each page of an estimator, with the curves of all
/// simulations.
package struct Plot: Sendable {
  let request: PlotRequest
  let catalog: Catalog

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
    try checkLabels(found.pages)
    guard case .folder(let folder) = target else {
      summary.notices += remarkOnErrors(found.pages)
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

  /// Refuses names of curves that there are not.
  func checkLabels(_ pages: [LoadedPage]) throws(Failure) {
    guard let label = PageLabels.unused(request.labels, by: pages).first else { return }
    throw Failure(
      .usage, "nothing that is drawn is called \(Failure.quoted(label.name)).",
      advice: "--label takes a simulation, an estimator, a page or the number of a curve.")
  }

  /// The most pictures that one gnuplot draws, and the most bins of them: they are held at once.
  private static let mostPictures = 32
  private static let mostBins = 4_000_000

  /// A picture for each page of an estimator; those that no picture can show are told of.
  private func draw(
    _ pages: [LoadedPage], into folder: String, _ style: PictureStyle, _ summary: inout ExportSummary
  ) async throws(Failure) {
    var names = UniqueNames()
    var waiting: [Picture] = []
    var bins = 0
    for group in Self.groups(pages) {
      let name = names.unique(
        identifier("\(group[0].estimator.title) p\(group[0].page.number) \(group[0].page.quantity)"))
      do throws(Failure) {
        waiting.append(
          try picture(
            of: group, to: .file(path: folder + name + "." + style.format.rawValue), style, isOneOfMany: true)
        )
        bins += group.reduce(0) { $0 + $1.page.values.count }
        summary.notices += remarkOnErrors(group)
      } catch {
        guard error.kind == .usage else { throw error }
        summary.notices.append(Notice(.warning, "not drawn: \(name): \(error.message)"))
      }
      guard waiting.count >= Self.mostPictures || bins >= Self.mostBins else { continue }
      try await draw(waiting, style, &summary)
      (waiting, bins) = ([], 0)
    }
    try await draw(waiting, style, &summary)
    if summary.outputs.isEmpty {
      throw Failure(
        .usage, "none of these pages can be drawn.",
        advice: "Pages over one to three axes can; others are reduced with --at or --sum.")
    }
  }

  /// Draws pictures of a folder. What one page's values make gnuplot refuse does not stop the others.
  private func draw(
    _ pictures: [Picture], _ style: PictureStyle, _ summary: inout ExportSummary
  ) async throws(Failure) {
    guard !pictures.isEmpty else { return }
    let drawn: [Result<[UInt8], GnuplotError>]
    do {
      drawn = try await Gnuplot.draw(pictures.map(\.script))
    } catch {
      throw Failure(error)
    }
    for (picture, result) in zip(pictures, drawn) {
      switch result {
      case .success(let bytes):
        try write(bytes, of: picture, style)
        summary.outputs += picture.target.path.map { [$0] } ?? []
        summary.pages += picture.pages
      case .failure(let error):
        let name = picture.target.path?.split(separator: "/").last.map(String.init) ?? ""
        summary.notices.append(Notice(.warning, "not drawn: \(name): \(Failure(error).message)"))
      }
    }
  }

  /// A picture that is to be drawn.
  private struct Picture {
    var figure: Figure
    var script: GnuplotScript
    var target: ExportTarget
    /// The number of pages in it.
    var pages: Int
  }

  private func draw(
    _ pages: [LoadedPage], to target: ExportTarget, _ style: PictureStyle
  ) async throws(Failure) {
    let picture = try picture(of: pages, to: target, style)
    let bytes: [UInt8]
    do {
      bytes = try await Gnuplot.draw([picture.script])[0].get()
    } catch {
      throw Failure(error)
    }
    try write(bytes, of: picture, style)
  }

  /// - Parameter isOneOfMany: whether a curve to hold others against may be missing.
  private func picture(
    of pages: [LoadedPage], to target: ExportTarget, _ style: PictureStyle, isOneOfMany: Bool = false
  ) throws(Failure) -> Picture {
    let figure = try figure(of: pages, isOneOfMany: isOneOfMany)
    do throws(FigureError) {
      return Picture(
        figure: figure, script: try GnuplotScript(figure, style, names: nil), target: target,
        pages: pages.count)
    } catch {
      throw Failure(error)
    }
  }

  /// Pages in one figure.
  func figure(of pages: [LoadedPage], isOneOfMany: Bool) throws(Failure) -> Figure {
    let labels = PageLabels(pages, request.labels)
    var look = try request.look.figureLook(isMap: pages.contains { $0.page.axes.count > 1 })
    look.comparison = try comparison(pages, isOneOfMany: isOneOfMany)
    do throws(FigureError) {
      return try Figure(
        title: request.title ?? labels.title, Array(zip(labels.labels, pages.map(\.page))), look)
    } catch {
      throw Failure(error)
    }
  }

  private func comparison(_ pages: [LoadedPage], isOneOfMany: Bool) throws(Failure) -> CurveComparison? {
    guard let name = request.ratio ?? request.difference else { return nil }
    let option = request.ratio == nil ? "--difference" : "--ratio"
    let numbers = PageLabels.numbers(of: name, in: pages)
    if numbers.count == 1 {
      return CurveComparison(request.ratio == nil ? .difference : .ratio, to: numbers[0])
    }
    if isOneOfMany, numbers.isEmpty { return nil }
    throw Failure(
      .usage,
      numbers.isEmpty
        ? "\(option): no curve is called \(Failure.quoted(name))."
        : "\(option): \(numbers.count) curves are called \(Failure.quoted(name)).",
      advice: "Name a simulation, an estimator, a page, or the number of a curve: \(option) 1.")
  }

  /// Says which curves have no band where they are held against another, since one of the two has no errors.
  private func remarkOnErrors(_ pages: [LoadedPage]) -> [Notice] {
    guard let name = request.ratio ?? request.difference else { return [] }
    let bare = pages.indices.filter { pages[$0].page.errors == nil }
    guard !bare.isEmpty, bare.count < pages.count, pages.allSatisfy({ $0.page.axes.count == 1 }) else {
      return []
    }
    let labels = PageLabels(pages, request.labels).labels
    let isReference = PageLabels.numbers(of: name, in: pages).contains(where: bare.contains)
    return [
      Notice(
        .warning,
        "\(request.ratio == nil ? "--difference" : "--ratio"): \(Failure.list(bare.map { labels[$0] })) "
          + "\(bare.count == 1 ? "has" : "have") no errors; "
          + (isReference ? "so nothing has a band there." : "there is no band of that."))
    ]
  }

  private func write(_ bytes: [UInt8], of picture: Picture, _ style: PictureStyle) throws(Failure) {
    do {
      try writeFile(bytes, to: picture.target, overwrites: request.overwrites)
    } catch {
      throw Failure(error)
    }
    if request.keepsData, case .file(let path) = picture.target {
      try keepData(of: picture.figure, style, beside: path)
    }
  }

  private func keepData(of figure: Figure, _ style: PictureStyle, beside path: String) throws(Failure) {
    let stem = path.lowercased().hasSuffix("." + style.format.rawValue) ? String(path.dropLast(4)) : path
    func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
    let made: GnuplotScript
    do {
      made = try GnuplotScript(
        figure, style, names: GnuplotScript.Names(data: name(stem + ".dat"), picture: name(path)))
    } catch {
      throw Failure(error)
    }
    do {
      try writeFile(
        Array(made.data.utf8), to: .file(path: stem + ".dat"), overwrites: request.overwrites)
      try writeFile(
        Array(made.script.utf8), to: .file(path: stem + ".gp"), overwrites: request.overwrites)
    } catch {
      throw Failure(error)
    }
  }

  /// Pages of the same estimator and number, in the order of their first.
  static func groups(_ pages: [LoadedPage]) -> [[LoadedPage]] {
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
