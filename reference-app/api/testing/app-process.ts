import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { buildApp } from '../../../scripts/launch/app-build.ts'
import { createClient } from './test-app.ts'

const root = path.resolve(import.meta.dirname, '../../..')
const children = new Set<ReturnType<typeof spawn>>()

/** Makes what is shipped, unless it is there already. */
export function buildOnce(): Promise<void> {
  return buildApp(root, path.join(root, '.cache/app-build.log'), () => undefined)
}

/** The built app as a process of its own; answers when it listens. */
export async function startAppProcess(environment: Record<string, string>) {
  const child = spawn(process.execPath, [path.join(root, 'reference-app/dist/server.js')], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', SHUTDOWN_DELAY_SECONDS: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  const lines: string[] = []
  let listening: (url: string) => void
  const url = new Promise<string>((resolve, reject) => {
    listening = resolve
    child.once('exit', code => reject(new Error(`The app ended with ${code}:\n${lines.join('\n')}`)))
  })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', line => {
      lines.push(line)
      const [, found] = /listens on (http:\S+?)"/.exec(line) ?? []
      if (found) listening(found)
    })
  }
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  ended.catch(() => undefined)
  return {
    url: await url,
    client: createClient(await url),
    lines,
    ended,
    pid: child.pid!,
    kill: child.kill.bind(child),
  }
}

export function killAppProcesses(): void {
  for (const child of children) child.kill('SIGKILL')
  children.clear()
}
