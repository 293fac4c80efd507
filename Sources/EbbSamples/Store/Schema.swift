/// The platform's schema, from its first revision on.
package enum Schema {
  /// The migrations after the first revision, oldest first, and what each did.
  private static let migrations: [(id: String, changes: [SchemaChange])] = [
    (
      "3f9d1f1bec46",
      [
        .deletesAlong(column: "simulation_id", of: "Task"),
        .deletesAlong(column: "simulation_id", of: "Input"),
        .deletesAlong(column: "simulation_id", of: "Estimator"),
        .deletesAlong(column: "simulation_id", of: "Logfiles"),
        .deletesAlong(column: "estimator_id", of: "Page"),
      ]
    ),
    ("4027fc5cbcb1", [.drops("update_key_hash", from: "Simulation")]),
    (
      "41149fa64bd2",
      [
        .adds(
          Table.Column("file_name", .text, required: true, addedWithDefault: "''"), to: "Estimator",
          after: "name")
      ]
    ),
    (
      "5003b9acb1f4",
      [
        .adds(
          Table.Column("page_name", .text, required: true, addedWithDefault: "''"), to: "Page", after: "id"),
        .adds(
          Table.Column("page_dimension", .integer, required: true, addedWithDefault: "0"), to: "Page",
          after: "compressed_data"),
      ]
    ),
  ]

  /// Every revision, oldest first.
  package static let revisions: [SchemaRevision] = {
    var tables = firstTables
    var revisions = [SchemaRevision(number: 1, id: "06c32cf470e7", tables: tables)]
    for (id, changes) in migrations {
      for change in changes { change.apply(to: &tables) }
      revisions.append(SchemaRevision(number: revisions.count + 1, id: id, tables: tables))
    }
    return revisions
  }()

  /// The revision that the platform has now.
  package static let current = revisions[revisions.count - 1]

  package static var tables: [Table] { current.tables }

  package static func table(_ name: String) -> Table? { current.table(name) }
}
