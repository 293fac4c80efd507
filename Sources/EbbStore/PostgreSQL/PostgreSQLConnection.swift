internal import CLibpq
private import Glibc

/// Owns one connection to a server (`PGconn`). It is used from one thread at a time.
@safe struct PostgreSQLConnection: ~Copyable {
  private let handle: OpaquePointer
  let address: PostgreSQLAddress

  /// Connects, which blocks until the server answers or the time is up.
  static func open(_ address: PostgreSQLAddress) throws(StoreError) -> PostgreSQLConnection {
    try checkOptions(of: address)
    var parameters = address.parameters
    parameters["client_encoding"] = "UTF8"
    parameters["fallback_application_name"] = "ebb"
    let pairs = parameters.sorted { $0.key < $1.key }
    let handle = unsafe withCStrings(pairs.map(\.key) + [nil]) { keywords in
      unsafe withCStrings(pairs.map(\.value) + [nil]) { values in
        unsafe PQconnectStartParams(keywords, values, 0)
      }
    }
    guard let handle = unsafe handle else {
      throw .notReachable(url: address.redacted, reason: "out of memory")
    }
    let connection = unsafe PostgreSQLConnection(owning: handle, address: address)
    try connection.waitUntilConnected()
    return connection
  }

  private init(owning handle: OpaquePointer, address: PostgreSQLAddress) {
    unsafe self.handle = handle
    self.address = address
    // SQLSTATE stands in the text of a refused connection only so, and only it tells why in every language.
    unsafe PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
    unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
  }

  deinit { unsafe PQfinish(handle) }

  /// Refuses options that libpq does not have: a misspelt `sslmode` must not go unnoticed.
  private static func checkOptions(of address: PostgreSQLAddress) throws(StoreError) {
    guard let options = unsafe PQconndefaults() else { return }
    defer { unsafe PQconninfoFree(options) }
    var known: Set<String> = []
    var option = unsafe options
    while let keyword = unsafe option.pointee.keyword {
      known.insert(unsafe String(cString: keyword))
      unsafe option += 1
    }
    for key in address.parameters.keys.sorted() where !known.contains(key) {
      throw .badURL(url: address.redacted, reason: "libpq has no option '\(key)'")
    }
  }

  /// The seconds to wait for the server: `connect_timeout`, wherever libpq found it, else 10; 0 for ever.
  private var timeoutSeconds: Int {
    guard let options = unsafe PQconninfo(handle) else { return 10 }
    defer { unsafe PQconninfoFree(options) }
    var option = unsafe options
    while let keyword = unsafe option.pointee.keyword {
      if unsafe String(cString: keyword) == "connect_timeout", let value = unsafe option.pointee.val {
        let seconds = unsafe Int(String(cString: value)) ?? 10
        return seconds <= 0 ? 0 : max(2, seconds)
      }
      unsafe option += 1
    }
    return 10
  }

  private func waitUntilConnected() throws(StoreError) {
    let seconds = timeoutSeconds
    let deadline = ContinuousClock.now + .seconds(seconds == 0 ? 1 << 30 : seconds)
    var polling = PGRES_POLLING_WRITING
    while unsafe PQstatus(handle) != CONNECTION_BAD, polling != PGRES_POLLING_OK {
      let left = (deadline - .now) / .milliseconds(1)
      guard left > 0 else {
        throw .notReachable(
          url: address.redacted, reason: "the server did not answer within \(seconds) s")
      }
      let events = polling == PGRES_POLLING_READING ? POLLIN : POLLOUT
      var descriptor = pollfd(fd: unsafe PQsocket(handle), events: Int16(events), revents: 0)
      guard unsafe poll(&descriptor, 1, Int32(min(left, 1e6))) > 0 else { continue }
      polling = unsafe PQconnectPoll(handle)
      if polling == PGRES_POLLING_FAILED { break }
    }
    guard unsafe PQstatus(handle) == CONNECTION_OK else { throw refusal }
  }

  /// Why there is no connection.
  private var refusal: StoreError {
    let text = lastMessage
    let states = text.matches(of: #/: {2}([0-9A-Z]{5}): /#).map(\.output.1)
    let lines = text.replacing(#/: {2}[0-9A-Z]{5}: /#, with: ": ").split(separator: "\n")
    // libpq's own advice is indented, and Ebb gives its own.
    let facts = lines.filter { !$0.hasPrefix("LOCATION:") && !$0.hasPrefix("\t") }
    var reason = scrubbed(facts.joined(separator: "\n"))
    let isRefused = states.contains { $0.hasPrefix("28") || $0 == "42501" }
    if unsafe isRefused || PQconnectionNeedsPassword(handle) != 0 {
      return .notPermitted(url: address.redacted, reason: reason)
    }
    let host = unsafe PQhost(handle).map { unsafe String(cString: $0) } ?? ""
    if states.isEmpty, reason.contains("could not translate host name"), !host.contains(".") {
      reason += "; '\(host)' may be a container's name, which only its own network knows: "
      reason += "from outside use the port that it publishes, such as localhost:5432"
    }
    return .notReachable(url: address.redacted, reason: reason)
  }

  private var lastMessage: String {
    unsafe PQerrorMessage(handle).map { unsafe String(cString: $0) } ?? ""
  }

  /// A text of libpq's without a password, should there be one in it.
  private func scrubbed(_ text: String) -> String {
    var text = StoreURL.redacted(text)
    let shown = address.parameters.filter { $0.key != "password" }.values
    for password in [
      unsafe PQpass(handle).map { unsafe String(cString: $0) }, address.parameters["sslpassword"],
    ].compactMap({ $0 }) where !password.isEmpty && !shown.contains(password) {
      text = text.replacing(password, with: "***")
    }
    return text
  }

  /// Sends a query and gives its rows.
  func rows(
    _ query: String, _ arguments: [String] = [], table: String
  ) throws(StoreError) -> PostgreSQLRows {
    try send(query, arguments)
    guard let rows = try next(query, table: table) else {
      throw .queryFailed(url: address.redacted, query: query, reason: "the server gave no answer")
    }
    try finish(query)
    return rows
  }

  /// Sends a query whose rows are read one by one with `next`.
  func stream(_ query: String, _ arguments: [String]) throws(StoreError) {
    try send(query, arguments)
    unsafe PQsetSingleRowMode(handle)
  }

  /// The next row of a streamed query, or all rows of another; `nil` when everything was read.
  func next(_ query: String, table: String) throws(StoreError) -> PostgreSQLRows? {
    guard let result = unsafe PQgetResult(handle) else { return nil }
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE:
      return unsafe PostgreSQLRows(owning: result, table: table, url: address.redacted)
    default:
      defer { unsafe PQclear(result) }
      throw unsafe failure(query, result)
    }
  }

  /// Reads what is left of a query's answer.
  func finish(_ query: String) throws(StoreError) {
    while try next(query, table: "") != nil {}
  }

  /// Tells the server to give up the query that runs, and throws its rows away.
  func cancel() {
    if let cancel = unsafe PQgetCancel(handle) {
      defer { unsafe PQfreeCancel(cancel) }
      unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
        _ = unsafe PQcancel(cancel, message.baseAddress, 256)
      }
    }
    drain()
  }

  /// Throws away what is left of a query's answer, be it rows or an error.
  func drain() {
    while let result = unsafe PQgetResult(handle) { unsafe PQclear(result) }
  }

  /// Whether the transaction waits to be rolled back.
  var isInFailedTransaction: Bool { unsafe PQtransactionStatus(handle) == PQTRANS_INERROR }

  private func send(_ query: String, _ arguments: [String]) throws(StoreError) {
    let sent = unsafe withCStrings(arguments) { values in
      unsafe PQsendQueryParams(handle, query, Int32(arguments.count), nil, values, nil, nil, 1)
    }
    guard sent == 1 else { throw unsafe failure(query, nil) }
  }

  /// What an answer that is an error means; `nil` for a query that could not be sent.
  private func failure(_ query: String, _ result: OpaquePointer?) -> StoreError {
    func field(_ code: Int32) -> String? {
      unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
    }
    let state = field(Int32(UInt8(ascii: "C"))) ?? ""
    let reason = scrubbed(field(Int32(UInt8(ascii: "M"))) ?? lastMessage)
    let url = address.redacted
    switch state {
    case "42501", "28000", "28P01": return .notPermitted(url: url, reason: reason)
    case "57P01", "57P02", "57P03", "57P05", "25P03":
      return .connectionLost(url: url, reason: reason)
    default:
      if unsafe state.hasPrefix("08") || PQstatus(handle) == CONNECTION_BAD {
        return .connectionLost(url: url, reason: reason)
      }
      return .queryFailed(url: url, query: query, reason: reason)
    }
  }
}

/// Lends C strings in an array. `nil` ends a list of libpq's.
private func withCStrings<Value>(
  _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
) -> Value {
  let copies = unsafe texts.map { text in unsafe text.map { unsafe UnsafePointer(strdup($0)) } ?? nil }
  defer {
    for index in unsafe copies.indices { unsafe free(UnsafeMutablePointer(mutating: copies[index])) }
  }
  return unsafe copies.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}
