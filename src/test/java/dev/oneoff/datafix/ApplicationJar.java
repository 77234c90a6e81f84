package dev.oneoff.datafix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.Distribution;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes the jar of an application that has data fixes: compiled against oneoff's own jar and nothing else. */
final class ApplicationJar {

    private final Map<String, String> sources = new LinkedHashMap<>();

    /**
     * Adds a fix.
     *
     * @param name of the class, in the package shop; its id is 1_ and that
     * @param script without the line that says why
     * @param members the method fix, and more where wanted; db is the batch's connection
     */
    ApplicationJar fix(String name, String script, String members) {
        sources.put(name, """
                package shop;

                import dev.oneoff.task.DataFix;
                import dev.oneoff.task.FixBatch;
                import java.sql.*;
                import java.util.*;

                public final class %s implements DataFix {
                    public String id() { return "1_%s"; }
                    public String script() { return \"""
                -- fix: a test
                %s
                \"""; }
                %s
                }
                """.formatted(name, name.toLowerCase(Locale.ROOT), script, members));
        return this;
    }

    /** Adds a class in the package shop as it is written. */
    ApplicationJar source(String name, String text) {
        sources.put(name, text);
        return this;
    }

    /** Writes it, and returns where it is. */
    Path write(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        compile(classes);
        Path jar = folder.resolve("app.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                entries.write(Files.readAllBytes(file));
            }
            entries.putNextEntry(new JarEntry("META-INF/services/dev.oneoff.task.DataFix"));
            for (String name : sources.keySet()) {
                entries.write(("shop." + name + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private void compile(Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, source) -> units.add(new Source(name, source)));
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-cp", own().toString(), "-d", classes.toString());
            boolean done =
                    compiler.getTask(said, files, null, options, null, units).call();
            assertThat(done).as(said.toString()).isTrue();
        }
    }

    private static Path own() throws IOException {
        try (Stream<Path> jars = Files.list(Distribution.shipped().lib())) {
            return jars.filter(jar -> jar.getFileName().toString().startsWith("oneoff-"))
                    .filter(jar -> jar.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///shop/" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
