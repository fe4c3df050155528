"""Runs a program in a terminal of its own and obeys lines on stdin.

  keys HEX        types bytes          size COLUMNS ROWS   resizes
  signal NUMBER   sends a signal       (end of stdin)      hangs up

What the program writes goes to stdout as it is; the last line of stderr is `exit CODE echo ON|OFF`: the exit code and
whether the terminal echoes again.
"""
import fcntl, os, pty, select, signal, struct, sys, termios

columns, rows, *command = sys.argv[1:]
keeper, terminal = pty.openpty()


def resize(columns, rows):
    fcntl.ioctl(keeper, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))


resize(columns, rows)
child = os.fork()
if child == 0:
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for descriptor in (0, 1, 2):
        os.dup2(terminal, descriptor)
    os.execvp(command[0], command)

code = None
pending = b""
while True:
    ready, _, _ = select.select([keeper] + ([0] if code is None else []), [], [], 0.05)
    if keeper in ready:
        data = os.read(keeper, 65536)
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    if 0 in ready:
        data = os.read(0, 4096)
        if data == b"":
            os.kill(child, signal.SIGKILL)
        pending += data
        while b"\n" in pending:
            line, pending = pending.split(b"\n", 1)
            verb, *values = line.decode().split()
            if verb == "keys":
                os.write(keeper, bytes.fromhex(values[0]))
            elif verb == "size":
                resize(*values)
            elif verb == "signal":
                os.kill(child, int(values[0]))
    if code is None:
        gone, status = os.waitpid(child, os.WNOHANG)
        if gone == child:
            code = os.waitstatus_to_exitcode(status)
    elif keeper not in ready:
        break
echo = bool(termios.tcgetattr(terminal)[3] & termios.ECHO)
sys.stderr.write("exit %d echo %s\n" % (code, "on" if echo else "off"))
