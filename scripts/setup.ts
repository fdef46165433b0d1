import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { readSettings, ROOT } from './launch/settings.ts'
import { Shutdown } from './launch/shutdown.ts'
import { stopEngine } from './setup/engine.ts'
import { describeMachine, prepareMachine } from './setup/machine.ts'

const say = (line: string) => console.log(line)
const engineFile = path.join(ROOT, '.cache/engine.pid')
const stop = process.argv.includes('--stop-engine')

await new Shutdown(say, 130).guard(async () => {
  if (stop) return stopStarted()
  const { home, install } = readSettings(process.argv.slice(2), process.env)
  const { engine } = await prepareMachine({ root: ROOT, home, wish: install, tests: true, say })
  if (engine) {
    mkdirSync(path.dirname(engineFile), { recursive: true })
    writeFileSync(engineFile, String(engine.pid))
    say(`Docker Engine was started and is left running (process ${engine.pid}).`)
  }
  say('This machine has')
  for (const line of await describeMachine({ tests: true })) say(`  ${line}`)
})

/** Stops the container engine that a setup before this one started; any other is left alone. */
async function stopStarted(): Promise<void> {
  let pid: number
  try {
    pid = Number(readFileSync(engineFile, 'utf8'))
  } catch {
    return
  }
  await stopEngine(pid)
  rmSync(engineFile)
}
