package import EbbSamples
private import Foundation
private import Synchronization

/// Stores with the results of `VariedStore`, each made when it is first asked for and kept for all tests.
package enum MadeStore {
  /// The SQLite file of the current schema.
  package static let path: String = {
    do { return try sqlite(Schema.current) } catch { fatalError("the tests' store cannot be made: \(error)") }
  }()

  /// The SQLite file of a revision of the schema.
  package static func sqlite(_ revision: SchemaRevision) throws -> String {
    try once("\(revision.number).sqlite") { path in
      try store.writeSQLite(to: path, revision: revision)
      return path
    }
  }

  /// The URL of a PostgreSQL database with a revision of the schema.
  package static func postgreSQL(_ revision: SchemaRevision = Schema.current) throws -> String {
    let script = try script(revision)
    return try once("\(revision.number).url") { _ in
      try PostgreSQLServer.shared().createDatabase(file: script)
    }
  }

  /// The file of SQL that makes such a database.
  package static func script(_ revision: SchemaRevision = Schema.current) throws -> String {
    try once("\(revision.number).sql") { path in
      try store.writePostgreSQL(to: path, revision: revision)
      return path
    }
  }

  private static let store = VariedStore()
  private static let folder = Result { try TemporaryFolder(staysForAllTests: true) }
  private static let made = Mutex<[String: String]>([:])

  private static func once(_ name: String, _ make: (String) throws -> String) throws -> String {
    try made.withLock { made in
      if let there = made[name] { return there }
      let place = try make(try folder.get().path(name))
      made[name] = place
      return place
    }
  }
}
