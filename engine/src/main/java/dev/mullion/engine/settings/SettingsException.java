package dev.mullion.engine.settings;

/** A setting that can't be used; the message says which, why, and how it should be. */
public final class SettingsException extends Exception {

    SettingsException(String message) {
        super(message);
    }
}
