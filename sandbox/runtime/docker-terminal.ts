import type Docker from 'dockerode'
import type { Terminal, TerminalPlan } from './runtime.ts'

/** On everything that a terminal's command starts. */
const MARK = 'SLIPWAY_TERMINAL'
const RESIZE_AGAIN_MS = 100
const RESIZE_ATTEMPTS = 10

/** Runs a command at a terminal in a container, as root, which ECS Exec does too whoever the container's user is. */
export async function openTerminal(container: Docker.Container, plan: TerminalPlan): Promise<Terminal> {
  const exec = await container.exec({
    Cmd: plan.command,
    ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: true },
    User: '0',
    Env: ['TERM=xterm-256color', `${MARK}=${plan.session}`],
  })
  const stream = await exec.start({ hijack: true, stdin: true, Tty: true })
  let size = { h: plan.rows, w: plan.columns }
  let ended = false
  const resize = (attempt = 0): void => {
    exec.resize(size).catch(() => {
      // The Engine takes sizes once the command runs.
      if (!ended && attempt < RESIZE_ATTEMPTS) setTimeout(() => resize(attempt + 1), RESIZE_AGAIN_MS)
    })
  }
  resize()
  return {
    onOutput: listener => void stream.on('data', listener),
    onEnd: listener => {
      const end = () => {
        if (ended) return
        ended = true
        exec.inspect().then(
          ({ ExitCode }) => listener(ExitCode ?? 137),
          () => listener(137),
        )
      }
      // A container that is removed takes the connection with it.
      for (const event of ['end', 'close', 'error']) stream.once(event, end)
    },
    write: bytes => {
      if (!ended) stream.write(bytes)
    },
    resize: (w, h) => {
      size = { h, w }
      if (!ended) resize()
    },
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
  }
}

/**
 * A command for the container that kills what a session left: the Engine has no way to end one command alone. It needs a shell and
 * nothing else.
 */
export function endingOf(session: string): string[] {
  const kill = `case "$line" in *${MARK}=${session}*) kill -9 "\${process#/proc/}";; esac`
  const look = `while IFS= read -r line || [ -n "$line" ]; do ${kill}; line=; done <"$process/environ"`
  return ['/bin/sh', '-c', `for process in /proc/[0-9]*; do ${look}; done 2>/dev/null`]
}
