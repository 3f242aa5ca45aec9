package dev.mullion.hcs.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Pointer;
import dev.mullion.hcs.HcsException;
import dev.mullion.hcs.binding.JavaFunctions;
import dev.mullion.hcs.binding.NativeCalls;
import dev.mullion.hcs.binding.WideString;
import dev.mullion.hcs.binding.WindowsFunction;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostVersionTest {

    private final Map<String, Object> registry = new HashMap<>();
    private final JavaFunctions functions = new JavaFunctions();

    HostVersionTest() {
        functions.with(WindowsFunction.REG_GET_VALUE_W, this::value);
        registry.put("CurrentMajorVersionNumber", 10);
        registry.put("CurrentMinorVersionNumber", 0);
        registry.put("CurrentBuildNumber", "20348");
        registry.put("UBR", 2700);
        registry.put("InstallationType", "Server Core");
    }

    /** As Windows does: the type has to be the one that was asked for, and the room enough. */
    private Number value(Object[] arguments) {
        assertThat(arguments[0]).isEqualTo(0xFFFF_FFFF_8000_0002L);
        assertThat(WideString.read((Long) arguments[1]))
                .isEqualTo("SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion");
        Object value = registry.get(WideString.read((Long) arguments[2]));
        if (value == null) {
            return 2;
        }
        assertThat(arguments[3]).isEqualTo(value instanceof Integer ? 0x10 : 0x2);
        byte[] bytes =
                value instanceof Integer number
                        ? new byte[] {
                            number.byteValue(),
                            (byte) (number >> 8),
                            (byte) (number >> 16),
                            (byte) (number >> 24)
                        }
                        : (value + "\0").getBytes(StandardCharsets.UTF_16LE);
        var size = new Pointer((Long) arguments[6]);
        assertThat(size.getInt(0)).isGreaterThanOrEqualTo(bytes.length);
        new Pointer((Long) arguments[5]).write(0, bytes, 0, bytes.length);
        size.setInt(0, bytes.length);
        return 0;
    }

    private HostVersion read() {
        return HostVersion.read(new NativeCalls(functions));
    }

    @Test
    void aServerWithoutDesktopIsAServer() {
        assertThat(read()).isEqualTo(new HostVersion(10, 0, 20348, 2700, true));
    }

    @Test
    void aClientIsAWorkstation() {
        registry.put("InstallationType", "Client");
        registry.put("CurrentBuildNumber", "26200");
        assertThat(read()).isEqualTo(new HostVersion(10, 0, 26200, 2700, false));
    }

    @Test
    void aRegistryThatCannotBeReadIsToldByTheNameThatIsMissing() {
        registry.remove("UBR");
        assertThatThrownBy(this::read)
                .isInstanceOf(HcsException.class)
                .hasMessageContaining("UBR")
                .hasMessageContaining("0x80070002");
    }
}
