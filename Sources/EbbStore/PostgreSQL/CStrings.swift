private import Glibc

/// Lends C strings in an array. `nil` ends a list of libpq's.
func withCStrings<Value>(
  _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
) -> Value {
  let copies = unsafe texts.map { text in unsafe text.map { unsafe UnsafePointer(strdup($0)) } ?? nil }
  defer {
    for index in unsafe copies.indices { unsafe free(UnsafeMutablePointer(mutating: copies[index])) }
  }
  return unsafe copies.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}
