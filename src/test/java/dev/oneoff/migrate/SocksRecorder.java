package dev.oneoff.migrate;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A SOCKS 5 proxy (RFC 1928) that writes down where each connection wants to go, and lets only those to one place through.
 * A JVM with {@code socksProxyHost} sends every {@link Socket} here, unresolved names too.
 */
final class SocksRecorder implements AutoCloseable {

    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final byte[] NO_AUTHENTICATION = {5, 0};
    private static final byte[] THROUGH = {5, 0, 0, IPV4, 0, 0, 0, 0, 0, 0};
    private static final byte[] REFUSED = {5, 5, 0, IPV4, 0, 0, 0, 0, 0, 0};

    private final ServerSocket server;
    private final String allowed;
    private final Set<String> peers = new ConcurrentSkipListSet<>();

    /** Listens on a free port of 127.0.0.1; lets connections to {@code host:port} through. */
    SocksRecorder(String allowed) throws IOException {
        this.allowed = allowed;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Returns {@code host:port} of every connection that was wanted. */
    Set<String> peers() {
        return peers;
    }

    private void accept() throws IOException {
        while (!server.isClosed()) {
            Socket client = server.accept();
            daemon(() -> serve(client));
        }
    }

    private void serve(Socket accepted) throws IOException {
        try (Socket client = accepted;
                DataInputStream in = new DataInputStream(client.getInputStream());
                OutputStream out = client.getOutputStream()) {
            in.readByte();
            in.skipNBytes(in.readUnsignedByte());
            out.write(NO_AUTHENTICATION);
            in.skipNBytes(3);
            String host = host(in);
            int port = in.readUnsignedShort();
            String peer = host + ":" + port;
            peers.add(peer);
            if (!peer.equals(allowed)) {
                out.write(REFUSED);
                return;
            }
            try (Socket target = new Socket(host, port)) {
                out.write(THROUGH);
                daemon(() -> copy(target.getInputStream(), client, target));
                copy(in, target, client);
            }
        }
    }

    private static String host(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        int length = type == NAME ? in.readUnsignedByte() : type == IPV4 ? 4 : 16;
        byte[] address = in.readNBytes(length);
        return type == NAME
                ? new String(address, StandardCharsets.US_ASCII)
                : InetAddress.getByAddress(address).getHostAddress();
    }

    private static void copy(InputStream from, Socket to, Socket source) throws IOException {
        try (to;
                source) {
            from.transferTo(to.getOutputStream());
        }
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the ends closed: so does the other.
                return;
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
        server.close();
    }
}
