package dev.mullion.frontend.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogBacklogTest {

    private final LogBacklog backlog = new LogBacklog();

    private void add(int count) {
        for (int i = 1; i <= count; i++) {
            backlog.add(new LogLine(LogLine.Kind.OUT, "", "line " + i));
        }
    }

    @Test
    void floodLosesTheOldestAndSaysHowMany() throws InterruptedException {
        add(LogBacklog.MOST_LINES + 1_234);

        List<LogLine> first = backlog.take(3, 1_000);

        assertThat(first.getFirst().kind()).isEqualTo(LogLine.Kind.NOTE);
        assertThat(first.getFirst().text()).startsWith("1,234 lines skipped");
        assertThat(first.get(1).text()).isEqualTo("line 1235");
        assertThat(backlog.take(3, 1_000).getFirst().text()).isEqualTo("line 1237");
    }

    @Test
    void oneLineLargerThanABatchStillGoes() throws InterruptedException {
        backlog.add(new LogLine(LogLine.Kind.OUT, "", "x".repeat(5_000)));
        add(1);

        assertThat(backlog.take(10, 100)).hasSize(1);
        assertThat(backlog.take(10, 100)).hasSize(1);
    }

    @Test
    void closingEndsTheWait() throws InterruptedException {
        Thread closer = Thread.ofVirtual().start(backlog::close);

        assertThat(backlog.take(10, 100)).isEmpty();
        closer.join();
    }
}
