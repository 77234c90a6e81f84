package dev.oneoff.datafix;

import dev.oneoff.datafix.code.CodedFix;
import dev.oneoff.datafix.script.Code;
import dev.oneoff.datafix.script.FixScript;
import dev.oneoff.failure.FailureKind;
import dev.oneoff.failure.OneoffException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The fixes that are classes of the application.
 *
 * @param found looks for them, when one is asked for
 */
record FixClasses(Supplier<List<CodedFix>> found) {

    /** Returns their ids; no two are the same. */
    List<String> ids() {
        List<CodedFix> all = found.get();
        for (CodedFix fix : all) {
            of(fix.id());
        }
        return all.stream().map(CodedFix::id).toList();
    }

    /**
     * Returns the one of that id.
     *
     * @throws OneoffException INPUT_REJECTED when there are two
     */
    Optional<CodedFix> of(String id) {
        List<CodedFix> same =
                found.get().stream().filter(fix -> fix.id().equals(id)).toList();
        if (same.size() > 1) {
            throw twice(
                    id,
                    "the class " + same.get(0).className(),
                    "the class " + same.get(1).className());
        }
        return same.stream().findFirst();
    }

    /** Returns what it says of itself. */
    static FixScript script(CodedFix fix) {
        return FixScript.read(fix.id(), new Code(fix.className(), fix.table()), fix.script());
    }

    /** Requires that the class of a script is there: without it nothing goes on. */
    CodedFix require(FixScript script, Code code) {
        return of(script.id())
                .filter(fix -> fix.className().equals(code.className()))
                .orElseThrow(() -> new OneoffException(
                        FailureKind.INPUT_REJECTED,
                        "Fix " + script.id() + " is applied by the class " + code.className()
                                + ", which is not on the class path.",
                        "Nothing was changed. Put the application's jar there (ONEOFF_CLASSPATH), or give the fix up:"
                                + " oneoff datafix cancel " + script.id()));
    }

    static OneoffException twice(String id, String one, String other) {
        return new OneoffException(
                FailureKind.INPUT_REJECTED,
                "There are two fixes " + id + ": " + one + " and " + other + ".",
                "Give one of them another id.");
    }
}
