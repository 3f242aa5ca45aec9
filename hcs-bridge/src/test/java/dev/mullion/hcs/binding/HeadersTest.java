package dev.mullion.hcs.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every function with a public header to that header, as Debian's mingw-w64-common has it.
 */
class HeadersTest {

    private static final Path FOLDER = Path.of("/usr/share/mingw-w64/include");
    private static final List<String> FILES =
            List.of(
                    "computecore.h",
                    "computestorage.h",
                    "computenetwork.h",
                    "virtdisk.h",
                    "winbase.h",
                    "fileapi.h",
                    "handleapi.h",
                    "ioapiset.h",
                    "processthreadsapi.h",
                    "securitybaseapi.h",
                    "sddl.h",
                    "synchapi.h",
                    "winreg.h",
                    "winternl.h",
                    "combaseapi.h");
    private static final Pattern DECLARATION =
            Pattern.compile(
                    "(?:(\\w+\\s*\\*?)\\s+(?:WINAPI|NTAPI)|WINOLEAPI_ \\((\\w+)\\))"
                            + "\\s+(\\w+)\\s*\\(([^;]*)\\)\\s*;");
    private static final Pattern STRUCTURE =
            Pattern.compile(
                    "const SECURITY_DESCRIPTOR|HCS_PROCESS_INFORMATION|LPBYTE|PLUID|PTOKEN_PRIVILEGES"
                            + "|PVIRTUAL_STORAGE_TYPE|LPCVOID|LPOVERLAPPED|LPSECURITY_ATTRIBUTES|POBJECT_ATTRIBUTES|PIO_STATUS_BLOCK"
                            + "|PLARGE_INTEGER|POPEN_VIRTUAL_DISK_PARAMETERS");
    private static final Set<String> HANDLES =
            Set.of(
                    "HANDLE",
                    "HKEY",
                    "HLOCAL",
                    "HCS_SYSTEM",
                    "HCS_PROCESS",
                    "HCS_OPERATION",
                    "HCN_NETWORK",
                    "HCN_ENDPOINT",
                    "HCN_NAMESPACE",
                    "HCN_CALLBACK");
    private static final Set<String> NUMBERS =
            Set.of(
                    "DWORD",
                    "ULONG",
                    "WINBOOL",
                    "BOOL",
                    "LONG",
                    "NTSTATUS",
                    "ACCESS_MASK",
                    "FILE_INFO_BY_HANDLE_CLASS",
                    "FILE_INFORMATION_CLASS",
                    "HCS_EVENT_OPTIONS",
                    "HCS_OPERATION_TYPE",
                    "VIRTUAL_DISK_ACCESS_MASK",
                    "OPEN_VIRTUAL_DISK_FLAG",
                    "DETACH_VIRTUAL_DISK_FLAG");
    private static final Set<String> CALLBACKS =
            Set.of("HCS_OPERATION_COMPLETION", "HCS_EVENT_CALLBACK", "HCN_NOTIFICATION_CALLBACK");

    private static final Map<String, Declaration> DECLARED = read();

    private record Declaration(String returns, List<String> parameters) {}

    static Stream<NativeFunction> bound() {
        // vmcompute.dll has no public header
        return AllFunctions.list().stream().filter(function -> function.dll() != Dll.VMCOMPUTE);
    }

    @ParameterizedTest
    @MethodSource("bound")
    void isDeclaredAsItIsBound(NativeFunction function) {
        assertThat(DECLARED.containsKey(function.export())).as("it is in the headers").isTrue();
        Declaration declaration = Objects.requireNonNull(DECLARED.get(function.export()));
        assertThat(declaration.parameters().stream().map(HeadersTest::kindOf).toList())
                .as(declaration.toString())
                .isEqualTo(function.parameters().stream().map(HeadersTest::asDeclared).toList());
        assertThat(resultOf(declaration.returns()))
                .as(declaration.toString())
                .isEqualTo(function.returns());
    }

    @Test
    void theOperationsOfBothGenerationsDifferWhereTheNamesAreTheSame() {
        // guards against taking the second generation's header for the first generation's DLL
        assertThat(VmComputeFunction.HCS_CREATE_PROCESS.parameters())
                .isNotEqualTo(ComputeCoreFunction.HCS_CREATE_PROCESS.parameters());
        assertThat(DECLARED.keySet()).doesNotContain("ActivateLayer", "HNSCall");
    }

    /** A context is a plain pointer to whoever reads the header. */
    private static Kind asDeclared(Kind kind) {
        return kind == Kind.CONTEXT ? Kind.MEMORY : kind;
    }

    private static Kind resultOf(String type) {
        return switch (type) {
            case "void" -> Kind.VOID;
            case "HRESULT" -> Kind.HRESULT;
            case "UINT64" -> Kind.INT64;
            default -> kindOf(type);
        };
    }

    private static Kind kindOf(String type) {
        if (HANDLES.contains(type)) {
            return Kind.HANDLE;
        }
        if (NUMBERS.contains(type)) {
            return Kind.INT32;
        }
        if (CALLBACKS.contains(type)) {
            return Kind.CALLBACK;
        }
        if (STRUCTURE.matcher(type).find()) {
            return Kind.MEMORY;
        }
        return switch (type) {
            case "PCWSTR", "LPCWSTR" -> Kind.STRING;
            case "PWSTR*" -> Kind.STRING_OUT;
            case "REFGUID" -> Kind.GUID;
            case "const void*", "void*", "LPVOID", "PVOID" -> Kind.MEMORY;
            case "LPDWORD", "PDWORD", "PULONG" -> Kind.INT32_OUT;
            case "PSECURITY_DESCRIPTOR*",
                    "HCS_SYSTEM*",
                    "HCS_PROCESS*",
                    "PHCN_NETWORK",
                    "PHCN_ENDPOINT",
                    "PHCN_NAMESPACE",
                    "HCN_CALLBACK*",
                    "PHANDLE",
                    "LPVOID*" ->
                    Kind.HANDLE_OUT;
            default ->
                    throw new AssertionError(
                            "The header has a type this test doesn't know: " + type);
        };
    }

    private static Map<String, Declaration> read() {
        Map<String, Declaration> all = new HashMap<>();
        for (String file : FILES) {
            Matcher matcher = DECLARATION.matcher(text(FOLDER.resolve(file)));
            while (matcher.find()) {
                String returns = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                all.putIfAbsent(
                        matcher.group(3),
                        new Declaration(returns.strip(), types(matcher.group(4))));
            }
        }
        return all;
    }

    private static List<String> types(String parameters) {
        if (parameters.strip().equalsIgnoreCase("void") || parameters.isBlank()) {
            return List.of();
        }
        return new ArrayList<>(
                Arrays.stream(parameters.split(",", -1)).map(HeadersTest::type).toList());
    }

    /** The declaration without the parameter's name, stars drawn to the type. */
    private static String type(String parameter) {
        String flat = parameter.strip().replaceAll("\\s+", " ").replaceAll("\\s*\\*\\s*", "* ");
        return flat.replaceFirst("\\s*\\w+$", "").strip();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError("The package mingw-w64-common isn't installed: " + e, e);
        }
    }
}
