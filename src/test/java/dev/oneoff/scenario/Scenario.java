package dev.oneoff.scenario;

import java.util.List;

/** A parsed scenario file. */
record Scenario(List<Engine> engines, List<Step> steps) {

    Scenario {
        engines = List.copyOf(engines);
        steps = List.copyOf(steps);
    }
}
