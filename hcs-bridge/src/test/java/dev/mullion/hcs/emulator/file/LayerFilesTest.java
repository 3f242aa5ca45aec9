package dev.mullion.hcs.emulator.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process inside sees and changes. */
class LayerFilesTest {

    @TempDir private Path folder;
    private Path layer;
    private Path scratch;
    private Path volume;
    private LayerFiles files;

    @BeforeEach
    void open() throws IOException {
        layer = Files.createDirectories(folder.resolve("layer"));
        scratch = Files.createDirectories(folder.resolve("scratch"));
        volume = Files.createDirectories(folder.resolve("volume"));
        Files.createDirectories(layer.resolve("Files/Windows/System32"));
        Files.createDirectories(layer.resolve("Files/app"));
        Files.writeString(layer.resolve("Files/app/config.txt"), "of the image");
        Files.writeString(volume.resolve("kept.txt"), "kept");
        files = with(new LayerFiles.Mapping("C:\\data", volume, false));
    }

    private LayerFiles with(LayerFiles.Mapping... mappings) throws IOException {
        return new LayerFiles(scratch, List.of(layer), List.of(mappings));
    }

    private String read(String path) throws IOException {
        try (var in = files.read(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(String path, String text, boolean append) throws IOException {
        try (OutputStream out = files.write(path, append)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private List<String> names(String path) throws IOException {
        return files.list(path).stream().map(LayerFiles.Entry::name).toList();
    }

    private static void refuses(
            int code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FileProblem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\app,a.txt,C:\\app\\a.txt",
        "C:\\app,..\\b,C:\\b",
        "C:\\app,..\\..\\..\\b,C:\\b",
        "C:\\app,\\x\\y,C:\\x\\y",
        "D:\\app,/x,D:\\x",
        "C:\\,./a/./b,C:\\a\\b",
        "C:\\app,d:/data//x/,D:\\data\\x",
        "C:\\app,c:,C:\\"
    })
    void aPathIsMadeWhole(String in, String path, String whole) throws IOException {
        assertThat(LayerFiles.resolve(in, path)).isEqualTo(whole);
    }

    @Test
    void mappedFoldersComeFirstThenTheScratchThenTheImage() throws IOException {
        assertThat(names("C:\\")).containsExactly("app", "data", "Windows");
        assertThat(read("c:/DATA/KEPT.txt")).isEqualTo("kept");
        assertThat(read("C:\\app\\config.txt")).isEqualTo("of the image");
        write("C:\\app\\config.txt", "of the container", false);
        assertThat(read("C:\\app\\config.txt")).isEqualTo("of the container");
        assertThat(layer.resolve("Files/app/config.txt")).hasContent("of the image");
        assertThat(files.find("C:\\data")).get().matches(LayerFiles.Entry::directory);
    }

    @Test
    void writingToAMappedFolderWritesToTheHost() throws IOException {
        write("C:\\data\\new.txt", "one", false);
        write("C:\\data\\new.txt", " two", true);
        assertThat(volume.resolve("new.txt")).hasContent("one two");
        files.delete("C:\\data\\new.txt");
        files.makeDirectory("C:\\data\\sub");
        assertThat(volume.resolve("new.txt")).doesNotExist();
        assertThat(volume.resolve("sub")).isDirectory();
    }

    @Test
    void aReadOnlyMappingIsNotWritten() throws IOException {
        files = with(new LayerFiles.Mapping("C:\\data", volume, true));
        assertThat(read("C:\\data\\kept.txt")).isEqualTo("kept");
        refuses(FileProblem.ACCESS_DENIED, () -> write("C:\\data\\new.txt", "x", false));
        refuses(FileProblem.ACCESS_DENIED, () -> files.delete("C:\\data\\kept.txt"));
        refuses(FileProblem.ACCESS_DENIED, () -> files.makeDirectory("C:\\data\\sub"));
    }

    @Test
    void aSingleFileAndAnotherDriveAreMappedToo() throws IOException {
        files =
                with(
                        new LayerFiles.Mapping(
                                "C:\\app\\config.txt", volume.resolve("kept.txt"), true),
                        new LayerFiles.Mapping("D:\\", volume, false),
                        new LayerFiles.Mapping("D:\\deep\\down", layer.resolve("Files"), true));
        assertThat(read("C:\\app\\config.txt")).isEqualTo("kept");
        assertThat(names("C:\\app")).containsExactly("config.txt");
        assertThat(names("D:\\")).containsExactly("kept.txt");
        assertThat(read("D:\\deep\\down\\app\\config.txt")).isEqualTo("of the image");
        refuses(FileProblem.PATH_NOT_FOUND, () -> files.find("E:\\"));
    }

    @Test
    void aLinkOfTheHostLeadsNowhere() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(volume.resolve("file"), secret);
        Files.createSymbolicLink(volume.resolve("way"), folder);
        assertThatThrownBy(() -> read("C:\\data\\file")).isInstanceOf(FileProblem.class);
        assertThatThrownBy(() -> read("C:\\data\\way\\secret.txt")).isInstanceOf(FileProblem.class);
        assertThatThrownBy(() -> write("C:\\data\\file", "x", false))
                .isInstanceOf(FileProblem.class);
        assertThatThrownBy(() -> write("C:\\data\\way\\x", "x", false))
                .isInstanceOf(FileProblem.class);
        assertThat(secret).hasContent("secret");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "C:\\data\\..\\..\\..\\secret.txt",
        "C:\\data/../../secret.txt",
        "C:\\..\\secret.txt"
    })
    void dotsNeverLeadOutOfTheContainer(String path) throws IOException {
        Files.writeString(folder.resolve("secret.txt"), "secret");
        assertThat(files.find(path)).isEmpty();
    }

    @Test
    void whatWasDeletedStaysAwayAndComesBackEmptyWhenMadeAnew() throws IOException {
        files.delete("C:\\app\\config.txt");
        assertThat(files.find("C:\\app\\config.txt")).isEmpty();
        refuses(FileProblem.FILE_NOT_FOUND, () -> read("C:\\app\\config.txt"));
        files.delete("C:\\app");
        assertThat(names("C:\\")).containsExactly("data", "Windows");
        refuses(FileProblem.PATH_NOT_FOUND, () -> read("C:\\app\\config.txt"));
        files.makeDirectory("C:\\APP");
        assertThat(names("C:\\")).containsExactly("APP", "data", "Windows");
        assertThat(names("C:\\app")).isEmpty();
        write("C:\\app\\config.txt", "again", false);
        assertThat(read("C:\\app\\config.txt")).isEqualTo("again");
    }

    @Test
    void refusalsHaveTheCodesOfWindows() throws IOException {
        refuses(FileProblem.FILE_NOT_FOUND, () -> read("C:\\app\\none"));
        refuses(FileProblem.PATH_NOT_FOUND, () -> read("C:\\none\\none"));
        refuses(FileProblem.PATH_NOT_FOUND, () -> read("C:\\app\\config.txt\\x"));
        refuses(FileProblem.PATH_NOT_FOUND, () -> write("C:\\none\\x", "x", false));
        refuses(FileProblem.ACCESS_DENIED, () -> read("C:\\app"));
        refuses(FileProblem.ACCESS_DENIED, () -> write("C:\\app", "x", false));
        refuses(FileProblem.NOT_EMPTY, () -> files.delete("C:\\app"));
        refuses(FileProblem.ALREADY_EXISTS, () -> files.makeDirectory("C:\\app"));
        refuses(FileProblem.INVALID_NAME, () -> write("C:\\app\\a?b", "x", false));
        refuses(FileProblem.INVALID_NAME, () -> write("C:\\app\\a:b", "x", false));
        refuses(FileProblem.ACCESS_DENIED, () -> files.delete("C:\\"));
        refuses(FileProblem.PATH_NOT_FOUND, () -> files.list("C:\\none"));
    }

    @Test
    void linksInACircleAreNotFollowedForEver() throws IOException {
        var tree = LayerFiles.volume(scratch, List.of(layer));
        for (String name : List.of("one", "two")) {
            StoredFile link = tree.create(List.of(name), true);
            try (OutputStream out = link.restore()) {
                String other = name.equals("one") ? "two" : "one";
                out.write(new Streams().junction("C:\\" + other).bytes());
            }
        }
        refuses(FileProblem.LINK_CIRCLE, () -> read("C:\\one\\x"));
        files.delete("C:\\app\\config.txt");
    }

    @Test
    void anAppendToAFileOfTheImageKeepsWhatItHad() throws IOException {
        write("C:\\app\\config.txt", "!", true);
        assertThat(read("C:\\app\\config.txt")).isEqualTo("of the image!");
        assertThat(layer.resolve("Files/app/config.txt")).hasContent("of the image");
        StoredFile restored =
                LayerFiles.volume(scratch, List.of(layer)).create(List.of("r.txt"), false);
        try (OutputStream out = restored.restore()) {
            out.write(new Streams().security("O:BA").data("restored").bytes());
        }
        write("C:\\r.txt", "!", true);
        assertThat(read("C:\\r.txt")).isEqualTo("restored!");
        assertThat(files.find("C:\\r.txt")).get().extracting(LayerFiles.Entry::size).isEqualTo(9L);
    }
}
