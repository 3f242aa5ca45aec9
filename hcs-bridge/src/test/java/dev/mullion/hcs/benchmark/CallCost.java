package dev.mullion.hcs.benchmark;

import dev.mullion.hcs.binding.Dll;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.Kind;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.binding.Signature;
import dev.mullion.hcs.binding.WindowsDlls;
import dev.mullion.hcs.binding.WindowsFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a call costs: to a function of the C library, which stands for one of a DLL that does
 * nothing, and to a body in Java, as the emulated Windows has them.
 */
@State(Scope.Benchmark)
public class CallCost {

    private static final String PATH = "C:\\ProgramData\\Mullion\\layers\\sha256-0123456789abcdef";

    private final Path folder;
    private final NativeCalls library;
    private final NativeCalls bodies;

    /** Functions of the C library that do next to nothing. */
    @SuppressWarnings("ImmutableEnumChecker") // a signature has an immutable list
    private enum CFunction implements NativeFunction {
        GETPID("getpid"),
        /** Ends at the first zero byte, which is the second of a UTF-16 text. */
        STRLEN("strlen", Kind.STRING);

        private final Signature signature;

        CFunction(String export, Kind... parameters) {
            signature = Signature.of(Dll.KERNEL32, export, Kind.INT32, parameters);
        }

        @Override
        public Signature signature() {
            return signature;
        }
    }

    /** Opens the libraries. */
    public CallCost() {
        try {
            folder = Files.createTempDirectory("mullion-benchmark");
            Files.createSymbolicLink(folder.resolve(Dll.KERNEL32.file()), libraryOfC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        library = new NativeCalls(new WindowsDlls(folder));
        bodies =
                new NativeCalls(
                        new JavaFunctions().with(WindowsFunction.CLOSE_HANDLE, arguments -> 1));
    }

    private static Path libraryOfC() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.endsWith("/libc.so.6"))
                .map(line -> Path.of(line.substring(line.indexOf('/'))))
                .findFirst()
                .orElseThrow();
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        Files.delete(folder.resolve(Dll.KERNEL32.file()));
        Files.delete(folder);
    }

    @Benchmark
    public int functionThatDoesNothing() {
        return library.code(CFunction.GETPID);
    }

    @Benchmark
    public int functionThatTakesAString() {
        return library.code(CFunction.STRLEN, PATH);
    }

    @Benchmark
    public int bodyInJava() {
        return bodies.code(WindowsFunction.CLOSE_HANDLE, 8L);
    }
}
