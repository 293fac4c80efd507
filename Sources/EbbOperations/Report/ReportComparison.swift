internal import EbbAggregate
internal import EbbAnalysis
internal import EbbModel
internal import EbbPipeline
package import EbbReport
package import EbbText

/// Tells of two results how their pages differ: for each pair figures, and pictures of differences, deviates and the gamma
/// index. Pairs come one by one; what is kept of them are numbers, and pictures on disk.
package struct ReportComparison {
  let request: CompareRequest
  private var fold: ComparisonFold
  private var pictures: ComparisonPictures
  private var pairs: [Pair] = []

  /// - Parameters:
  ///   - request: its gamma index is 3 %, 3 mm where it has none.
  ///   - file: where pictures are laid aside.
  init(_ request: CompareRequest, in file: ReportFile) {
    var request = request
    request.gamma = request.gamma ?? CompareRequest.Gamma("3%/3mm")
    request.keepsGammaMaps = true
    self.request = request
    fold = ComparisonFold(request)
    pictures = ComparisonPictures(in: file)
  }

  /// A pair of pages as a report tells of it.
  package struct Pair: Sendable {
    package var figures: ComparisonReport.Page
    /// Figures of a depth or lateral profile of both, and by how much those of B are larger.
    package var shifts: [Shift] = []
    /// The captions of its pictures.
    package var captions: [String] = []
    /// The pictures, which lie on disk.
    package var pictures: SpooledText

    /// "mesh, page 0: DOSE"
    package var title: String {
      let page = "\(figures.estimator), page \(figures.number): \(figures.quantity)"
      let filter = figures.filter.map { " (\($0))" } ?? ""
      return page + filter + (figures.other.map { " and \($0)" } ?? "")
    }
  }

  /// A figure of A and of B.
  package struct Shift: Sendable, Equatable {
    package var name: String
    package var unit: String
    package var a: Double
    package var b: Double
    /// B − A, with its error where both have one.
    package var difference: Double
    package var error: Double?
  }

  package struct Contents: Sendable {
    package var pairs: [Pair] = []
    /// Of all pages, also those that one result lacks.
    package var figures = ComparisonReport()
    /// The criteria of the gamma index in words.
    package var gamma = ""
    package var notices: [Notice] = []
  }

  /// Holds two pages against each other, or takes note of the one that the other result lacks.
  mutating func add(_ first: LoadedPage?, _ second: LoadedPage?) async throws {
    guard let held = try await fold.add(first, second) else { return }
    var pair = Pair(figures: held.figures, pictures: pictures.none)
    // What cannot be compared has no figures, nor pictures.
    if held.figures.bins != nil || held.gammaMap != nil {
      pair.shifts = try await shifts(held.a, held.b)
      (pair.captions, pair.pictures) = try await pictures.pictures(
        of: held.a, held.b, gamma: held.gammaMap?.page)
    }
    pairs.append(pair)
  }

  /// All that is told of both.
  /// - Parameter notices: on the pages as they were read.
  func contents(_ notices: [Notice]) -> Contents {
    let report = fold.finish(notices)
    return Contents(
      pairs: pairs, figures: report, gamma: request.gamma?.description ?? "",
      notices: report.notices + pictures.notices)
  }

  /// Ranges and widths of both, where they are profiles of which an analysis finds them.
  private func shifts(_ first: LoadedPage, _ second: LoadedPage) async throws(Failure) -> [Shift] {
    guard first.page.axes.count == 1, second.page.axes.count == 1, first.page.hasRange, second.page.hasRange
    else { return [] }
    let questions: [any PageQuestion] = [
      BraggQuestion(.average, level: .smooth, beam: nil), LateralQuestion(.average, level: .smooth),
    ]
    for question in questions {
      guard let a = try? question.analysis(of: first.page, first.replicates, beam: nil),
        let b = try? question.analysis(of: second.page, second.replicates, beam: nil)
      else { continue }
      do throws(CancellationError) {
        let found = try await shifts(by: a, b, first, second)
        if !found.isEmpty { return found }
      } catch {
        throw Failure(any: error)
      }
    }
    return []
  }

  /// The figures of an analysis that are places and lengths.
  private func shifts(
    by a: any PageAnalysis, _ b: any PageAnalysis, _ first: LoadedPage, _ second: LoadedPage
  ) async throws(CancellationError) -> [Shift] {
    let (own, others) = (try a.figures(of: first.page.values), try b.figures(of: second.page.values))
    let errors = (
      a: try await FigureErrors(own, of: first.page, first.replicates, by: a, threads: request.pages.threads)
        .errors,
      b: try await FigureErrors(
        others, of: second.page, second.replicates, by: b, threads: request.pages.threads
      ).errors
    )
    let length = first.page.axes[0].unit
    let places = Dictionary(b.outline.enumerated().map { ($1.name, $0) }) { first, _ in first }
    return a.outline.enumerated().compactMap { index, outline in
      guard outline.unit == length, let other = places[outline.name], let x = own[index],
        let y = others[other], x.isFinite, y.isFinite
      else { return nil }
      let error = errors.a[index].flatMap { one in
        errors.b[other].map { (one * one + $0 * $0).squareRoot() }
      }
      return Shift(name: outline.name, unit: length, a: x, b: y, difference: y - x, error: error)
    }
  }
}
