internal import ArgumentParser

/// The faults of results that can be put right.
enum RepairChoice: String, ExpressibleByArgument { case axes }
