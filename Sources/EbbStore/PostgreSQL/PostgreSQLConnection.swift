internal import CLibpq
private import Dispatch
private import Glibc

/// Owns one connection to a server (`PGconn`). It is used from one thread at a time.
///
/// It never blocks in libpq: it waits for the socket itself, and the end of the task that asked ends the wait.
@safe struct PostgreSQLConnection: ~Copyable {
  private let handle: OpaquePointer
  let address: PostgreSQLAddress
  /// The time for which the server may say nothing while it is waited for.
  private let silenceLimitSeconds: Double

  /// Takes over `handle`, which is connected.
  init(owning handle: OpaquePointer, address: PostgreSQLAddress, silenceLimitSeconds: Double) {
    unsafe self.handle = handle
    self.address = address
    self.silenceLimitSeconds = silenceLimitSeconds
    unsafe PQsetnonblocking(handle, 1)
  }

  deinit { unsafe PQfinish(handle) }

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
    try send(query, arguments, rowByRow: true)
  }

  /// The next row of a streamed query, or all rows of another; `nil` when everything was read.
  func next(_ query: String, table: String) throws(StoreError) -> PostgreSQLRows? {
    try waitForResult(query)
    guard let result = unsafe PQgetResult(handle) else { return nil }
    switch unsafe PQresultStatus(result) {
    case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE:
      // A function of the database's may have changed it, and texts would be others.
      guard let encoding = unsafe PQparameterStatus(handle, "client_encoding"),
        unsafe strcmp(encoding, "UTF8") == 0
      else {
        unsafe PQclear(result)
        throw .connectionLost(
          url: address.redacted, reason: "the server does not send texts in UTF-8 any more")
      }
      return unsafe PostgreSQLRows(owning: result, table: table, url: address.redacted)
    case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
      // Of those it would give another whenever it is asked.
      unsafe PQclear(result)
      throw babble
    default:
      defer { unsafe PQclear(result) }
      throw unsafe failure(query, result)
    }
  }

  /// The error that the server goes on with what nobody asked for.
  private var babble: StoreError {
    .connectionLost(url: address.redacted, reason: "the server sends what was not asked for")
  }

  /// Reads what is left of a query's answer.
  func finish(_ query: String) throws(StoreError) {
    guard try next(query, table: "") != nil else { return }
    // The closing result of rows that came one by one; more there is not.
    guard try next(query, table: "") == nil else { throw babble }
  }

  /// Tells the server to give up the query that runs, before this connection is left.
  ///
  /// A server that does not listen is not waited for: libpq goes on telling it, without us.
  func cancel() { _ = beginCancel().wait(timeout: .now() + .milliseconds(100)) }

  /// Has the server give up the query that runs, and throws away what is left of its answer.
  ///
  /// What the server is told late would end the next query in the place of this one, so it is waited for, as long as for
  /// a connection.
  func interrupt() throws(StoreError) {
    let isTold = beginCancel()
    try drain()
    let deadline = ContinuousClock.now + .seconds(Self.cancelLimitSeconds)
    while isTold.wait(timeout: .now() + .milliseconds(Int(Self.sliceMilliseconds))) == .timedOut {
      if Task.isCancelled { throw .cancelled }
      if ContinuousClock.now >= deadline { return }
    }
  }

  /// As long as the server is waited for by default when a connection is made.
  private static let cancelLimitSeconds = 10

  /// Begins to tell the server to give up the query that runs, on a connection of libpq's own.
  /// - Returns: what is signalled when the server knows.
  private func beginCancel() -> DispatchSemaphore {
    let isTold = DispatchSemaphore(value: 0)
    // A PGcancel may be used from any thread (libpq's manual, 34.7), and this one is used from that one only.
    let address = unsafe UInt(bitPattern: PQgetCancel(handle))
    DispatchQueue.global().async {
      defer { isTold.signal() }
      guard let cancel = unsafe OpaquePointer(bitPattern: address) else { return }
      unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
        _ = unsafe PQcancel(cancel, message.baseAddress, 256)
      }
      unsafe PQfreeCancel(cancel)
    }
    return isTold
  }

  /// Throws away what is left of a query's answer, be it rows or an error.
  func drain() throws(StoreError) {
    for _ in 0..<Self.maxResults {
      try waitForResult("")
      guard let result = unsafe PQgetResult(handle) else { return }
      unsafe PQclear(result)
    }
    throw babble
  }

  /// The most results that are drained: more than a question can have left that is read row by row, which is of at most
  /// 1,000 pages.
  private static let maxResults = 10_000

  /// Whether the transaction waits to be rolled back.
  var isInFailedTransaction: Bool { unsafe PQtransactionStatus(handle) == PQTRANS_INERROR }

  private func send(
    _ query: String, _ arguments: [String], rowByRow: Bool = false
  ) throws(StoreError) {
    let sent = unsafe withCStrings(arguments) { values in
      unsafe PQsendQueryParams(handle, query, Int32(arguments.count), nil, values, nil, nil, 1)
    }
    guard sent == 1 else { throw unsafe failure(query, nil) }
    if rowByRow { unsafe PQsetSingleRowMode(handle) }
    while true {
      let left = unsafe PQflush(handle)
      guard left >= 0 else { throw unsafe failure(query, nil) }
      if left == 0 { return }
      try wait(for: POLLIN | POLLOUT, query)
      guard unsafe PQconsumeInput(handle) == 1 else { throw unsafe failure(query, nil) }
    }
  }

  private func waitForResult(_ query: String) throws(StoreError) {
    guard unsafe PQisBusy(handle) == 1 else { return }
    let deadline = ContinuousClock.now + .seconds(silenceLimitSeconds * Self.talkLimit)
    while unsafe PQisBusy(handle) == 1 {
      try wait(for: POLLIN, query)
      guard unsafe PQconsumeInput(handle) == 1 else { throw unsafe failure(query, nil) }
      // Nothing is listened for; what comes all the same would be kept.
      while let notice = unsafe PQnotifies(handle) { unsafe PQfreemem(notice) }
      guard ContinuousClock.now < deadline else {
        let seconds = Int((silenceLimitSeconds * Self.talkLimit).rounded(.up))
        throw .timedOut(
          url: address.redacted, reason: "the server talks, but has sent no result for \(seconds) s")
      }
    }
  }

  /// The factor by which the server may take longer than it may be silent for one row, or for one answer without rows,
  /// while it sends something: an hour by default, in which a page of 1 GB comes at 0.3 MB/s.
  private static let talkLimit = 12.0

  /// Waits until the socket is ready. With TLS it may return before: what libpq has decrypted and not yet taken is not
  /// seen at the socket, so that it must look itself, after waits that grow from a millisecond.
  private func wait(for events: Int32, _ query: String) throws(StoreError) {
    let isEncrypted = unsafe PQsslInUse(handle) == 1
    var slice: Int32 = isEncrypted ? 1 : Self.sliceMilliseconds
    var silentMilliseconds = 0
    while true {
      if Task.isCancelled { throw .cancelled }
      var descriptor = pollfd(fd: unsafe PQsocket(handle), events: Int16(events), revents: 0)
      if unsafe poll(&descriptor, 1, slice) != 0 { return }
      silentMilliseconds += Int(slice)
      if Double(silentMilliseconds) >= silenceLimitSeconds * 1_000 {
        let seconds = Int(silenceLimitSeconds.rounded(.up))
        throw .timedOut(
          url: address.redacted, reason: "the server has said nothing for \(seconds) s")
      }
      if isEncrypted {
        guard unsafe PQconsumeInput(handle) == 1 else { throw unsafe failure(query, nil) }
        if unsafe PQisBusy(handle) == 0 { return }
      }
      slice = min(2 * slice, Self.sliceMilliseconds)
    }
  }

  /// The time after which a wait looks whether its task is cancelled.
  static let sliceMilliseconds: Int32 = 50

  /// The error that an answer stands for; `nil` for a query that could not be sent or waited for.
  private func failure(_ query: String, _ result: OpaquePointer?) -> StoreError {
    func field(_ code: Int32) -> String? {
      unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
    }
    let state = field(Int32(UInt8(ascii: "C"))) ?? ""
    let text = unsafe field(Int32(UInt8(ascii: "M"))) ?? PostgreSQLMessage.last(of: handle)
    let reason = unsafe PostgreSQLMessage.scrubbed(text, handle, address)
    let url = address.redacted
    switch state {
    case "42501", "28000", "28P01": return .notPermitted(url: url, reason: reason)
    case "57014", "55P03": return .timedOut(url: url, reason: reason)
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
