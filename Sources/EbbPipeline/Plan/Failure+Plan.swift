internal import EbbFiles
package import EbbModel
package import EbbText

/// Sentences about what was asked for and what the store has.
extension Failure {
  /// - Parameter quantities: the names of their pages' quantities, since -e may be given where -p is meant.
  package static func noEstimator(
    _ pattern: String, in jobs: [String], names: [String], quantities: [String] = []
  ) -> Failure {
    let whose = jobs.count == 1 ? quoted(jobs[0]) : "any of \(jobs.count) simulations"
    let has = names.isEmpty ? "There are none." : "There are: \(list(names))."
    let near = nearest(to: pattern, in: names)
    return Failure(
      .notFound, "no estimator \(quoted(pattern)) in \(whose).",
      advice: repeated(pattern, by: "-e") { part in names.contains { Pattern(part).matches($0) } } + near
        + has
        + meantPage(pattern, quantities, isExact: !near.isEmpty))
  }

  /// "Repeat the option: -e mesh -e profile. " where what was given is a list, each part of which selects something; else empty.
  static func repeated(_ list: String, by option: String, selects: (String) -> Bool) -> String {
    let parts = list.split(separator: ",").map { String($0).oneLine }
    guard parts.count > 1, parts.allSatisfy(selects) else { return "" }
    return "Repeat the option: \(parts.map { "\(option) \(word($0))" }.joined(separator: " ")). "
  }

  /// A name as a word for a shell.
  private static func word(_ name: String) -> String {
    name.contains { !$0.isLetter && !$0.isNumber && !"-_.".contains($0) } ? quoted(name) : name
  }

  /// " DLET and TLET are quantities of pages: -p DLET.", where a pattern on estimators may mean one.
  /// - Parameter isExact: whether those that are only near are none.
  private static func meantPage(_ pattern: String, _ quantities: [String], isExact: Bool) -> String {
    var seen: Set<String> = []
    let names = quantities.filter { seen.insert($0).inserted }
    let fitting = names.filter { Pattern(pattern).matches($0) }
    let meant = fitting.isEmpty && !isExact ? spellingSuggestions(for: pattern, in: names) : fitting
    guard let first = meant.first else { return "" }
    let verb = meant.count == 1 ? "is a quantity" : "are quantities"
    return " \(meant.joined(separator: ", ")) \(verb) of pages: -p \(word(first))."
  }

  /// - Parameters:
  ///   - pages: those that nothing has selected, as lists name them.
  ///   - selects: whether another selection would select any page.
  package static func noPages(
    _ specification: String, has pages: [String], selects: (PageSelection) -> Bool
  ) -> Failure {
    Failure(
      .notFound, "no page \(quoted(specification)).",
      advice: repeated(specification, by: "-p") { PageSelection($0).map(selects) ?? false }
        + (pages.isEmpty
          ? "There are no other pages."
          : nearest(to: specification, in: quantities(pages)) + "There are: \(list(pages))."))
  }

  /// The names in "3 FLUENCE (Protons)", without the filter and with it, each once.
  private static func quantities(_ pages: [String]) -> [String] {
    var seen: Set<String> = []
    let whole = pages.map { String($0.drop { $0.isNumber }.drop { $0 == " " }) }
    let bare = whole.map { String($0.prefix { $0 != "(" }).oneLine }
    return (bare + whole).filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  package static func noAxis(_ step: ReductionStep, has axes: [String]) -> Failure {
    Failure(
      .usage, "no page that is exported has an axis \(quoted(step.axis)), as \(step) asks.",
      advice: axes.isEmpty
        ? "The pages have no axes." : nearest(to: step.axis, in: axes) + "The axes are: \(list(axes)).")
  }

  package static func onePage(_ format: String, selected: Int) -> Failure {
    Failure(
      .usage, "\(format) shows one page; \(count(selected)) are selected.",
      advice: "Select one with -e and -p.")
  }

  package static func oneSimulation(_ format: String, selected: Int) -> Failure {
    Failure(
      .usage, "a \(format) file holds one simulation; \(count(selected)) are selected.",
      advice: "Name a folder with -o FOLDER/, which gets a file for each.")
  }

  package static func onlyFailed(_ job: String) -> Failure {
    Failure(
      .notFound, "simulation \(quoted(job)) has results of FAILED tasks only.",
      advice: "--include-failed takes them.")
  }

  package static func noResults(_ job: String, state: JobState) -> Failure {
    Failure(
      .notFound, "simulation \(quoted(job)) has no results; its state is \(state).",
      advice: state == .completed || state == .failed
        ? "'ebb show' tells what there is of it." : "Try again when it is COMPLETED.")
  }

  package static func duplicatePage(
    _ estimator: String, _ number: Int, places: String, job: String
  ) -> Failure {
    Failure(
      .brokenData,
      "estimator \(quoted(estimator)) of \(quoted(job)) has page \(number) more than once "
        + "(\(places)).",
      advice: "Take the wrong one away, or leave the page out with --keep-going.")
  }

  package static func repeatedTask(
    _ estimator: String, _ task: Int, places: String, job: String
  ) -> Failure {
    Failure(
      .brokenData,
      "estimator \(quoted(estimator)) of \(quoted(job)) has results of task \(task) more than "
        + "once (\(places)).",
      advice: "Take the wrong ones away, or leave the estimator out with --keep-going.")
  }

  /// The places of pages: "rows 3, 4", or in which files.
  package static func places(_ pages: [PageRow]) -> String {
    var files: [String] = []
    var seen: Set<String> = []
    for page in pages {
      guard let origin = page.origin else { return "rows " + list(pages.map { String($0.id.rawValue) }) }
      if seen.insert(origin.file).inserted { files.append(origin.file) }
    }
    return "in " + list(files.map(quoted))
  }

  /// The places of estimators.
  package static func places(_ estimators: [StoredEstimator]) -> String {
    let firsts = estimators.compactMap(\.pages.first)
    return firsts.count == estimators.count && firsts.allSatisfy { $0.origin != nil }
      ? places(firsts) : "rows " + list(estimators.map { String($0.row.id.rawValue) })
  }

  package static func mixedOrders(_ estimator: String, _ number: Int, jobs: [String]) -> Failure {
    Failure(
      .brokenData,
      "estimator \(quoted(estimator)), page \(number) of \(list(jobs)) was written by simulators that "
        + "order their bins differently.",
      advice: "Combine results of one simulator, or export them apart.")
  }

  static let noSimulation = Failure(
    .notFound, "there is no simulation in this store.", advice: "Is it the right one? Check --db.")

  /// - Parameter nearest: those whose job ids or titles are nearest to it.
  package static func noJob(_ reference: String, nearest: [Simulation]) -> Failure {
    let end = reference.lowercased()
    if [".sqlite", ".sqlite3", ".db"].contains(where: end.hasSuffix) {
      return Failure(
        .notFound, "no simulation \(quoted(reference)).",
        advice: "A database is named by --db or EBB_DB, and is not there either: check the path.")
    }
    return Failure(
      .notFound, "no simulation \(quoted(reference)).",
      advice: nearest.isEmpty
        ? "'ebb list simulations' shows what there is. Estimators are chosen with -e, pages with -p."
        : "Nearest:",
      choices: nearest.map(named))
  }

  /// - Parameter isTitle: whether it is the title of these, rather than the beginning of their job ids.
  package static func ambiguousJob(
    _ reference: String, isTitle: Bool, _ matches: [Simulation], more: Bool
  ) -> Failure {
    let count = "\(more ? "more than " : "")\(matches.count) simulations"
    return Failure(
      .notFound, "\(quoted(reference)) is \(isTitle ? "the title" : "the beginning") of \(count).",
      advice: "Name one by its number\(isTitle ? ", or the latest with latest:TITLE" : ""):",
      choices: matches.map(named) + (more ? ["…"] : []))
  }

  /// "id:4  2026-01-15 08:15  Proton pencil beam", for lists of what may be meant.
  package static func named(_ simulation: Simulation) -> String {
    let start = simulation.startTime.map { String($0.iso8601.prefix(16)).replacing("T", with: " ") }
    return ["id:\(simulation.id.rawValue)", start ?? "never started   ", simulation.title].joined(
      separator: "  ")
  }

  package static func shortJob(_ reference: String) -> Failure {
    Failure(
      .usage, "\(quoted(reference)) is too short to name a simulation.",
      advice: "Give the job id, its first 4 characters or more, id:NUMBER, latest, or a title.")
  }
}
