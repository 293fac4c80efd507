internal import EbbModel
internal import EbbPipeline
internal import EbbPlot
internal import EbbText

/// Pages drawn one by one, small, with their numbers.
struct PagePictures {
  private(set) var pictures: [PagePicture] = []
  private(set) var notices: [Notice] = []
  private let style: PictureStyle = {
    var style = PictureStyle(format: .svg, width: 90 * PictureStyle.pointsPerMillimetre)
    style.showsTitle = false
    return style
  }()
  /// Whether gnuplot is there.
  private var canDraw = true

  /// Draws a page where that can be; its numbers are kept in any case.
  mutating func add(_ page: ResultPage, of estimator: ResultEstimator) async throws(Failure) {
    var picture = PagePicture(
      estimator: estimator.title, number: page.number, quantity: page.label, facts: Self.facts(of: page))
    if canDraw, let figure = try? Figure(title: "", [(page.quantity, page)]) {
      do throws(GnuplotError) {
        picture.svg = try await Gnuplot.draw(figure, style)
      } catch {
        if error == .cancelled { throw Failure(error) }
        canDraw = error != .absent
        notices.append(Notice(.warning, Failure(error).message))
      }
    }
    pictures.append(picture)
  }

  private static func facts(of page: ResultPage) -> [(label: String, text: String)] {
    let unit = page.unit.text == "1" ? "" : " " + page.unit.text
    let normalization = page.unit.normalization.map { ", " + $0 } ?? ""
    var facts: [(label: String, text: String)] = []
    if page.isPhaseSpace {
      facts.append(("Particles", Failure.count(page.shape[0])))
    } else if page.axes.isEmpty {
      let value = Measured(page.values.first, error: page.errors?.first, unit: page.unit.text)
      facts.append(("Value", value.text + unit + normalization))
    } else {
      let largest = page.values.indices.filter { page.values[$0].isFinite }
        .max { page.values[$0] < page.values[$1] }
      if let largest {
        let value = Measured(page.values[largest], error: page.errors?[largest], unit: page.unit.text)
        facts.append(("Largest", value.text + unit + normalization))
        facts.append(("at", page.place(of: largest)))
      }
      facts.append(("Bins", page.shape.map(String.init).joined(separator: " × ")))
      let nonFinite = page.values.count { !$0.isFinite }
      if nonFinite > 0 { facts.append(("Not finite", "\(nonFinite) bins")) }
    }
    let primaries = page.primaries.map { " of \(Failure.count($0)) primaries" } ?? ""
    facts.append(("Contributions", "\(page.contributions)\(primaries), \(page.rule.rawValue)"))
    if page.errors != nil { facts.append(("Errors", page.errorLabel)) }
    for finding in page.findings { facts.append(("! " + finding.check, finding.message)) }
    return facts
  }
}
