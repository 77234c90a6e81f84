package dev.oneoff.cli;

import dev.oneoff.output.Report;
import dev.oneoff.output.Section;
import picocli.CommandLine;

/**
 * The help as an answer like any other, so that {@code --output json} holds for it too.
 *
 * @param about the command it is about
 */
record ShownHelp(CommandLine about) implements Action {

    @Override
    public CommonOptions common() {
        return new CommonOptions();
    }

    @Override
    public Answer act(Invocation invocation) {
        return Answer.of(Report.of("", new Section.Text("help", about.getUsageMessage(CommandLine.Help.Ansi.OFF))));
    }
}
