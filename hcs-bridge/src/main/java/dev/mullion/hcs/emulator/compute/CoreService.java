package dev.mullion.hcs.emulator.compute;

import static dev.mullion.hcs.binding.ComputeCoreFunction.*;

import dev.mullion.hcs.binding.NativeFunction;
import dev.mullion.hcs.emulator.Functions;
import dev.mullion.hcs.emulator.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;

/** The functions of computecore.dll about the service itself and the files of virtual machines. */
final class CoreService {

    /** The first build that grants access to all virtual machines. */
    private static final int GROUP_ACCESS = 19041;

    private final ComputeService service;
    private final Requests requests;

    CoreService(ComputeService service, Requests requests) {
        this.service = service;
        this.requests = requests;
    }

    void addTo(Functions functions) {
        functions.with(
                HCS_GET_SERVICE_PROPERTIES,
                arguments -> {
                    arguments.giveText(1, null);
                    arguments.giveText(1, requests.serviceProperties(arguments.text(0)));
                    return Codes.OK;
                });
        functions.with(
                HCS_MODIFY_SERVICE_SETTINGS,
                arguments -> {
                    arguments.giveText(1, null);
                    requests.modifyService(arguments.text(0));
                    return Codes.OK;
                });
        access(functions, HCS_GRANT_VM_ACCESS, 1);
        access(functions, HCS_REVOKE_VM_ACCESS, 1);
        if (service.host().windows().build() >= GROUP_ACCESS) {
            access(functions, HCS_GRANT_VM_GROUP_ACCESS, 0);
            access(functions, HCS_REVOKE_VM_GROUP_ACCESS, 0);
        }
    }

    private static void access(Functions functions, NativeFunction function, int path) {
        functions.with(
                function,
                arguments -> {
                    String file = arguments.required(path);
                    if (!Files.exists(Path.of(file))) {
                        throw Refusal.of(Codes.FILE_NOT_FOUND, "There is no file " + file + ".");
                    }
                    return Codes.OK;
                });
    }
}
