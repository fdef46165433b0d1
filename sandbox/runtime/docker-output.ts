import { PassThrough } from 'node:stream'
import { createInterface } from 'node:readline'
import type Docker from 'dockerode'
import type { Follower, OutputListener } from './runtime.ts'

const DRAIN_MS = 3000

/** Reads a container's output from the Engine as it comes. A position is the Engine's timestamp of the last line. */
export function followContainer(
  docker: Docker,
  id: string,
  position: string | undefined,
  listener: OutputListener,
): Follower {
  const streams: NodeJS.ReadableStream[] = []
  let stopped = false
  const stop = (): void => {
    stopped = true
    for (const stream of streams) (stream as PassThrough).destroy()
  }
  const ended = read().catch(() => undefined)

  async function read(): Promise<void> {
    const since = position ? secondsOf(position) : 0
    const options = { follow: true as const, stdout: true, stderr: true, timestamps: true, since }
    const source = await docker.getContainer(id).logs(options)
    const lines = new PassThrough()
    streams.push(source, lines)
    if (stopped) return stop()
    docker.modem.demuxStream(source, lines, lines)
    source.once('end', () => lines.end())
    source.once('error', () => lines.end())
    for await (const line of createInterface({ input: lines, crlfDelay: Infinity })) {
      const space = line.indexOf(' ')
      const stamp = line.slice(0, space)
      // `since` has whole seconds: what was read before comes again.
      if (position && stamp <= position) continue
      position = stamp
      const message = line.slice(space + 1)
      if (message !== '') listener([{ timestamp: Date.parse(stamp), message }], stamp)
    }
  }
  return {
    stop,
    drain: async () => {
      await Promise.race([ended, new Promise(resolve => setTimeout(resolve, DRAIN_MS))])
      stop()
    },
  }
}

function secondsOf(stamp: string): number {
  return Math.floor(Date.parse(stamp) / 1000)
}
