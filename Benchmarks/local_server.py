"""A PostgreSQL server of the benchmark's own, which ends with it. Its folder stays, so that it is filled once."""
import atexit
import glob
import os
import shutil
import subprocess
import time


def start(folder):
    """Returns the URL of the database `postgres` on a server whose data are in `folder`."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
    initdb = found[-1] if found else shutil.which("initdb")
    if initdb is None:
        return None
    binaries = os.path.dirname(initdb)
    # PostgreSQL refuses to run as root.
    become = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if not os.path.exists(folder):
        os.makedirs(folder, mode=0o700)
        if become:
            shutil.chown(folder, "postgres")
    data = f"{folder}/data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    if not os.path.exists(data):
        subprocess.run([*become, f"{binaries}/initdb", "-D", data, "-U", "ebb", "--auth=trust", "--no-sync", "-E", "UTF8",
                        "--locale=C.UTF-8"], check=True, **quiet)
    server = subprocess.Popen([*become, f"{binaries}/postgres", "-D", data, "-k", folder, "-c", "listen_addresses=",
                               "-c", "fsync=off", "-c", "shared_buffers=512MB"], **quiet)

    def stop():
        subprocess.run([*become, f"{binaries}/pg_ctl", "-D", data, "-m", "fast", "stop"], **quiet)
        server.wait()
    atexit.register(stop)
    while subprocess.run([f"{binaries}/pg_isready", "-q", "-h", folder], **quiet).returncode != 0:
        if server.poll() is not None:
            raise SystemExit(f"bench: PostgreSQL did not start in {folder}.")
        time.sleep(0.05)
    return f"postgresql://ebb@/postgres?host={folder}"
