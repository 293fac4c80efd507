private import Foundation
private import Glibc
private import Synchronization

/// A port of 127.0.0.1 that leads to another, and can be held up or cut.
package final class Proxy: Sendable {
  package let port: UInt16
  private let listener: Int32
  private let target: UInt16
  private let state = Mutex(State())

  private struct State {
    var isStalled = false
    /// How many bytes the server may still send.
    var bytesLeft = Int.max
    /// How long a new connection waits until something is passed on.
    var delayMicroseconds: UInt32 = 0
    var isEnded = false
    var links: [Link] = []
  }

  /// The two sockets of a connection, closed when nobody passes anything between them any more.
  private final class Link: Sendable {
    let client: Int32
    let server: Int32

    init(client: Int32, server: Int32) { (self.client, self.server) = (client, server) }

    deinit {
      close(client)
      close(server)
    }
  }

  /// - Parameter target: a port of 127.0.0.1.
  package init(to target: Int) throws {
    self.target = UInt16(target)
    (listener, port) = try Self.listen()
    Thread.detachNewThread { [self] in accept() }
  }

  /// From now on nothing is passed on, in either direction, and nothing is closed.
  package func stall() { state.withLock { $0.isStalled = true } }

  /// Whether nothing is passed on any more.
  package var isStalled: Bool { state.withLock { $0.isStalled } }

  /// From now on a new connection leads on only after some time.
  package func delay(milliseconds: UInt32) { state.withLock { $0.delayMicroseconds = 1_000 * milliseconds } }

  /// Passes on so many bytes of the server's, then stalls.
  package func stall(after bytes: Int) { state.withLock { $0.bytesLeft = bytes } }

  /// Ends what there is, and takes no new connections. The threads hold the proxy until then.
  package func end() {
    let links = state.withLock { state in
      state.isEnded = true
      defer { state.links = [] }
      return state.links
    }
    for descriptor in links.flatMap({ [$0.client, $0.server] }) + [listener] {
      shutdown(descriptor, Int32(SHUT_RDWR))
    }
  }

  private static func listen() throws -> (Int32, UInt16) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = local(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isReady = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        unsafe bind(descriptor, generic, length) == 0 && Glibc.listen(descriptor, 8) == 0
          && getsockname(descriptor, generic, &length) == 0
      }
    }
    guard isReady else { throw Program.Failure("no port for a proxy") }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  private static func local(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    address.sin_port = port.bigEndian
    return address
  }

  private func accept() {
    while true {
      let client = Glibc.accept(listener, nil, nil)
      guard client >= 0 else { break }
      let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = Self.local(target)
      let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
          unsafe connect(server, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      let link = Link(client: client, server: server)
      let isWanted = state.withLock { state in
        guard isConnected, !state.isEnded else { return false }
        state.links.append(link)
        return true
      }
      guard isWanted else { continue }
      let delay = state.withLock(\.delayMicroseconds)
      Thread.detachNewThread { [self] in
        usleep(delay)
        pass(link, from: client, to: server, isServer: false)
      }
      Thread.detachNewThread { [self] in pass(link, from: server, to: client, isServer: true) }
    }
    close(listener)
  }

  private func pass(_ link: Link, from source: Int32, to target: Int32, isServer: Bool) {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe read(source, &buffer, buffer.count)
      guard count > 0 else { break }
      while true {
        let (isStalled, isEnded) = state.withLock { state in
          if isServer, !state.isStalled {
            state.bytesLeft -= count
            if state.bytesLeft < 0 { state.isStalled = true }
          }
          return (state.isStalled, state.isEnded)
        }
        if isEnded { return }
        if !isStalled { break }
        usleep(10_000)
      }
      guard unsafe send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
    }
    shutdown(target, Int32(SHUT_WR))
    extendLifetime(link)
  }
}
