package dev.mullion.backend.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** What the portal's own database has said is written survives the portal's being killed. */
class AcknowledgedWritesTest {

    private static final int ENOUGH = 300;

    @RepeatedTest(3)
    @Timeout(120)
    void everyWriteThatWasAcknowledgedOutlivesSigkill() throws Exception {
        try (var database = H2File.create()) {
            int acknowledged = writeUntilKilled(database);

            try (var connection = database.connect();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select count(*), max(n) from written")) {
                assertThat(rows.next()).isTrue();
                int count = rows.getInt(1);
                assertThat(count).isGreaterThanOrEqualTo(acknowledged);
                assertThat(rows.getInt(2)).as("no gap").isEqualTo(count);
            }
        }
    }

    /** The last number whose commit a process had told of when it was killed in mid-work. */
    private static int writeUntilKilled(H2File database) throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Writer.class.getName(),
                                database.url(),
                                database.username(),
                                database.password())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var told =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            int last = 0;
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                last = Integer.parseInt(line);
                if (last == ENOUGH) {
                    // it goes on writing while the signal is on its way; the handle, since killing
                    // the process itself would close what it still has to tell
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(last).isGreaterThanOrEqualTo(ENOUGH);
            return last;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** Commits one number after the other and tells of each, until it is killed. */
    static final class Writer {

        public static void main(String[] arguments) throws SQLException {
            var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
            try (var connection =
                            DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
                    var statement = connection.createStatement()) {
                statement.execute("create table written (n integer primary key)");
                for (int n = 1; ; n++) {
                    statement.execute("insert into written values (" + n + ")");
                    out.println(n);
                }
            }
        }
    }
}
