private import Foundation

extension RowSource {
  /// Writes the store as SQL for `psql -f`, to an empty database. The file appears complete or not at all.
  package func writePostgreSQL(
    to path: String, revision: SchemaRevision = Schema.current, overwrite: Bool = false
  ) throws(SampleError) {
    try writeAtomically(to: path, overwrite: overwrite) { partial in
      guard FileManager.default.createFile(atPath: partial, contents: nil),
        let file = FileHandle(forWritingAtPath: partial)
      else { throw CocoaError(.fileWriteUnknown) }
      defer { try? file.close() }
      func write(_ text: String) throws { try file.write(contentsOf: Data(text.utf8)) }
      try write(
        """
        SET client_encoding = 'UTF8';
        SET standard_conforming_strings = on;
        SET client_min_messages = warning;
        BEGIN;

        """)
      try write(revision.postgresDDL)
      try write(
        """
        CREATE TABLE alembic_version (
          version_num character varying(32) NOT NULL,
          CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
        );
        INSERT INTO alembic_version (version_num) VALUES ('\(revision.id)');

        """)
      try forEachRow { row in
        let names = revision.table(row.table)?.columns.map(\.name).joined(separator: ", ") ?? ""
        let values = row.values(in: revision).map(literal).joined(separator: ", ")
        try write("INSERT INTO \"\(row.table)\" (\(names)) VALUES (\(values));\n")
      }
      for table in revision.tables where table.countsKeys {
        try write(
          "SELECT setval('\"\(table.name)_id_seq\"', max(id)) FROM \"\(table.name)\" \\g /dev/null\n")
      }
      try write("COMMIT;\n")
    }
  }
}

private func literal(_ value: SampleRow.Value) -> String {
  switch value {
  case .null: return "NULL"
  case .integer(let integer): return "\(integer)"
  case .text(let text): return "'\(text.replacing("'", with: "''"))'"
  case .time(let text): return "'\(text)+00'"
  case .blob(let bytes):
    let digits = Array("0123456789abcdef".utf8)
    var hex: [UInt8] = []
    hex.reserveCapacity(2 * bytes.count)
    for byte in bytes {
      hex.append(digits[Int(byte >> 4)])
      hex.append(digits[Int(byte & 15)])
    }
    return "'\\x\(String(decoding: hex, as: UTF8.self))'"
  }
}
