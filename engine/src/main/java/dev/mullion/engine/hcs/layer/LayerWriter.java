package dev.mullion.engine.hcs.layer;

import java.io.IOException;
import java.io.OutputStream;

/** Where the parts of a layer go: straight to their place, or to where Windows merges them from. */
interface LayerWriter extends AutoCloseable {

    /** A file, folder or link that is being written. */
    interface Writing extends AutoCloseable {

        /** Takes its backup stream. */
        OutputStream stream();

        /** Lets go of it, whether writing it went well or not. */
        @Override
        void close() throws IOException;
    }

    /** Begins a file, folder or link. */
    Writing begin(EntryFacts facts) throws IOException;

    /** Gives a file one more name. */
    void link(LayerPath path, LayerPath target) throws IOException;

    /** Takes away what layers below have. */
    void remove(LayerPath path) throws IOException;

    /** Makes a layer of what was written; nothing may be written any more. */
    void finish() throws IOException;

    /** Lets go of everything; what is half-made stays to be removed. */
    @Override
    void close() throws IOException;
}
