internal import EbbModel
internal import EbbStore

/// The first thing in which a simulation of an archive differs from that of the store, in words that end a sentence:
/// "its state is RUNNING there and COMPLETED here".
struct SimulationDifference: Equatable {
  let text: String

  /// - Parameters:
  ///   - stored: the rows of the store.
  ///   - archived: those of the archive.
  ///   - sizes: whether pages have to have data of the same lengths.
  init?(_ stored: StoredSimulation, archived: StoredSimulation, sizes: Bool) {
    var (here, there) = (Self.comparable(stored, sizes), Self.comparable(archived, sizes))
    // What a page is called an older schema does not tell.
    for (place, page) in stored.pages.enumerated() where page.name == nil {
      here.pages[place].name = nil
      if place < there.pages.count { there.pages[place].name = nil }
    }
    if here == there { return nil }
    let (own, other) = (here.simulation, there.simulation)
    if own.state != other.state {
      text = "its state is \(other.state) there and \(own.state) here"
    } else if own.title != other.title {
      text = "its title is '\(other.title)' there and '\(own.title)' here"
    } else if here.user != there.user {
      text = "its user is '\(other.username ?? "")' there and '\(own.username ?? "")' here"
    } else if own != other || here.cluster != there.cluster {
      text = "its own row differs: its times, its input's type, its simulator, or where it ran"
    } else if here.tasks != there.tasks {
      text = "its tasks differ (\(there.tasks.count) there, \(here.tasks.count) here)"
    } else if here.inputs != there.inputs {
      text = "its input differs"
    } else if here.logfiles != there.logfiles {
      text = "its logs differ"
    } else if here.estimators != there.estimators {
      text = Self.counted("estimator", there.estimators.map(\.name), here.estimators.map(\.name))
    } else {
      text = "its pages differ (\(there.pages.count) there, \(here.pages.count) here)"
    }
  }

  private static func counted(_ what: String, _ there: [String], _ here: [String]) -> String {
    there.count == here.count
      ? "the names or metadata of its \(what)s differ"
      : "it has \(there.count) \(what)s there and \(here.count) here"
  }

  /// The rows without what a listing does not have: numbers of axes, and sizes where they are not asked for.
  private static func comparable(_ rows: StoredSimulation, _ sizes: Bool) -> StoredSimulation {
    var rows = rows.inCurrentSchema
    for place in rows.pages.indices {
      rows.pages[place].dimension = nil
      if !sizes { rows.pages[place].compressedBytes = 0 }
    }
    return rows
  }
}
