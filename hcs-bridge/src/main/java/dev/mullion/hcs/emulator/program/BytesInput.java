package dev.mullion.hcs.emulator.program;

/** Bytes that are there already. */
final class BytesInput implements Input {

    private final byte[] bytes;
    private int at;

    BytesInput(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read(byte[] into) {
        if (at == bytes.length) {
            return -1;
        }
        int part = Math.min(into.length, bytes.length - at);
        System.arraycopy(bytes, at, into, 0, part);
        at += part;
        return part;
    }
}
