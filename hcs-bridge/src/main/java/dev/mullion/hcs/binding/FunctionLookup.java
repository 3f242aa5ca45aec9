package dev.mullion.hcs.binding;

import dev.mullion.hcs.NotAvailableException;

/**
 * Where native functions are found: in the DLLs of Windows, or anywhere else that has their shape.
 */
public interface FunctionLookup {

    /**
     * Finds a function. It is asked once for each function, when that is called first.
     *
     * @param function the function
     * @return its address in this process, which stays valid as long as this lookup is reachable
     * @throws NotAvailableException if its library or the function in it doesn't exist here
     */
    long address(NativeFunction function);

    /**
     * Returns the Win32 code that the latest call of this thread left behind. It is asked on the
     * thread that called, before that calls anything else.
     *
     * @return the code; means something only after a function that reports its failures this way
     */
    int lastError();
}
