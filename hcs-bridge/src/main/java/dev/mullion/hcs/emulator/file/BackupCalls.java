package dev.mullion.hcs.emulator.file;

import static dev.mullion.hcs.binding.WindowsFunction.BACKUP_READ;
import static dev.mullion.hcs.binding.WindowsFunction.BACKUP_WRITE;

import com.sun.jna.Pointer;
import dev.mullion.hcs.emulator.Arguments;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.HandleKind;
import dev.mullion.hcs.emulator.Part;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * {@code BackupRead} and {@code BackupWrite}. What they keep between two calls is counted: it leaks
 * unless a last call aborts.
 */
final class BackupCalls implements Part {

    private static final int CONTEXT = 6;

    private static final Logger LOG = System.getLogger(BackupCalls.class.getName());

    private sealed interface Kept {
        Closeable stream();
    }

    private record Reading(InputStream stream) implements Kept {}

    private record Writing(OutputStream stream) implements Kept {}

    @Override
    public void addTo(Functions functions) {
        functions.with(BACKUP_READ, BackupCalls::read).with(BACKUP_WRITE, BackupCalls::write);
    }

    private static Number read(Arguments arguments) {
        Pointer context = arguments.pointer(CONTEXT);
        if (arguments.number(4) != 0) {
            return end(arguments, context);
        }
        OpenFile file = arguments.handle(0, OpenFile.class);
        try {
            Reading reading;
            if (context.getLong(0) == 0) {
                file.requireReads();
                InputStream backup = file.file().backup();
                reading =
                        new Reading(
                                arguments.number(5) != 0 ? backup : new WithoutSecurity(backup));
                keep(arguments, context, reading);
            } else {
                reading = kept(arguments, context, Reading.class);
            }
            byte[] bytes = reading.stream().readNBytes(arguments.number(2));
            arguments.pointer(1).write(0, bytes, 0, bytes.length);
            arguments.giveNumber(3, bytes.length);
            return 1;
        } catch (IOException e) {
            throw OpenFile.refused(e);
        }
    }

    private static Number write(Arguments arguments) {
        Pointer context = arguments.pointer(CONTEXT);
        if (arguments.number(4) != 0) {
            return end(arguments, context);
        }
        OpenFile file = arguments.handle(0, OpenFile.class);
        try {
            Writing writing;
            if (context.getLong(0) == 0) {
                file.requireWrites();
                writing = new Writing(file.file().restore());
                keep(arguments, context, writing);
            } else {
                writing = kept(arguments, context, Writing.class);
            }
            int count = arguments.number(2);
            writing.stream().write(arguments.pointer(1).getByteArray(0, count));
            arguments.giveNumber(3, count);
            return 1;
        } catch (IOException e) {
            throw OpenFile.refused(e);
        }
    }

    private static void keep(Arguments arguments, Pointer context, Kept kept) {
        Runnable closed = () -> close(kept.stream());
        context.setLong(0, arguments.client().handles().open(HandleKind.BACKUP, kept, closed));
    }

    private static <T> T kept(Arguments arguments, Pointer context, Class<T> type) {
        return arguments.client().handles().require(context.getLong(0), type);
    }

    /** When a process ends in the middle of it, there is nobody to tell. */
    private static void close(Closeable stream) {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A backup or restore was ended in the middle", e);
        }
    }

    private static Number end(Arguments arguments, Pointer context) {
        long handle = context.getLong(0);
        if (handle == 0) {
            return 1;
        }
        context.setLong(0, 0);
        Kept kept = arguments.client().handles().require(handle, Kept.class);
        try {
            kept.stream().close();
            return 1;
        } catch (IOException e) {
            throw OpenFile.refused(e);
        } finally {
            arguments.client().handles().close(handle, HandleKind.BACKUP);
        }
    }
}
