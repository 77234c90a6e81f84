/**
 * Scenarios: command lines with the output, exit codes and rows that they must leave, run through the real launcher. The
 * folders lie in {@code src/test/resources/dev/oneoff/scenario}; {@link dev.oneoff.scenario.ScenarioFile} tells the format.
 */
@NullMarked
package dev.oneoff.scenario;

import org.jspecify.annotations.NullMarked;
