package dev.mullion.hcs.binding;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every function that is bound, and arguments that fit. */
final class AllFunctions {

    private AllFunctions() {}

    static List<NativeFunction> list() {
        List<NativeFunction> all = new ArrayList<>();
        all.addAll(List.of(ComputeCoreFunction.values()));
        all.addAll(List.of(VmComputeFunction.values()));
        all.addAll(List.of(ComputeStorageFunction.values()));
        all.addAll(List.of(ComputeNetworkFunction.values()));
        all.addAll(List.of(WindowsFunction.values()));
        all.addAll(List.of(FileFunction.values()));
        return all;
    }

    /** Numbers are the position of their parameter, so that an exchange shows. */
    static @Nullable Object[] arguments(NativeFunction function, Memory memory) {
        var arguments = new @Nullable Object[function.parameters().size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] =
                    switch (function.parameters().get(i)) {
                        case INT32 -> i + 1;
                        case INT64, SIZE, HANDLE, CONTEXT -> i + 1L;
                        case STRING -> "text";
                        case MEMORY -> memory;
                        case GUID -> new UUID(1, 2);
                        case CALLBACK -> null;
                        case STRING_OUT -> new Out.Text();
                        case HANDLE_OUT -> new Out.Handle();
                        case INT32_OUT -> new Out.Int32();
                        case SIZE_OUT -> new Out.Size();
                        case GUID_OUT -> new Out.Guid();
                        case VOID, HRESULT -> throw new AssertionError(function.export());
                    };
        }
        return arguments;
    }
}
