package dev.mullion.hcs.emulator;

import com.sun.jna.Pointer;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsGuid;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The arguments of one call, as its body reads and answers them. */
public final class Arguments {

    private final Client client;
    private final Object[] given;

    Arguments(Client client, Object[] given) {
        this.client = client;
        this.given = given;
    }

    /**
     * Returns the process that calls.
     *
     * @return with its handles
     */
    public Client client() {
        return client;
    }

    /**
     * Returns a 32-bit number.
     *
     * @param index of the argument
     * @return its bits
     */
    public int number(int index) {
        return (Integer) given[index];
    }

    /**
     * Returns a number as wide as a pointer: a handle, an address, a size.
     *
     * @param index of the argument
     * @return its bits
     */
    public long wide(int index) {
        return (Long) given[index];
    }

    /**
     * Says whether a pointer was given.
     *
     * @param index of the argument
     * @return false for NULL
     */
    public boolean given(int index) {
        return wide(index) != 0;
    }

    /**
     * Returns a pointer.
     *
     * @param index of the argument
     * @return the pointer
     * @throws Refusal INVALID_PARAMETER for NULL
     */
    public Pointer pointer(int index) {
        if (!given(index)) {
            throw Refusal.win32(0x57, "Argument " + index + " is NULL");
        }
        return new Pointer(wide(index));
    }

    /**
     * Copies a string that was given.
     *
     * @param index of the argument
     * @return null for NULL
     */
    public @Nullable String text(int index) {
        return WideString.read(wide(index));
    }

    /**
     * Copies a string that has to be given.
     *
     * @param index of the argument
     * @return the text
     * @throws Refusal INVALID_PARAMETER for NULL
     */
    public String required(int index) {
        String text = text(index);
        if (text == null) {
            throw Refusal.win32(0x57, "Argument " + index + " is NULL");
        }
        return text;
    }

    /**
     * Reads a GUID that was given.
     *
     * @param index of the argument
     * @return the GUID
     */
    public UUID guid(int index) {
        return WindowsGuid.read(pointer(index), 0);
    }

    /**
     * Looks a handle up.
     *
     * @param index of the argument
     * @param type of what it stands for
     * @param <T> the same
     * @return that
     * @throws Refusal INVALID_HANDLE if no such handle is open
     */
    public <T> T handle(int index, Class<T> type) {
        return client.handles().require(wide(index), type);
    }

    /**
     * Gives a fresh copy of a string out; the caller frees it.
     *
     * @param index of the argument, where NULL means that nobody wants it
     * @param text what to give, null for NULL
     */
    public void giveText(int index, @Nullable String text) {
        if (given(index)) {
            pointer(index).setLong(0, text == null ? 0 : client.strings().give(text));
        }
    }

    /**
     * Gives a number as wide as a pointer out.
     *
     * @param index of the argument
     * @param value a handle or a size
     */
    public void giveWide(int index, long value) {
        pointer(index).setLong(0, value);
    }

    /**
     * Gives a 32-bit number out.
     *
     * @param index of the argument, where NULL means that nobody wants it
     * @param value the number
     */
    public void giveNumber(int index, int value) {
        if (given(index)) {
            pointer(index).setInt(0, value);
        }
    }

    /**
     * Gives a GUID out.
     *
     * @param index of the argument
     * @param guid the GUID
     */
    public void giveGuid(int index, UUID guid) {
        WindowsGuid.write(pointer(index), 0, guid);
    }
}
