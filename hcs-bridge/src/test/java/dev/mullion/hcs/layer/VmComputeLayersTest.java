package dev.mullion.hcs.layer;

import static dev.mullion.hcs.binding.VmComputeFunction.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Pointer;
import dev.mullion.hcs.AccessDeniedException;
import dev.mullion.hcs.NotAvailableException;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.VmComputeFunction;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsGuid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VmComputeLayersTest {

    private static final Path SCRATCH = Path.of("C:\\Mullion\\scratch\\web");
    private static final List<Layers.Parent> PARENTS =
            List.of(
                    new Layers.Parent(
                            UUID.fromString("0f3c8c6e-0000-5000-8000-000000000001"),
                            Path.of("C:\\Mullion\\layers\\top")),
                    new Layers.Parent(
                            UUID.fromString("18955d65-d45a-557b-bf1c-49d6dfefc526"),
                            Path.of("C:\\Mullion\\layers\\Größe")));

    private final JavaFunctions functions = new JavaFunctions();
    private final Layers layers = new VmComputeLayers(new NativeCalls(functions));
    private final List<String> heard = new ArrayList<>();

    /** A function that tells the layer it was called for, and its parents where it has some. */
    private void hear(VmComputeFunction function, int parents) {
        functions.with(
                function,
                arguments -> {
                    assertFilter(arguments[0]);
                    heard.add(
                            function.export()
                                    + " "
                                    + WideString.read((Long) arguments[1])
                                    + (parents < 0
                                            ? ""
                                            : chain(arguments[parents], arguments[parents + 1])));
                    return 0;
                });
    }

    private static void assertFilter(Object driver) {
        Pointer structure = new Pointer((Long) driver);
        assertThat(structure.getInt(0)).isEqualTo(1);
        assertThat(WideString.read(structure.getLong(8))).isEmpty();
    }

    private static String chain(Object address, Object count) {
        StringBuilder chain = new StringBuilder();
        for (long i = 0; i < (Long) count; i++) {
            Pointer descriptor = new Pointer((Long) address + 32 * i);
            assertThat(descriptor.getInt(16)).isZero();
            chain.append(" <- ").append(WindowsGuid.read(descriptor, 0));
            chain.append(' ').append(WideString.read(descriptor.getLong(24)));
        }
        return chain.toString();
    }

    @Test
    void aScratchIsMadeMountedAndUnmounted() {
        hear(CREATE_SANDBOX_LAYER, 3);
        hear(ACTIVATE_LAYER, -1);
        hear(PREPARE_LAYER, 2);
        hear(UNPREPARE_LAYER, -1);
        hear(DEACTIVATE_LAYER, -1);
        hear(DESTROY_LAYER, -1);
        layers.createScratch(SCRATCH, PARENTS);
        layers.activate(SCRATCH);
        layers.prepare(SCRATCH, PARENTS);
        layers.unprepare(SCRATCH);
        layers.deactivate(SCRATCH);
        layers.destroy(SCRATCH);
        String chain =
                " <- 0f3c8c6e-0000-5000-8000-000000000001 C:\\Mullion\\layers\\top"
                        + " <- 18955d65-d45a-557b-bf1c-49d6dfefc526 C:\\Mullion\\layers\\Größe";
        assertThat(heard)
                .containsExactly(
                        "CreateSandboxLayer " + SCRATCH + chain,
                        "ActivateLayer " + SCRATCH,
                        "PrepareLayer " + SCRATCH + chain,
                        "UnprepareLayer " + SCRATCH,
                        "DeactivateLayer " + SCRATCH,
                        "DestroyLayer " + SCRATCH);
    }

    @Test
    void foldersAreImportedAndExported() {
        hear(IMPORT_LAYER, 3);
        hear(EXPORT_LAYER, 3);
        layers.importLayer(SCRATCH, Path.of("C:\\Temp\\hcs1"), List.of());
        layers.exportLayer(SCRATCH, Path.of("C:\\Temp\\hcs2"), PARENTS.subList(0, 1));
        assertThat(heard)
                .containsExactly(
                        "ImportLayer " + SCRATCH,
                        "ExportLayer "
                                + SCRATCH
                                + " <- 0f3c8c6e-0000-5000-8000-000000000001 C:\\Mullion\\layers\\top");
    }

    @Test
    void theMountPathIsAskedForItsLengthFirstAndEndsInABackslash() {
        String volume = "\\\\?\\Volume{66d1ef4c-7a00-11e6-8948-00155ddbef9d}";
        functions.with(
                GET_LAYER_MOUNT_PATH,
                arguments -> {
                    Pointer length = new Pointer((Long) arguments[2]);
                    if ((Long) arguments[3] != 0) {
                        assertThat(length.getLong(0)).isEqualTo(volume.length() + 1L);
                        byte[] text = (volume + '\0').getBytes(StandardCharsets.UTF_16LE);
                        new Pointer((Long) arguments[3]).write(0, text, 0, text.length);
                    }
                    length.setLong(0, volume.length() + 1L);
                    return 0;
                });
        assertThat(layers.mountPath(SCRATCH)).isEqualTo(volume + "\\");
    }

    @Test
    void aLayerWithoutAMountHasNoPath() {
        functions.with(GET_LAYER_MOUNT_PATH, arguments -> 0);
        assertThat(layers.mountPath(SCRATCH)).isEmpty();
    }

    @Test
    void namesSizesAndQuestionsCross() {
        UUID id = UUID.fromString("18955d65-d45a-557b-bf1c-49d6dfefc526");
        List<Long> sizes = new ArrayList<>();
        functions
                .with(
                        NAME_TO_GUID,
                        arguments -> {
                            assertThat(WideString.read((Long) arguments[0])).isEqualTo("sha-base");
                            WindowsGuid.write(new Pointer((Long) arguments[1]), 0, id);
                            return 0;
                        })
                .with(
                        EXPAND_SANDBOX_SIZE,
                        arguments -> {
                            sizes.add((Long) arguments[2]);
                            return 0;
                        })
                .with(
                        LAYER_EXISTS,
                        arguments -> {
                            new Pointer((Long) arguments[2]).setInt(0, 1);
                            return 0;
                        })
                .with(PROCESS_BASE_IMAGE, arguments -> 0)
                .with(PROCESS_UTILITY_IMAGE, arguments -> 0x80070005);
        assertThat(layers.id("sha-base")).isEqualTo(id);
        layers.expandScratch(SCRATCH, 127L << 30);
        assertThat(sizes).containsExactly(127L << 30);
        assertThat(layers.exists(SCRATCH)).isTrue();
        layers.processBaseImage(SCRATCH);
        assertThatThrownBy(() -> layers.processUtilityImage(SCRATCH.resolve("UtilityVM")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessageStartingWith("Finishing the utility VM ");
    }

    @Test
    void twoLayersAreNeverPreparedAtOnce() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        functions.with(
                PREPARE_LAYER,
                arguments -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    inside.decrementAndGet();
                    return 0;
                });
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int round = 0; round < 200; round++) {
                                    layers.prepare(SCRATCH, PARENTS);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void aHostWithoutTheDllSaysSo() {
        assertThatThrownBy(() -> layers.activate(SCRATCH))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("vmcompute.dll has no ActivateLayer");
    }
}
