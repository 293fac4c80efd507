package import EbbModel

/// A store that simulations are added to, in the platform's current schema, each whole or not at all.
///
/// A simulation is begun, its pages are added one by one, and it is committed or taken back; one at a time. Rows get keys
/// of the store's own, in the order in which they come. Users and clusters are known by their names, so that those of
/// several stores become one. What is secret, a user's password or key, is empty.
package protocol StoreWriter: Sendable {
  /// Begins to add a simulation: with all rows that belong to it but its pages.
  /// - Parameter replaces: whether one with the same job id that is there is taken away first.
  /// - Returns: whether it has begun: not where one with the same job id is there, and stays.
  func begin(_ rows: StoredSimulation, replacing replaces: Bool) async throws(StoreWriteError) -> Bool

  /// Adds a page of the simulation that was begun.
  /// - Parameter data: a gzip member, or empty, which becomes NULL.
  func add(_ page: PageRow, data: [UInt8]) async throws(StoreWriteError)

  /// Makes what was added since `begin` a part of the store, on disk. Where that fails, it is taken back.
  func commit() async throws(StoreWriteError)

  /// Takes back what was added since `begin`.
  func rollback() async

  /// Closes the store, after taking back what is not committed.
  func close() async
}
