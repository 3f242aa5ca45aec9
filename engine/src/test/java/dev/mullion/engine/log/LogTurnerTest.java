package dev.mullion.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When logs are turned over. */
class LogTurnerTest {

    private static final int TURNS = 10;

    @TempDir Path folder;

    @Test
    void aLogThatGrowsFastIsTurnedOverMoreOftenThanOnceASecond() throws Exception {
        Path file = folder.resolve("fast.log");
        CountDownLatch turns = new CountDownLatch(TURNS);
        LogTurner.Written written =
                new LogTurner.Written(
                        new ContainerLog(file, Clock.systemUTC()),
                        new LogLimits(200_000, 2),
                        turns::countDown);
        Files.createFile(file);
        long start = System.nanoTime();
        try (LogTurner _ = new LogTurner(() -> List.of(written))) {
            byte[] some = new byte[20_000];
            while (!turns.await(1, TimeUnit.MILLISECONDS)) {
                Files.write(file, some, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isLessThan(Duration.ofSeconds(TURNS - 2));
            }
        }
        assertThat(folder.resolve("fast.log.1")).exists();
        assertThat(folder.resolve("fast.log.2")).doesNotExist();
    }

    @Test
    void aLogThatWentMissingBetweenTwoStepsIsOpenedAnew() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        LogTurner.Written written =
                new LogTurner.Written(
                        new ContainerLog(folder.resolve("gone.log"), Clock.systemUTC()),
                        new LogLimits(0, 1),
                        opened::countDown);
        try (LogTurner _ = new LogTurner(() -> List.of(written))) {
            assertThat(opened.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
