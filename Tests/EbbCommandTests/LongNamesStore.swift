import EbbSamples
import EbbTestSupport
import Foundation
import GRDB
import Testing

/// The sample's store with names as long, as alike and as wide as a terminal may have to show.
enum LongNamesStore {
  private static let made = Result { () throws in
    let folder = try TemporaryFolder(staysForAllTests: true)
    let path = folder.path("long.sqlite")
    try SampleStore(SampleRequest(tasks: 3)).writeSQLite(to: path)
    let queue = try DatabaseQueue(path: path)
    try queue.write(change)
    try queue.close()
    return folder
  }

  static func path() throws -> String { try made.get().path("long.sqlite") }

  private static func change(_ database: Database) throws {
    let long = "a name that goes on and on until nobody remembers how it began, of "
    try database.execute(sql: "UPDATE Simulation SET title = '水の中の陽子線 ' || ? || title", arguments: [long])
    try database.execute(
      sql: "UPDATE User SET username = username || '_of_the_department_of_médical_physics'")
    try database.execute(sql: "UPDATE Cluster SET cluster_name = ? || cluster_name", arguments: [long])
    let prefix = "scored_in_the_water_phantom_of_the_large_hall_線量_"
    try database.execute(
      sql: "UPDATE Estimator SET name = ? || name, file_name = ? || file_name", arguments: [prefix, prefix])
    let rows = try Row.fetchAll(database, sql: "SELECT id, page_name, compressed_data FROM Page ORDER BY id")
    for row in rows {
      guard let blob: Data = row[2], let text = Gzip.text(of: Array(blob), limit: 1 << 24)?.text,
        var page = try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any],
        var metadata = page["metadata"] as? [String: Any]
      else { continue }
      // Names of quantities stay, by which they are combined.
      metadata["page_filter_name"] =
        "primary and secondary particles of charge above one, 重粒子, and \(row[1] as String)"
      page["metadata"] = metadata
      let changed = try JSONSerialization.data(withJSONObject: page, options: .sortedKeys)
      try database.execute(
        sql: "UPDATE Page SET compressed_data = ? WHERE id = ?",
        arguments: [Data(Gzip.member(Array(changed))), row[0] as Int64])
    }
  }
}
