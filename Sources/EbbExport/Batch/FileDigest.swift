internal import CCrypto
internal import Glibc

/// How long a file is, and its SHA-256 (FIPS 180-4).
struct FileDigest: Sendable, Equatable {
  /// How much is held of a file at a time.
  private static let blockSize = 1 << 18

  let bytes: Int
  let sha256: String

  init(bytes: Int, sha256: String) {
    self.bytes = bytes
    self.sha256 = sha256
  }

  init(of path: String) throws(ExportError) {
    let file = FileDescriptor(systemOpen(path, O_RDONLY))
    guard file.isOpen else { throw .notReadable(path: path, reason: systemError()) }
    let hash = HashState()
    var block = [UInt8](repeating: 0, count: Self.blockSize)
    var bytes = 0
    while true {
      let count = unsafe block.withUnsafeMutableBytes {
        unsafe read(file.number, $0.baseAddress, $0.count)
      }
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw .notReadable(path: path, reason: systemError())
      }
      hash.add(block.span.extracting(first: count))
      bytes += count
    }
    self.bytes = bytes
    sha256 = hash.hexadecimal()
  }
}

/// Owns a hash that is being computed, OpenSSL's `EVP_MD_CTX`.
@safe private struct HashState: ~Copyable {
  private let context: OpaquePointer

  init() {
    guard let context = unsafe EVP_MD_CTX_new(), unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else { preconditionFailure("OpenSSL has no SHA-256") }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  func add(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { bytes in
      _ = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }
  }

  consuming func hexadecimal() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    _ = unsafe EVP_DigestFinal_ex(context, &digest, nil)
    return digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
