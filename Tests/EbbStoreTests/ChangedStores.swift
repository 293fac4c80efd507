import EbbSamples
import EbbTestSupport
import Foundation
import GRDB
import Synchronization

/// Made stores whose schema some SQL has changed; each is made when it is first asked for.
enum ChangedStores {
  private static let folder = Result { try TemporaryFolder(staysForAllTests: true) }
  private static let made = Mutex<[String: String]>([:])

  /// The path of a SQLite file.
  static func sqlite(_ revision: SchemaRevision, _ change: String) throws -> String {
    let original = try MadeStore.sqlite(revision)
    guard !change.isEmpty else { return original }
    return try once("sqlite" + change) { number in
      let path = try folder.get().path("\(number).sqlite")
      try FileManager.default.copyItem(atPath: original, toPath: path)
      var configuration = Configuration()
      configuration.foreignKeysEnabled = false
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.writeWithoutTransaction { try $0.execute(sql: change) }
      try queue.close()
      return path
    }
  }

  /// The URL of a PostgreSQL database.
  static func postgreSQL(_ revision: SchemaRevision, _ change: String) throws -> String {
    guard !change.isEmpty else { return try MadeStore.postgreSQL(revision) }
    let script = try MadeStore.script(revision)
    return try once("postgreSQL" + change) { _ in
      let server = try PostgreSQLServer.shared()
      let url = try server.createDatabase(file: script)
      try server.run(change, on: url)
      return url
    }
  }

  private static func once(_ key: String, _ make: (Int) throws -> String) throws -> String {
    try made.withLock { made in
      if let there = made[key] { return there }
      let place = try make(made.count)
      made[key] = place
      return place
    }
  }
}
