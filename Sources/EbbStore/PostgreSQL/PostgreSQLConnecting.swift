private import CEbbLibpq
private import CLibpq
private import Dispatch
private import Glibc
private import Synchronization

/// The way to a connection, on a thread of its own.
///
/// libpq looks up names, and reads certificates and password files, in calls that block and cannot be ended. A
/// task that is cancelled meanwhile leaves them behind.
struct PostgreSQLConnecting: Sendable {
  private let address: PostgreSQLAddress
  private let silenceLimitSeconds: Double
  private let isAbandoned: @Sendable () -> Bool

  /// Connects, which blocks until the server answers, the time is up, or the task is cancelled.
  static func open(
    _ address: PostgreSQLAddress, silenceLimitSeconds: Double
  ) throws(StoreError) -> PostgreSQLConnection {
    let way = Way()
    DispatchQueue.global().async {
      way.run(
        PostgreSQLConnecting(
          address: address, silenceLimitSeconds: silenceLimitSeconds,
          isAbandoned: { way.isAbandoned }))
    }
    while way.ended.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
      if Task.isCancelled {
        way.abandon()
        throw .cancelled
      }
    }
    guard let outcome = way.take() else { throw .cancelled }
    return try outcome.get()
  }

  /// The state that the two threads share.
  private final class Way: Sendable {
    let ended = DispatchSemaphore(value: 0)
    private let abandoned = Atomic<Bool>(false)
    private let outcome = Mutex<Result<PostgreSQLConnection, StoreError>?>(nil)

    var isAbandoned: Bool { abandoned.load(ordering: .relaxed) }

    func abandon() { abandoned.store(true, ordering: .relaxed) }

    /// Connects, and holds the lock until there is an outcome: nobody else asks for it before `ended` is signalled.
    func run(_ connecting: PostgreSQLConnecting) {
      outcome.withLock { outcome in
        do throws(StoreError) {
          outcome = .success(try connecting.connect())
        } catch {
          outcome = .failure(error)
        }
      }
      ended.signal()
    }

    func take() -> Result<PostgreSQLConnection, StoreError>? {
      outcome.withLock { $0.take() }
    }
  }

  private func connect() throws(StoreError) -> sending PostgreSQLConnection {
    if let reason = unsafe ebb_libpq_load() {
      throw unsafe .notReachable(
        url: address.redacted,
        reason:
          "PostgreSQL's own library, libpq, cannot be loaded (\(String(cString: reason))); install libpq5")
    }
    try checkOptions()
    let pairs = parameters.sorted { $0.key < $1.key }
    let handle = unsafe withCStrings(pairs.map(\.key) + [nil]) { keywords in
      unsafe withCStrings(pairs.map(\.value) + [nil]) { values in
        unsafe PQconnectStartParams(keywords, values, 0)
      }
    }
    guard let handle = unsafe handle else {
      throw .notReachable(url: address.redacted, reason: "out of memory")
    }
    do throws(StoreError) {
      // SQLSTATE stands in the text of a refused connection only so, and only it tells why in every language.
      unsafe PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
      unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
      try unsafe waitUntilConnected(handle)
    } catch {
      unsafe PQfinish(handle)
      throw error
    }
    return unsafe PostgreSQLConnection(
      owning: handle, address: address, silenceLimitSeconds: silenceLimitSeconds)
  }

  /// The address with what is sensible where it says nothing.
  private var parameters: [String: String] {
    var parameters = address.parameters
    parameters["client_encoding"] = "UTF8"
    parameters["fallback_application_name"] = "ebb"
    // A service's own settings would be overridden.
    let isService = unsafe parameters["service"] != nil || getenv("PGSERVICE") != nil
    guard !isService else { return parameters }
    // The system's defaults notice a host that has gone after more than two hours; these within a minute.
    let keepalives = [
      "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
      "tcp_user_timeout": "60000",
    ]
    return parameters.merging(keepalives) { own, _ in own }
  }

  /// Refuses options that libpq does not have: a misspelt `sslmode` must not go unnoticed.
  private func checkOptions() throws(StoreError) {
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
  private func timeoutSeconds(_ handle: OpaquePointer) -> Int {
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

  private func waitUntilConnected(_ handle: OpaquePointer) throws(StoreError) {
    let seconds = unsafe timeoutSeconds(handle)
    let deadline = ContinuousClock.now + .seconds(seconds == 0 ? 1 << 30 : seconds)
    var polling = PGRES_POLLING_WRITING
    while unsafe PQstatus(handle) != CONNECTION_BAD, polling != PGRES_POLLING_OK {
      if isAbandoned() { throw .cancelled }
      guard ContinuousClock.now < deadline else {
        throw .notReachable(
          url: address.redacted, reason: "the server did not answer within \(seconds) s")
      }
      let events = polling == PGRES_POLLING_READING ? POLLIN : POLLOUT
      var descriptor = pollfd(fd: unsafe PQsocket(handle), events: Int16(events), revents: 0)
      guard unsafe poll(&descriptor, 1, PostgreSQLConnection.sliceMilliseconds) > 0 else { continue }
      polling = unsafe PQconnectPoll(handle)
      if polling == PGRES_POLLING_FAILED { break }
    }
    guard unsafe PQstatus(handle) == CONNECTION_OK else { throw unsafe refusal(handle) }
  }

  /// The reason why there is no connection.
  private func refusal(_ handle: OpaquePointer) -> StoreError {
    let text = unsafe PostgreSQLMessage.last(of: handle)
    let states = text.matches(of: #/: {2}([0-9A-Z]{5}): /#).map(\.output.1)
    let lines = text.replacing(#/: {2}[0-9A-Z]{5}: /#, with: ": ").split(separator: "\n")
    // libpq's own advice is indented, and Ebb gives its own.
    let facts = lines.filter { !$0.hasPrefix("LOCATION:") && !$0.hasPrefix("\t") }
    var reason = unsafe PostgreSQLMessage.scrubbed(facts.joined(separator: "\n"), handle, address)
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
}
