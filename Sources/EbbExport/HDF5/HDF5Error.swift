internal import CHDF5

/// A call of the HDF5 library that failed, with the library's own text.
struct HDF5Error: Error {
  let call: String
  /// The outermost and the innermost message of the library's error stack, or the operating system's where
  /// that is the cause: "No space left on device".
  let reason: String

  init(call: String, reason: String) {
    self.call = call
    self.reason = reason
  }

  /// Reads the error stack of this thread, which the next call clears.
  init(call: String) {
    var messages: [String] = []
    _ = unsafe withUnsafeMutablePointer(to: &messages) { messages in
      unsafe H5Ewalk2(hid_t(H5E_DEFAULT), H5E_WALK_DOWNWARD, collect, messages)
    }
    self.call = call
    let innermost = messages.last ?? "no message"
    if let cause = Self.operatingSystemError(innermost) {
      reason = cause
    } else if let outermost = messages.first, messages.count > 1 {
      reason = "\(call) failed: \(outermost) (\(innermost))"
    } else {
      reason = "\(call) failed: \(innermost)"
    }
  }

  /// The library puts `strerror`'s text between a name and a quote.
  private static func operatingSystemError(_ message: String) -> String? {
    guard let start = message.firstRange(of: "error message = '") else { return nil }
    let text = message[start.upperBound...].prefix { $0 != "'" }
    return text.isEmpty ? nil : String(text)
  }
}

/// Called by the library for each message of the stack, outermost first.
private let collect: H5E_walk2_t = { _, entry, messages in
  if let text = unsafe entry?.pointee.desc {
    unsafe messages?.assumingMemoryBound(to: [String].self).pointee.append(String(cString: text))
  }
  return 0
}
