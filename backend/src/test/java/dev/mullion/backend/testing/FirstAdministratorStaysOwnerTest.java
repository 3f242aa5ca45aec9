package dev.mullion.backend.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A portal that was set up before there were roles keeps its administrator. */
class FirstAdministratorStaysOwnerTest {

    private static final String ADA = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

    @Test
    void onH2() throws Exception {
        try (var database = H2File.create()) {
            administratorBecomesOwner(database);
        }
    }

    @Test
    void onPostgres() throws Exception {
        try (var cluster = PostgresCluster.start();
                var database = cluster.database()) {
            administratorBecomesOwner(database);
        }
    }

    private static void administratorBecomesOwner(TestDatabase database) throws SQLException {
        flyway(database, "3").migrate();
        try (var connection =
                        DriverManager.getConnection(
                                database.url(), database.username(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(
                    "insert into account values ('"
                            + ADA
                            + "', 'ada', 'ada', 'PLATFORM_ADMINISTRATOR', 'hash',"
                            + " current_timestamp, current_timestamp, 0)");
            statement.execute(
                    "insert into account values ('bbbbbbbb-bbbb-4ccc-8ddd-eeeeeeeeeeee', 'eve',"
                            + " 'eve', null, 'hash', current_timestamp, current_timestamp, 0)");

            flyway(database, "latest").migrate();

            List<String> bound = new ArrayList<>();
            try (var rows =
                    statement.executeQuery(
                            "select account_id, role_id, path from access_binding")) {
                while (rows.next()) {
                    bound.add(
                            rows.getString(1) + " " + rows.getString(2) + " " + rows.getString(3));
                }
            }
            assertThat(bound).containsExactly(ADA + " 00000000-0000-4000-8000-000000000001 /");
        }
    }

    private static Flyway flyway(TestDatabase database, String target) {
        return Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }
}
