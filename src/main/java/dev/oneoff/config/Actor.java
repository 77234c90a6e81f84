package dev.oneoff.config;

import dev.oneoff.failure.OneoffException;
import java.util.List;
import java.util.Optional;

/**
 * Who runs it, as it is recorded with every run: what the surroundings say, not a proof.
 *
 * @param name one line, 1 to 200 characters
 * @param source {@code --actor}, the variable, or {@code system user}
 */
public record Actor(String name, String source) {

    /** Who triggered a job: GitHub, GitLab, Bitbucket, CircleCI, Buildkite, Azure Pipelines, Jenkins (build user). */
    private static final List<String> CI = List.of(
            "GITHUB_ACTOR",
            "GITLAB_USER_LOGIN",
            "BITBUCKET_STEP_TRIGGERER_UUID",
            "CIRCLE_USERNAME",
            "BUILDKITE_BUILD_CREATOR",
            "BUILD_REQUESTEDFOR",
            "BUILD_USER_ID");

    public Actor {
        name = Recorded.line(name);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("An actor has a name");
        }
    }

    /**
     * Finds the actor: flag, {@code ONEOFF_ACTOR}, CI, dyno, pod, user and host.
     *
     * @throws OneoffException where {@code --actor} is blank
     */
    static Actor find(Environment environment, Flags flags) {
        Optional<String> asked = flags.actor();
        if (asked.isPresent()) {
            if (asked.get().isBlank()) {
                throw Problems.problem("--actor", "empty", "Give it a name.");
            }
            return new Actor(asked.get(), "--actor");
        }
        return fromVariable(environment, "ONEOFF_ACTOR")
                .or(() -> CI.stream()
                        .flatMap(name -> fromVariable(environment, name).stream())
                        .findFirst())
                .or(() -> fromVariable(environment, "DYNO"))
                .or(() -> fromVariable(environment, "POD_NAME"))
                .or(() -> pod(environment))
                .orElseGet(() -> systemUser(environment));
    }

    private static Optional<Actor> fromVariable(Environment environment, String name) {
        return environment.filled(name).map(text -> new Actor(text, name));
    }

    /** Kubernetes names a container's host after its pod. */
    private static Optional<Actor> pod(Environment environment) {
        return environment.filled("KUBERNETES_SERVICE_HOST").flatMap(any -> fromVariable(environment, "HOSTNAME"));
    }

    private static Actor systemUser(Environment environment) {
        String host = environment
                .filled("HOSTNAME")
                .or(() -> environment.filled("COMPUTERNAME"))
                .or(() -> environment.property(Environment.HOST))
                .map(name -> "@" + name.strip())
                .orElse("");
        return new Actor(environment.osUser().strip() + host, "system user");
    }
}
