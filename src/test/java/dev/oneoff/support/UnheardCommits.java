package dev.oneoff.support;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between clients and the server that loses the answer to some COMMITs, and the connection with it: the server has
 * committed, and the client cannot know (manual 55.2, message flow).
 */
public final class UnheardCommits implements AutoCloseable {

    private static final int SSL_REQUEST = 80877103;
    private static final int WORD = 4;
    private static final byte[] COMMIT = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final URI server;
    private final Set<Integer> unheard;
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    /**
     * Listens on a free port of 127.0.0.1.
     *
     * @param serversUrl of the server to which it leads
     * @param unheard which COMMITs of all clients together, counted from 1
     */
    public UnheardCommits(String serversUrl, Set<Integer> unheard) throws IOException {
        this.server = URI.create(serversUrl);
        this.unheard = Set.copyOf(unheard);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::clients);
    }

    /** Returns the URL with this in the server's place. */
    public String inFrontOf(String url) {
        return url.replaceFirst("(//[^/]*?)[^@/]+/", "$1127.0.0.1:" + listener.getLocalPort() + "/");
    }

    /** Returns how many answers are lost by now. */
    public int lost() {
        return lost.get();
    }

    private void clients() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            Socket there = new Socket(server.getHost(), server.getPort());
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            daemon(() -> {
                try (client;
                        there) {
                    questions(client, there);
                }
            });
            daemon(() -> {
                try (client;
                        there) {
                    answers(there, client);
                }
            });
        }
    }

    private static void questions(Socket client, Socket there) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        int length = in.readInt();
        byte[] first = in.readNBytes(length - WORD);
        if (length == 2 * WORD && Arrays.equals(first, word(SSL_REQUEST))) {
            client.getOutputStream().write('N');
        } else {
            there.getOutputStream().write(word(length));
            there.getOutputStream().write(first);
        }
        in.transferTo(there.getOutputStream());
    }

    private void answers(Socket there, Socket client) throws IOException {
        DataInputStream in = new DataInputStream(there.getInputStream());
        for (int type = in.read(); type >= 0; type = in.read()) {
            byte[] body = in.readNBytes(in.readInt() - WORD);
            if (type == 'C' && Arrays.equals(body, COMMIT) && unheard.contains(commits.incrementAndGet())) {
                lost.incrementAndGet();
                return;
            }
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.write(type);
            message.writeBytes(word(WORD + body.length));
            message.writeBytes(body);
            client.getOutputStream().write(message.toByteArray());
        }
    }

    private static byte[] word(int number) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeInt(number);
        return bytes.toByteArray();
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // A connection that was closed, by whomever: that is what this is for.
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
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
