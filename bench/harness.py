"""What the benches share: a PostgreSQL of their own, contenders that take turns, a table of figures."""

import getpass
import glob
import os
import platform
import pwd
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
SERVER_OPTIONS = "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories="


def find_distribution(named):
    if not named:  # in a clone the launcher builds what is missing or old
        subprocess.run([ROOT + "/bin/oneoff", "version"], check=True, stdout=subprocess.DEVNULL)
        named = ROOT + "/target/oneoff"
    if not os.access(named + "/bin/oneoff", os.X_OK) or not glob.glob(named + "/lib/oneoff-*.jar"):
        sys.exit("There is no distribution in " + named + ": build one with mvn package -DskipTests.")
    return os.path.realpath(named)


class Server:
    """A PostgreSQL of our own: own data folder, free port, 127.0.0.1 only, default settings."""

    def __init__(self, folder, binaries):
        self.binaries = binaries if os.access(binaries + "/initdb", os.X_OK) else ""
        self.data = folder + "/postgres/data"
        self.log = folder + "/postgres/log"
        self.port = 0
        self.running = False
        self.as_root = os.geteuid() == 0
        self.owner = "postgres" if self.as_root else getpass.getuser()
        os.mkdir(folder + "/postgres")
        if self.as_root:
            account = pwd.getpwnam("postgres")
            os.chown(folder + "/postgres", account.pw_uid, account.pw_gid)

    def program(self, name):
        path = os.path.join(self.binaries, name) if self.binaries else shutil.which(name)
        if not path or not os.access(path, os.X_OK):
            sys.exit("There is no " + name + ": install PostgreSQL 15, or name its folder with --postgres.")
        return path

    def as_owner(self, *command):
        prefix = ["runuser", "-u", "postgres", "--"] if self.as_root else []
        subprocess.run(prefix + list(command), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")

    def start(self):
        self.as_owner(self.program("initdb"), "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        for attempt in range(5):  # somebody else may take the port between our look and the start
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
            try:
                self.as_owner(self.program("pg_ctl"), "-D", self.data, "-l", self.log, "-w", "-o",
                              SERVER_OPTIONS.format(port=self.port), "start")
                self.running = True
                break
            except subprocess.CalledProcessError:
                if attempt == 4:
                    sys.exit("PostgreSQL does not start; the end of its log:\n" + tail(self.log))
        if self.sql("SHOW data_directory") != self.data:
            sys.exit("Port " + str(self.port) + " belongs to another server: nothing was written.")

    def stop(self):
        if self.running:
            self.as_owner(self.program("pg_ctl"), "-D", self.data, "-m", "immediate", "stop")
            self.running = False

    def psql(self, database, statement):
        return [self.program("psql"), "-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres",
                "-d", database, "-c", statement]

    def sql(self, statement, database="postgres"):
        return subprocess.run(self.psql(database, statement), check=True, stdout=subprocess.PIPE,
                              text=True).stdout.strip()

    def create(self, database):
        self.sql('CREATE DATABASE "' + database + '"')


def tail(path):
    try:
        with open(path, encoding="utf-8") as log:
            return "".join(log.readlines()[-20:])
    except OSError as error:
        return str(error)


class Contender:
    """A command, run once for the warm-up and then once in every round."""

    def __init__(self, name, command, folder, environment, before=None):
        self.name, self.command, self.folder = name, command, folder
        self.environment, self.before = environment, before
        self.seconds, self.megabytes = [], []

    def once(self, keep=True):
        if self.before:
            self.before(self)
        begin = time.perf_counter()
        process = subprocess.Popen(self.command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        if process.returncode != 0:
            sys.exit("It failed: " + " ".join(self.command[:6]) + " …\n" + output.decode(errors="replace")[-4000:])
        if keep:
            self.seconds.append(seconds)
            self.megabytes.append(usage.ru_maxrss / 1024)
        return output.decode(errors="replace")

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def peak(self):
        return statistics.median(self.megabytes)


def java_program(name="java"):
    return os.path.join(os.environ["JAVA_HOME"], "bin", name) if os.environ.get("JAVA_HOME") else name


def in_own_folder(arguments, work):
    """Runs work(folder, server, distribution) with a temporary folder and a server, both gone afterwards."""
    for name in ("SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), lambda number, frame: sys.exit(128 + number))
    distribution = find_distribution(arguments.distribution)
    folder = tempfile.mkdtemp(prefix="oneoff-bench-")
    os.chmod(folder, 0o755)  # the server may run as another user and has to reach its folder
    server = None
    try:
        server = Server(folder, arguments.postgres)
        server.start()
        work(folder, server, distribution)
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def common_arguments(parser, repeats):
    parser.add_argument("--quick", action="store_true", help="three repeats instead of %d" % repeats)
    parser.add_argument("--repeats", type=int, default=repeats, metavar="N", help="repeats after the warm-up (default: %(default)s)")
    parser.add_argument("--distribution", metavar="DIR", help="an unpacked distribution (default: the one of this clone)")
    parser.add_argument("--postgres", metavar="DIR", default="/usr/lib/postgresql/15/bin",
                        help="the folder of initdb, pg_ctl and psql (default: %(default)s, else PATH)")


def clean(server, database=None, **more):
    """The environment of a child: nothing of ours that could choose a database, a release or JVM options."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "JAVA_HOME", "TMPDIR") if name in os.environ}
    environment["LANG"] = "C.UTF-8"
    if database:
        environment["DATABASE_URL"] = "postgres://postgres@127.0.0.1:%d/%s" % (server.port, database)
    environment.update(more)
    return environment


def rounds(contenders, repeats):
    """Everybody once for the warm-up, then everybody in turn: what slows the machine down, slows all of them."""
    for number in range(repeats + 1):
        for contender in contenders:
            say("round %d of %d: %s" % (number, repeats, contender.name))
            contender.once(keep=number > 0)
    say("")


def row(name, value, unit, budget=None):
    form = "%.0f %s" if unit == "MB" else "%.3f %s"
    if budget is None:
        return name, "", (form % (value, unit)).strip(), ""
    return name, "<= %.2f %s" % (budget, unit), (form % (value, unit)).strip(), "pass" if value <= budget else "FAIL"


def say(text):
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K" + text)
        sys.stderr.flush()


def print_machine(server, distribution, repeats):
    release = subprocess.run([java_program(), "-version"], stderr=subprocess.PIPE, text=True, check=True).stderr.splitlines()
    jar = os.path.basename(glob.glob(distribution + "/lib/oneoff-*.jar")[0])
    print("%s, %d cores, %s" % (platform.platform(), len(os.sched_getaffinity(0)), release[1]))
    print("PostgreSQL %s with its default settings, %s, medians of %d after a warm-up"
          % (server.sql("SHOW server_version"), jar, repeats))
    print()


def print_table(rows):
    rows = [("what", "budget", "figure", "verdict")] + rows
    widths = [max(len(line[column]) for line in rows) for column in range(4)]
    for line in rows:
        print("  ".join((line[0].ljust(widths[0]), line[1].rjust(widths[1]), line[2].rjust(widths[2]), line[3])).rstrip())
