package dev.oneoff.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioFileTest {

    private static final String EVERYTHING = """
            engine postgres
            # why this is here
            env APP_ENV=a=b
            unset DATABASE_URL
            file changelog/root.yaml <<EOF
            $ no command

            EOF

            $ oneoff migrate
            first

            \\exit 3
            \\\\
            \\
            ! warned
            !
            exit 11

            sql> SELECT 1
            1
            """;

    @Test
    void whatIsReadIsWrittenTheSameWay() {
        assertThat(ScenarioFile.render(ScenarioFile.parse(EVERYTHING).steps())).isEqualTo(EVERYTHING);
    }

    @Test
    void everyKindOfStepIsRead() {
        Scenario scenario = ScenarioFile.parse(EVERYTHING);

        assertThat(scenario.engines()).containsExactly(Engine.POSTGRES);
        assertThat(scenario.steps())
                .filteredOn(step -> !(step instanceof Step.Note))
                .containsExactly(
                        new Step.Set("APP_ENV", "a=b"),
                        new Step.Unset("DATABASE_URL"),
                        new Step.NewFile("changelog/root.yaml", List.of("$ no command", "")),
                        new Step.Command(
                                10,
                                "oneoff migrate",
                                new Expectation(List.of("first", "", "exit 3", "\\", ""), List.of("warned", ""), 11)),
                        new Step.Query(20, "SELECT 1", List.of("1")));
    }

    @Test
    void withoutAnEngineBothAreMeant() {
        assertThat(ScenarioFile.parse("$ oneoff version\n").engines()).containsExactly(Engine.H2, Engine.POSTGRES);
    }

    @Test
    void aStrayLineIsAnErrorWithItsNumber() {
        assertThatThrownBy(() -> ScenarioFile.parse("# fine\noneoff migrate\n")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> ScenarioFile.parse("file a <<EOF\nx\n")).hasMessageContaining("line 1");
    }
}
