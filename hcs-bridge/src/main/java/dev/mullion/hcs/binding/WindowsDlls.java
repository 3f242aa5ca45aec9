package dev.mullion.hcs.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.mullion.hcs.NotAvailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds functions in the DLLs of one folder. They are loaded by their full path, so that no DLL of
 * the same name elsewhere on the search path can come in between.
 */
public final class WindowsDlls implements FunctionLookup {

    private final Path folder;
    private final Map<Dll, NativeLibrary> loaded = new ConcurrentHashMap<>();

    /**
     * Looks into a folder.
     *
     * @param folder where the DLLs are, on Windows {@code C:\Windows\System32}
     */
    public WindowsDlls(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    @Override
    public long address(NativeFunction function) {
        NativeLibrary library = loaded.computeIfAbsent(function.dll(), this::load);
        try {
            return Pointer.nativeValue(library.getFunction(function.export()));
        } catch (UnsatisfiedLinkError e) {
            throw NotAvailableException.export(function.dll().file(), function.export(), e);
        }
    }

    /**
     * Returns what JNA took from {@code GetLastError} for this thread, in the same native step as
     * the call: nothing of the virtual machine ran in between.
     */
    @Override
    public int lastError() {
        return Native.getLastError();
    }

    private NativeLibrary load(Dll dll) {
        Path file = folder.resolve(dll.file());
        if (!Files.exists(file)) {
            throw NotAvailableException.library(file.toString(), null);
        }
        try {
            return NativeLibrary.getInstance(file.toString());
        } catch (UnsatisfiedLinkError e) {
            throw NotAvailableException.library(file.toString(), e);
        }
    }
}
