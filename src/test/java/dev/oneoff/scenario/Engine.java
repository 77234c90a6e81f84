package dev.oneoff.scenario;

/** The databases that a scenario runs on. */
enum Engine {
    /** The embedded database in the application's folder; no DATABASE_URL, unless the scenario runs on both. */
    H2,
    /** A fresh database, named by DATABASE_URL. */
    POSTGRES
}
