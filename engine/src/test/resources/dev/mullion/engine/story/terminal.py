"""A terminal without a person: runs a program in a pseudo terminal and joins it to the standard
streams. Input beginning with byte 0xff is a new size: 0xff "ROWS,COLUMNS" newline."""
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios


def resize(terminal, rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


# the size is there before the program looks at it
go, ready = os.pipe()
pid, terminal = pty.fork()
if pid == 0:
    os.read(go, 1)
    os.execvp(sys.argv[3], sys.argv[3:])
resize(terminal, int(sys.argv[1]), int(sys.argv[2]))
os.write(ready, b"x")
inputs = [0, terminal]
while terminal in inputs:
    for readable in select.select(inputs, [], [])[0]:
        try:
            data = os.read(readable, 65536)
        except OSError:  # the program and all its heirs have ended
            data = b""
        if not data:
            inputs.remove(readable)
        elif readable == terminal:
            os.write(1, data)
        elif data[0] == 0xFF:
            size, _, keys = data[1:].partition(b"\n")
            rows, columns = size.decode().split(",")
            resize(terminal, int(rows), int(columns))
            os.kill(pid, signal.SIGWINCH)
            os.write(terminal, keys)
        else:
            os.write(terminal, data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
