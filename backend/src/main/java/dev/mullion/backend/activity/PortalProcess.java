package dev.mullion.backend.activity;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** This run of the portal, among the others that may work on the same database. */
@Component
class PortalProcess {

    private final String name = "portal-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
    private final DataSource dataSource;

    PortalProcess(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Different for every process and every start. */
    String name() {
        return name;
    }

    /**
     * Whether nobody else can have the database open: an embedded H2 file belongs to one process.
     * Then whatever another process has left unfinished can be closed at once.
     */
    boolean alone() {
        var url = url();
        return url.startsWith("jdbc:h2:")
                && !url.startsWith("jdbc:h2:tcp:")
                && !url.startsWith("jdbc:h2:ssl:")
                && !url.contains("auto_server=true");
    }

    /**
     * How the job library speaks to the database. Both keep the zone of a moment, so nothing has to
     * be turned into UTC first.
     */
    JdbcCustomization dialect() {
        return url().startsWith("jdbc:postgresql:")
                ? new PostgreSqlJdbcCustomization(false, false)
                : new DefaultJdbcCustomization(false);
    }

    private String url() {
        try (var connection = dataSource.getConnection()) {
            return connection.getMetaData().getURL().toLowerCase(Locale.ROOT);
        } catch (SQLException e) {
            throw new IllegalStateException("The database could not be asked for its address", e);
        }
    }
}
