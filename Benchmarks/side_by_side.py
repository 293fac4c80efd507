"""Times commands side by side: in turn, so that a drift of the machine meets all alike.

Whole processes, measured by the operating system when each has ended; the median is the figure to quote.
"""
import os
import resource
import shlex
import statistics
import time

import record


class Run:
    """One command over its rounds."""

    def __init__(self, name, command):
        self.name, self.command = name, command
        self.wall, self.cpu, self.peak = [], [], []

    def once(self, count=True, accept=(0,)):
        start = time.perf_counter()
        child = os.posix_spawnp(self.command[0], self.command, os.environ, file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
        _, status, usage = os.wait4(child, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) not in accept:
            raise SystemExit(f"bench: failed: {shlex.join(self.command)}")
        if count:
            self.wall.append(seconds)
            self.cpu.append(usage.ru_utime + usage.ru_stime)
            self.peak.append(usage.ru_maxrss / 1024)

    def memory(self):
        """The most memory in MiB; nothing where it is no more than that of this process, which a child begins with."""
        peak = max(self.peak)
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return peak if peak > 1.02 * own else None


def side_by_side(title, commands, megabytes=None, rounds=5, accept=(0,)):
    """Runs `commands`, pairs of a name and a command line; ratios are to the first. Returns the runs."""
    runs = [Run(name, command) for name, command in commands]
    for run in runs:
        run.once(count=False, accept=accept)
    for _ in range(rounds):
        for run in runs:
            run.once(accept=accept)
    print(f"\n{title}")
    rate = "    MB/s" if megabytes else ""
    print(f"  {'':28}   wall s (min to max)     cpu s{rate}   peak MiB   wall ratio")
    for run in runs:
        wall = statistics.median(run.wall)
        # Pair by pair: the two runs of a round met the same machine.
        ratio = statistics.median(a / b for a, b in zip(run.wall, runs[0].wall))
        speed = f"{megabytes / wall:8.0f}" if megabytes else ""
        memory = run.memory()
        print(f"  {run.name:28} {wall:7.3f} ({min(run.wall):.3f} to {max(run.wall):.3f}) "
              f"{statistics.median(run.cpu):8.3f}{speed} {'–' if memory is None else f'{memory:.0f}':>10} {ratio:12.2f}")
        figures = {} if memory is None else {"peak_mib": memory}
        record.row(title, run.name, wall_s=wall, cpu_s=statistics.median(run.cpu), **figures, ratio=ratio)
    return runs
