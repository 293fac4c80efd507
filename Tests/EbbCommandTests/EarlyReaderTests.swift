import EbbTestSupport
import Foundation
import Testing

/// The readers of HDF5 files that a command starts before it knows whether it needs them.
@Suite("Early readers")
struct EarlyReaderTests {
  @Test("they know no variables and arguments, hold no descriptors, and end with the command")
  func knowNothing() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "a.h5").path
    #expect(try Ebb.run("export", "id:3", "--db", Sample.path, "-o", file).status == 0)
    let server = try SilentServer()
    let outcome = try Program.run(
      "bash",
      [
        "-c",
        """
        exec 7<'\(file)'
        '\(Ebb.path)' compare '\(file)' id:1 \
          --db 'postgresql://ann:hunter2@127.0.0.1:\(server.port)/x?connect_timeout=600' &
        pid=$!
        for try in {1..500}; do
          readers=$(pgrep -P $pid) || true
          # Once one sleeps in a read, it has settled; the other may have gone, when the command knows whom it needs.
          [ "$(for r in $readers; do cat /proc/$r/syscall; done | grep -c '^0 0x0 ')" -lt 1 ] || break
          sleep 0.02
        done
        for reader in $readers; do
          tr '\\0' '\\n' < /proc/$reader/environ
          tr '\\0' '\\n' < /proc/$reader/cmdline
          # Beside the standard three, what it reads: the file, which it opens for itself.
          for fd in /proc/$reader/fd/*; do
            [ "${fd##*/}" -gt 2 ] && [ "${fd##*/}" != 7 ] && [ "$(readlink $fd)" = '\(file)' ] || echo -n "${fd##*/} "
          done
          ps -o pgid= -p $reader | grep -qx " *$reader" && echo of its own group
        done
        kill -KILL $pid
        wait $pid
        for try in {1..500}; do ps -p "${readers//$'\\n'/,}" >/dev/null || break; sleep 0.02; done
        ps -p "${readers//$'\\n'/,}" >/dev/null || echo all ended
        """,
      ], environment: ["EBB_SECRET": "swordfish"])
    let text = outcome.output
    #expect(text.components(separatedBy: "of its own group").count >= 2, "\(text) \(outcome.errors)")
    #expect(text.contains("0 1 2 "), "\(text)")
    #expect(!text.contains("0 1 2 3"), "\(text)")
    #expect(text.contains("all ended"), "\(text)")
    for secret in ["hunter2", "swordfish", "EBB_SECRET", "127.0.0.1", "compare"] {
      #expect(!text.contains(secret), "\(text)")
    }
  }
}
