package dev.mullion.hcs.emulator.file;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes backup streams record by record, for tests. */
public final class Streams {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Streams security(String descriptor) {
        return record(3, 0, "", descriptor.getBytes(StandardCharsets.UTF_8));
    }

    public Streams attributes(String extended) {
        return record(2, 0, "", extended.getBytes(StandardCharsets.UTF_8));
    }

    public Streams data(String text) {
        return record(1, 0, "", text.getBytes(StandardCharsets.UTF_8));
    }

    public Streams stream(String name, String text) {
        return record(4, 0, ":" + name + ":$DATA", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A junction that leads to a whole path. */
    public Streams junction(String target) {
        byte[] substitute = ("\\??\\" + target + "\0").getBytes(StandardCharsets.UTF_16LE);
        byte[] print = (target + "\0").getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer link =
                ByteBuffer.allocate(16 + substitute.length + print.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        link.putInt(0xA0000003).putShort((short) (8 + substitute.length + print.length));
        link.putShort((short) 0).putShort((short) 0).putShort((short) (substitute.length - 2));
        link.putShort((short) substitute.length).putShort((short) (print.length - 2));
        link.put(substitute).put(print);
        return record(8, 0, "", link.array());
    }

    /** A symbolic link relative to the folder it is in. */
    public Streams link(String target) {
        byte[] name = (target + "\0").getBytes(StandardCharsets.UTF_16LE);
        ByteBuffer link = ByteBuffer.allocate(20 + 2 * name.length).order(ByteOrder.LITTLE_ENDIAN);
        link.putInt(0xA000000C).putShort((short) (12 + 2 * name.length)).putShort((short) 0);
        link.putShort((short) 0).putShort((short) (name.length - 2));
        link.putShort((short) name.length).putShort((short) (name.length - 2)).putInt(1);
        link.put(name).put(name);
        return record(8, 0, "", link.array());
    }

    /** Data of a sparse file: nothing, then blocks; the last one is empty at the file's size. */
    public Streams sparse(long offset, String text, long size) {
        record(1, 8, "", new byte[0]);
        block(offset, text);
        return block(size, "");
    }

    private Streams block(long offset, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return record(
                9,
                8,
                "",
                ByteBuffer.allocate(8 + content.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(offset)
                        .put(content)
                        .array());
    }

    private Streams record(int id, int attributes, String name, byte[] content) {
        byte[] named = name.getBytes(StandardCharsets.UTF_16LE);
        bytes.writeBytes(
                ByteBuffer.allocate(20 + named.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(id)
                        .putInt(attributes)
                        .putLong(content.length)
                        .putInt(named.length)
                        .put(named)
                        .array());
        bytes.writeBytes(content);
        return this;
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }

    /** What the import folder wants in front of it. */
    public byte[] bytes(int attributes) {
        byte[] stream = bytes();
        return ByteBuffer.allocate(4 + stream.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(attributes)
                .put(stream)
                .array();
    }
}
