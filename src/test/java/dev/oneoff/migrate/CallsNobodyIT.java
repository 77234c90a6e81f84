package dev.oneoff.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oneoff.support.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * No connection but the database's. Every socket of the process is sent through a proxy that writes its goal down; socket
 * channels, which know no proxy, are seen by a flight recording of what is read and written; and no name is known.
 */
@Execution(ExecutionMode.CONCURRENT)
class CallsNobodyIT {

    private static final String EVENTS = """
            <?xml version="1.0" encoding="UTF-8"?>
            <configuration version="2.0">
              <event name="jdk.SocketRead">
                <setting name="enabled">true</setting>
                <setting name="threshold">0 ms</setting>
              </event>
              <event name="jdk.SocketWrite">
                <setting name="enabled">true</setting>
                <setting name="threshold">0 ms</setting>
              </event>
            </configuration>
            """;

    @TempDir
    private Path folder;

    private TestDatabase database;
    private SocksRecorder proxy;
    private SampleApp app;

    @BeforeEach
    void begin() throws IOException, SQLException {
        database = TestDatabase.create();
        proxy = new SocksRecorder(server());
        Path events = Files.writeString(folder.resolve("sockets.jfc"), EVENTS);
        Path hosts = Files.createFile(folder.resolve("hosts"));
        app = SampleApp.in(folder, database)
                .changeset("1-item", "CREATE TABLE item (n int);\n--rollback DROP TABLE item;")
                .env(
                        "ONEOFF_JAVA_OPTS",
                        "-DsocksProxyHost=127.0.0.1 -DsocksProxyPort=" + proxy.port() + " -DsocksNonProxyHosts="
                                + " -Djdk.net.hosts.file=" + hosts + " -XX:StartFlightRecording=filename="
                                + recording() + ",settings=" + events);
    }

    @AfterEach
    void end() throws IOException, SQLException {
        proxy.close();
        database.close();
    }

    @Test
    void onlyTheDatabaseIsConnectedTo() throws IOException {
        for (String command : List.of("migrate", "migrate", "status", "health", "rollback --count 1 --yes")) {
            app.run(0, command.split(" ", -1));
            assertThat(channels()).as(command).containsExactly(server());
        }
        assertThat(proxy.peers()).containsExactly(server());
    }

    @Test
    void aCallThatIsPlantedIsSeen() throws IOException {
        try (ServerSocket home = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(home.getLocalPort());
            Path classes = Path.of("classes", "dev", "oneoff", "migrate", "CallsHome.class");
            Files.createDirectories(folder.resolve(classes).getParent());
            try (var in = CallsHome.class.getResourceAsStream("CallsHome.class")) {
                Files.copy(Objects.requireNonNull(in), folder.resolve(classes));
            }
            app.file("changelog/changes/2-call.yaml", """
                            databaseChangeLog:
                              - changeSet:
                                  id: 2-call
                                  author: test
                                  changes:
                                    - customChange:
                                        class: dev.oneoff.migrate.CallsHome
                                        param:
                                          - name: port
                                            value: "%s"
                            """.formatted(port))
                    .env("ONEOFF_CLASSPATH", folder.resolve("classes").toString())
                    .run(0, "migrate");

            assertThat(proxy.peers()).containsExactlyInAnyOrder(server(), "home.invalid:443");
            assertThat(channels()).contains("127.0.0.1:" + port);
        }
    }

    private Path recording() {
        return folder.resolve("sockets.jfr");
    }

    private String server() {
        return database.url().replaceFirst(".*@", "").replaceFirst("/.*", "");
    }

    /** Returns the other ends of everything that was read or written. */
    private Set<String> channels() throws IOException {
        Set<String> peers = new TreeSet<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(recording())) {
            if (event.getEventType().getName().startsWith("jdk.Socket")) {
                peers.add(event.getString("address") + ":" + event.getInt("port"));
            }
        }
        return peers;
    }
}
