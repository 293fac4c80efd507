import EbbTestSupport
import Foundation
import Testing

/// `script/setup` where there is no Swift, and the toolchain that it fetches.
@Suite("Setting up") struct SetupTests {
  private static func script(_ name: String) -> String {
    Reference.root.appending(path: "script/\(name)").path
  }

  @Test("says what to run where there is no Swift")
  func withoutSwift() throws {
    // A folder with a shell and what the script calls before.
    let folder = try TemporaryFolder()
    for name in ["bash", "dirname", "cat", "env"] {
      let path = try Program.run("sh", ["-c", "command -v \(name)"]).output.trimmingCharacters(in: .newlines)
      try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: path)
    }
    // Where the project's own toolchain is not.
    let copy = folder.path("project")
    try FileManager.default.createDirectory(atPath: copy + "/script", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Self.script("setup"), toPath: copy + "/script/setup")
    let outcome = try Program.run(
      folder.path("bash"), [copy + "/script/setup"], environment: ["PATH": folder.url.path])
    #expect(outcome.status == 69)
    #expect(outcome.errors.contains("script/setup --with-swift"))
    #expect(outcome.errors.contains("README.md"))
  }

  private static let hasPrograms =
    (try? Program.run("sh", ["-c", "command -v gpg && command -v curl"]).status == 0) ?? false

  /// A toolchain of an address of one's own, signed by a key that the test makes.
  @Test(
    "unpacks a toolchain that a key has signed, and nothing else",
    .enabled(if: hasPrograms, "there is no gpg or curl; script/setup --tests installs them"))
  func signature() throws {
    let folder = try TemporaryFolder()
    let make = """
      export GNUPGHOME=$PWD/keys; mkdir -m 700 keys
      gpg --batch --quiet --passphrase '' --quick-generate-key 'test <test@example.org>' ed25519 sign 1d
      mkdir -p swift-1/usr/bin; printf '#!/bin/sh\\necho Swift\\n' > swift-1/usr/bin/swift; chmod +x swift-1/usr/bin/swift
      tar -czf swift.tar.gz swift-1
      gpg --batch --quiet --detach-sign --output swift.tar.gz.sig swift.tar.gz
      gpg --armor --export > keys.asc
      cp swift.tar.gz other.tar.gz; echo more >> other.tar.gz; cp swift.tar.gz.sig other.tar.gz.sig
      gpg --batch --quiet --passphrase '' --quick-generate-key 'other <other@example.org>' ed25519 sign 1d
      gpg --armor --export other@example.org > others.asc
      gpgconf --kill gpg-agent
      """
    let made = try Program.run("bash", ["-euc", make], folder: folder.url.path)
    try #require(made.status == 0, "\(made.errors)")
    func fetch(_ name: String, keys: String, into place: String) throws -> Program.Outcome {
      try Program.run(
        Self.script("fetch-swift"),
        ["--into", folder.path(place), "file://" + folder.path(name), folder.path(keys)])
    }
    let good = try fetch("swift.tar.gz", keys: "keys.asc", into: "good")
    #expect(good.status == 0, "\(good.errors)")
    #expect(try Program.run(folder.path("good/usr/bin/swift"), []).output == "Swift\n")
    for (name, keys) in [("other.tar.gz", "keys.asc"), ("swift.tar.gz", "others.asc")] {
      let bad = try fetch(name, keys: keys, into: "bad")
      #expect(bad.status == 69 && bad.errors.contains("nothing is unpacked"), "\(bad.errors)")
    }
    let absent = try fetch("absent.tar.gz", keys: "keys.asc", into: "bad")
    #expect(absent.status == 69 && absent.errors.contains("absent.tar.gz"))
    // Nothing is left of what was refused.
    #expect(try folder.names.filter { $0.hasPrefix("bad") || $0.hasPrefix(".build") } == [])
  }
}
