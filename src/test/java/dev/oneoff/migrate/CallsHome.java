package dev.oneoff.migrate;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import liquibase.change.custom.CustomTaskChange;
import liquibase.database.Database;
import liquibase.exception.ValidationErrors;
import liquibase.resource.ResourceAccessor;

/** A change that calls somebody, to see the guard against it work. Loaded by name. */
public final class CallsHome implements CustomTaskChange {

    private String port = "";

    /** Sets the port of a server on this machine. */
    public void setPort(String port) {
        this.port = port;
    }

    // A name on purpose: looking it up is what is to be caught.
    @SuppressWarnings("AddressSelection")
    @Override
    public void execute(Database database) {
        try (Socket socket = new Socket("home.invalid", 443)) {
            socket.getOutputStream().write(1);
        } catch (IOException e) {
            System.err.println("not through: " + e.getMessage());
        }
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", Integer.parseInt(port)))) {
            channel.write(ByteBuffer.wrap(new byte[] {1}));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String getConfirmationMessage() {
        return "called";
    }

    @Override
    public void setUp() {}

    @Override
    public void setFileOpener(ResourceAccessor resources) {}

    @Override
    public ValidationErrors validate(Database database) {
        return new ValidationErrors();
    }
}
