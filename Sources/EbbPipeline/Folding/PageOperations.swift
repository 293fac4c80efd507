internal import EbbAggregate
internal import EbbModel
internal import EbbText

/// Operations on pages that are done on request beside combining them: bins reduced, values scaled.
struct PageOperations: Sendable {
  private let steps: [ReductionStep]
  private let primaries: Double?
  private let assumed: BinMeaning?
  /// Whether what the user says has told of any page what nothing else did.
  private var usesAssumption = false
  private var units: UnitConversion
  /// The number of pages so far, and by step of those that lacked its axis.
  private var pages = 0
  private var lacking: [Int]
  private var phaseSpaces = 0
  /// The number of pages whose errors could not be kept.
  private var withoutErrors = 0
  /// The quantities that are not per primary, and of how many pages.
  private var unscaled: (pages: Int, quantities: [String]) = (0, [])
  private var unscaledNames: Set<String> = []
  private var notices: [Notice] = []

  init(_ request: PageRequest) {
    steps = request.reductions
    primaries = request.primaries
    assumed = request.assumed
    units = UnitConversion(request.units)
    lacking = steps.map { _ in 0 }
  }

  /// The reduction of a page's bins; `nil` where nothing is asked for.
  /// - Parameters:
  ///   - page: the first contribution to it.
  ///   - denominator: of a ratio, what it is weighted by.
  ///   - target: the mesh onto whose bins it is put at last.
  mutating func reduction(
    of page: StoredPage, _ contribution: Contribution, of group: PageGroup, denominator: StoredPage? = nil,
    onto target: PageTarget? = nil
  ) throws(Failure) -> PageReduction? {
    guard !steps.isEmpty || target != nil else { return nil }
    pages += 1
    if page.isPhaseSpace {
      phaseSpaces += 1
      return nil
    }
    let names = Set(page.interpretedAxes().map(\.name))
    // Of what has no axes nobody expects otherwise.
    for (index, step) in steps.enumerated() where !names.isEmpty && !names.contains(step.axis) {
      lacking[index] += 1
    }
    do throws(ReductionError) {
      let reduction = try PageReduction(
        steps + (target?.steps ?? []), of: page, order: contribution.order, denominator: denominator)
      for omission in reduction.omissions {
        notices.append(
          Notice(
            .warning,
            "\(group.text) (\(page.quantity)) is not reduced by "
              + "\(omission)."))
      }
      return reduction
    } catch {
      throw Failure(error, at: PageLocation(contribution, of: group))
    }
  }

  /// A page that is combined already with its bins reduced. Bins are chosen with their errors; where bins are put together,
  /// their errors hang together in a way that only contributions tell, and are left out.
  mutating func reduced(_ page: ResultPage, at location: PageLocation) throws(Failure) -> ResultPage {
    guard !steps.isEmpty else { return page }
    pages += 1
    if page.isPhaseSpace {
      phaseSpaces += 1
      return page
    }
    let names = Set(page.axes.map(\.name))
    for (index, step) in steps.enumerated() where !names.isEmpty && !names.contains(step.axis) {
      lacking[index] += 1
    }
    let reduction: PageReduction
    do throws(ReductionError) {
      reduction = try PageReduction(steps, of: page)
    } catch {
      throw Failure(error, at: location)
    }
    if reduction.combines, page.meaning.overBins == .ratio {
      throw Failure(
        .usage,
        "\(location.text) (\(page.label)) is an average, whose bins are "
          + "put together by what each contribution was weighted by, and an export does not hold that.",
        advice: "Ask it of the store or of the files of results, or choose other pages with -e and -p.")
    }
    for omission in reduction.omissions {
      notices.append(
        Notice(
          .warning,
          "\(location.text) (\(page.quantity)) is not reduced by \(omission)."))
    }
    if reduction.combines, page.errors != nil { tellOfLostErrors() }
    return reduction.reduced(page)
  }

  /// Counts a page whose errors are not known any more, since its bins were put together.
  mutating func tellOfLostErrors() { withoutErrors += 1 }

  /// The page of so many primaries, in the units that are asked for, and the factor by which its values were multiplied.
  mutating func scaled(_ page: ResultPage) throws(Failure) -> (page: ResultPage, factor: Double) {
    usesAssumption = usesAssumption || page.meaning.usesAssumption
    let scaled = scaledToPrimaries(page)
    let converted = try units.converted(scaled)
    let factor = primaries.map { page.factor(toPrimaries: $0) } ?? 1
    return (converted, factor * (scaled.unit.factor(to: converted.unit) ?? 1))
  }

  private mutating func scaledToPrimaries(_ page: ResultPage) -> ResultPage {
    guard let primaries else { return page }
    guard page.isPerPrimary else {
      unscaled.pages += 1
      if unscaledNames.insert(page.quantity).inserted { unscaled.quantities.append(page.quantity) }
      return page
    }
    return page.scaled(toPrimaries: primaries)
  }

  /// Gives the notices that are due when all pages have been seen.
  mutating func takeNotices() -> [Notice] {
    for (step, count) in zip(steps, lacking) where count > 0 {
      notices.append(
        Notice(
          .warning,
          "\(step): \(count) of \(pages) pages \(count == 1 ? "has" : "have") no such axis and "
            + "\(count == 1 ? "is" : "are") as before."))
    }
    if let assumed, !usesAssumption {
      notices.append(
        Notice(
          .warning,
          "--as \(assumed.rawValue): what these pages hold is known without it, and is as before (see 'ebb quantities')."
        ))
    }
    if withoutErrors > 0 {
      notices.append(
        Notice(
          .warning,
          "the errors of bins that are put together (\(Self.count(withoutErrors))) take the contributions, which an export "
            + "does not hold, nor a file of combined results: ask it of the store."))
    }
    if phaseSpaces > 0 {
      notices.append(
        Notice(.warning, "phase space (\(Self.count(phaseSpaces))) has no bins, and is not reduced."))
    }
    if unscaled.pages > 0 {
      notices.append(
        Notice(
          .warning,
          "--primaries: what is not per primary is as before: \(Failure.list(unscaled.quantities)) "
            + "(\(Self.count(unscaled.pages)))."))
    }
    notices += units.takeNotices()
    let all = notices
    notices = []
    lacking = steps.map { _ in 0 }
    phaseSpaces = 0
    withoutErrors = 0
    usesAssumption = true
    unscaled = (0, [])
    unscaledNames = []
    return all
  }

  private static func count(_ pages: Int) -> String { pages == 1 ? "1 page" : "\(pages) pages" }
}
