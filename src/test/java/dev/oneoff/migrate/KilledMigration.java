package dev.oneoff.migrate;

import dev.oneoff.support.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** A migration in a process of its own that halts at its n-th JDBC call: arguments url, folder, n, before or after. */
final class KilledMigration {

    static final int KILLED = 137;

    private KilledMigration() {}

    public static void main(String[] args) {
        Halt halt = new Halt(Integer.parseInt(args[2]), args[3].equals("before"));
        InProcess process = InProcess.of(args[0], Path.of(args[1])).with(real -> new DyingDialect(real, halt));
        System.exit(process.migrate().exitCode());
    }

    /** Runs {@link #main} in a process of its own; returns its exit code. */
    static int halted(String url, Path folder, int call, String when) throws IOException, InterruptedException {
        String classes = KilledMigration.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Distribution.warm().options(classes));
        command.addAll(List.of(KilledMigration.class.getName(), url, folder.toString(), Integer.toString(call), when));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** SIGKILL, as near as a process can do it to itself: no hook, no finally. */
    private static final class Halt implements DyingDialect.Death {
        private final int last;
        private final boolean before;
        private int calls;

        Halt(int last, boolean before) {
            this.last = last;
            this.before = before;
        }

        @Override
        public void before(Connection connection, String call) {
            calls++;
            if (before && calls == last) {
                Runtime.getRuntime().halt(KILLED);
            }
        }

        @Override
        public void after(Connection connection) {
            if (!before && calls == last) {
                Runtime.getRuntime().halt(KILLED);
            }
        }
    }
}
