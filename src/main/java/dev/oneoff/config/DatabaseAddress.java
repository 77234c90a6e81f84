package dev.oneoff.config;

import java.util.Optional;

/** Where the database is and as whom to connect. The text form never shows a secret. */
public sealed interface DatabaseAddress permits PostgresAddress, H2Address {

    /** Returns the server for people, hosts joined by commas; {@code embedded} for H2. */
    String host();

    /** Returns the name of the database, which is what a confirmation asks to be typed. */
    String name();

    /** Returns the user name. */
    String user();

    /** Returns the password; empty where none is given, so the driver may find one elsewhere. */
    Optional<Secret> password();

    /** Tells whether no other machine is involved; read off the text, no name is looked up. */
    boolean isLoopback();

    /** Returns the name of the variable that gave the address, or {@code default}. */
    String source();
}
