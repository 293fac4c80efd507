internal import CEbbLibpq
internal import CLibpq

/// libpq's own interface, in binary and row by row, with nothing made of what it gives.
enum PostgreSQLLibrary {
  static func read(_ url: String) -> Int {
    // What EbbStore uses of libpq is called by way of what this loads, here too.
    if let reason = unsafe ebb_libpq_load() { fatalError(unsafe String(cString: reason)) }
    guard let connection = unsafe PQconnectdb(url), unsafe PQstatus(connection) == CONNECTION_OK
    else { fatalError("cannot connect to \(url)") }
    let query = #"SELECT p."compressed_data" FROM "Page" AS p ORDER BY p."id""#
    guard unsafe PQsendQueryParams(connection, query, 0, nil, nil, nil, nil, 1) == 1 else {
      fatalError("cannot ask \(url)")
    }
    unsafe PQsetSingleRowMode(connection)
    var bytes = 0
    while let result = unsafe PQgetResult(connection) {
      let count = unsafe PQntuples(result)
      for row in 0..<count { bytes += unsafe Int(PQgetlength(result, row, 0)) }
      unsafe PQclear(result)
    }
    unsafe PQfinish(connection)
    return bytes
  }
}
