package dev.oneoff.cli;

import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import picocli.CommandLine;

/**
 * The help of one command as an answer like any other, so that {@code --output json} holds for it too.
 */
final class ShownHelp extends Action {

    private final CommandLine about;

    ShownHelp(CommandLine about) {
        this.about = about;
    }

    @Override
    Answer act(Invocation invocation) {
        return Answer.of(Report.of("", new Section.Text("help", about.getUsageMessage(CommandLine.Help.Ansi.OFF))));
    }
}
