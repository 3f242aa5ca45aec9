/**
 * Win32 backup streams: what BackupRead gives, BackupWrite takes, and layers are imported from and
 * exported to, read and written without Windows.
 */
@NullMarked
package dev.mullion.hcs.backup;

import org.jspecify.annotations.NullMarked;
