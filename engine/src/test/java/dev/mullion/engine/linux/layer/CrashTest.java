package dev.mullion.engine.linux.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mullion.docker.ContainerId;
import dev.mullion.docker.Digest;
import dev.mullion.engine.archive.TarBytes;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store whose process is killed at any moment. */
class CrashTest {

    private static final int ROUNDS = 12;
    private static final long SEED = 20261123;

    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = Store.open();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    /** The process that is killed: it says each thing before and after it is done. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        OverlayLayers layers =
                new OverlayLayers(folder.resolve("layers"), folder.resolve("run"), Store.LIMITS);
        PrintStream out = System.out;
        for (int i = Integer.parseInt(arguments[1]); ; i++) {
            byte[] tar = tar(i);
            Digest digest = Store.digest(tar);
            layers.unpack(List.of(digest), new ByteArrayInputStream(tar));
            out.println("unpacked " + i);
            layers.prepare(Store.id(i), List.of(digest));
            out.println("prepared " + i);
            Files.writeString(layers.mount(Store.id(i)).mounted().resolve("own"), "own");
            out.println("mounted " + i);
            if (i % 3 == 0) {
                out.println("removing " + i);
                layers.remove(Store.id(i));
            }
        }
    }

    private static byte[] tar(int number) {
        TarBytes tar = new TarBytes();
        for (int i = 0; i < 40; i++) {
            tar.file("d" + i % 5 + "/f" + i, number + "-" + i);
        }
        return tar.file("last", "last of " + number).finish();
    }

    @Test
    void losesNothingItSaidAndLeavesNothingHalfDone() throws Exception {
        Random random = new Random(SEED);
        Set<Integer> unpacked = new HashSet<>();
        Set<Integer> prepared = new HashSet<>();
        Set<Integer> mounted = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (String line : runAndKill(1000 * (round + 1), 1 + random.nextInt(25))) {
                int space = line.indexOf(' ');
                int number = Integer.parseInt(line.substring(space + 1));
                switch (line.substring(0, space)) {
                    case "unpacked" -> unpacked.add(number);
                    case "prepared" -> prepared.add(number);
                    case "mounted" -> mounted.add(number);
                    default -> {
                        prepared.remove(number);
                        mounted.remove(number);
                    }
                }
            }
            store.reopen(ids(prepared), Set.of());
            assertConsistent(unpacked, prepared, mounted);
        }
        assertThat(unpacked).hasSizeGreaterThan(ROUNDS);
    }

    private List<String> runAndKill(int first, int lines) throws Exception {
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xshare:auto",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CrashTest.class.getName(),
                                store.folder.toString(),
                                Integer.toString(first))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader said = child.inputReader()) {
            List<String> all = new ArrayList<>();
            String line = "";
            while (all.size() < lines && (line = said.readLine()) != null) {
                all.add(line);
            }
            assertThat(line).as("the process ended by itself").isNotNull();
            // the process's own method would close its output
            child.toHandle().destroyForcibly();
            // what it still said before it was killed counts as well
            said.lines().forEach(all::add);
            return all;
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void assertConsistent(
            Set<Integer> unpacked, Set<Integer> prepared, Set<Integer> mounted) throws IOException {
        assertThat(store.mountsBelow()).isEmpty();
        assertThat(store.data.resolve("tmp")).isEmptyDirectory();
        for (int number : unpacked) {
            byte[] tar = tar(number);
            List<Digest> chain = List.of(Store.digest(tar));
            assertThat(store.layers.has(chain)).as("layer %s", number).isTrue();
            assertThat(store.layers.bytes(chain)).isPositive();
        }
        for (Path link : StoreFolders.in(store.data.resolve("l"))) {
            assertThat(link.resolve("last")).exists();
        }
        assertThat(StoreFolders.in(store.data.resolve("l")))
                .hasSameSizeAs(StoreFolders.in(store.data.resolve("unpacked")));
        assertThat(StoreFolders.in(store.data.resolve("w"))).hasSameSizeAs(prepared);
        for (int number : prepared) {
            Path root = store.layers.mount(Store.id(number)).mounted();
            assertThat(root.resolve("last")).hasContent("last of " + number);
            assertThat(root.resolve("d4/f39")).hasContent(number + "-39");
            if (mounted.contains(number)) {
                assertThat(root.resolve("own")).hasContent("own");
            }
            store.layers.unmount(Store.id(number));
        }
    }

    private static Set<ContainerId> ids(Set<Integer> numbers) {
        Set<ContainerId> ids = new HashSet<>();
        numbers.forEach(number -> ids.add(Store.id(number)));
        return ids;
    }
}
