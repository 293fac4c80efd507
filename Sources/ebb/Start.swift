internal import Dispatch
internal import EbbPipeline
internal import EbbText
internal import Glibc

/// The program's entry: what is to be looked after before there is a second thread.
@main
enum Start {
  static func main() {
    StandardStreams.fillGaps()
    // Swift reads the command line there, and Dispatch how busy its threads are, without which it ends the program.
    guard unsafe access("/proc/self/cmdline", R_OK) == 0, unsafe access("/proc/self/task", R_OK) == 0 else {
      exit(
        Ebb.tell(
          Failure(
            .readingOrWriting, "there is no /proc here, in which ebb finds its command line and its threads.",
            advice: "Mount it: mount -t proc proc /proc.")))
    }
    // Before anything is known of the arguments that a copy would have to forget.
    unsafe HDF5Reading.startEarly(["compare": 2, "merge": 1], CommandLine.argc, CommandLine.unsafeArgv)
    // A reader of files needs nothing of what follows, and is to be ready soon.
    HDF5Reading.serve(ifAskedBy: CommandLine.arguments)
    Task { await Ebb.main() }
    dispatchMain()
  }
}
