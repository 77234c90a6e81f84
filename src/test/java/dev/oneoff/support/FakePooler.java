package dev.oneoff.support;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A pooler in transaction mode at its smallest: clients that come one after the other share one connection to the server,
 * which nobody resets in between (manual 55.2, message flow). Writes down what clients ask for when they start.
 */
public final class FakePooler implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;
    private static final int WORD = 4;

    private final ServerSocket listener;
    private final Socket server;
    private final Set<String> parameters = new ConcurrentSkipListSet<>();
    private final ByteArrayOutputStream greeting = new ByteArrayOutputStream();
    private volatile boolean greeted;
    private volatile OutputStream client = OutputStream.nullOutputStream();

    /** Listens on a free port of 127.0.0.1, connected to the server of a URL. */
    public FakePooler(String serversUrl) throws IOException {
        URI url = URI.create(serversUrl);
        this.server = new Socket(url.getHost(), url.getPort());
        server.setTcpNoDelay(true);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        // To everybody who comes later, whoever the first one was: authentication is over.
        write(greeting, 'R', new byte[WORD]);
        daemon(this::answers);
        daemon(this::clients);
    }

    /** Returns the URL with this pooler in the server's place. */
    public String inFrontOf(String url) {
        return url.replaceFirst("(//[^/]*?)[^@/]+/", "$1127.0.0.1:" + listener.getLocalPort() + "/");
    }

    /** Returns the names of all start-up parameters so far. */
    public Set<String> parameters() {
        return parameters;
    }

    private void clients() throws IOException {
        while (!listener.isClosed()) {
            try (Socket next = listener.accept()) {
                next.setTcpNoDelay(true);
                serve(new DataInputStream(next.getInputStream()), next.getOutputStream());
            }
        }
    }

    private void serve(DataInputStream in, OutputStream out) throws IOException {
        byte[] start = start(in, out);
        client = out;
        if (greeted) {
            out.write(greeting.toByteArray());
        } else {
            server.getOutputStream()
                    .write(ByteBuffer.allocate(WORD + start.length)
                            .putInt(WORD + start.length)
                            .put(start)
                            .array());
        }
        for (int type = in.read(); type >= 0 && type != 'X'; type = in.read()) {
            write(server.getOutputStream(), type, body(in));
        }
    }

    private byte[] start(DataInputStream in, OutputStream out) throws IOException {
        byte[] start = body(in);
        if (ByteBuffer.wrap(start).getInt() == SSL_REQUEST) {
            out.write('N');
            start = body(in);
        }
        String[] pairs = new String(start, WORD, start.length - WORD, StandardCharsets.UTF_8).split("\0", -1);
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            if (!pairs[i].isEmpty()) {
                parameters.add(pairs[i]);
            }
        }
        return start;
    }

    private void answers() throws IOException {
        DataInputStream in = new DataInputStream(server.getInputStream());
        for (int type = in.read(); type >= 0; type = in.read()) {
            byte[] body = body(in);
            if (type == 'K') {
                ByteBuffer.wrap(body).putInt(0, ByteBuffer.wrap(body).getInt() + 1);
            }
            if (!greeted && (type == 'S' || type == 'K' || type == 'Z')) {
                write(greeting, type, body);
                greeted = type == 'Z';
            }
            write(client, type, body);
        }
    }

    private static byte[] body(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt() - WORD);
    }

    private static void write(OutputStream out, int type, byte[] body) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(message);
        data.writeByte(type);
        data.writeInt(WORD + body.length);
        data.write(body);
        out.write(message.toByteArray());
    }

    private void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Work that ends with its connection. */
    private interface Work {
        void run() throws IOException;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        server.close();
    }
}
