package dev.oneoff.cli;

/** The entry point. */
public final class Main {

    private Main() {}

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(0);
    }
}
