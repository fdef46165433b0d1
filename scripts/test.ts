import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { ROOT } from './launch/settings.ts'
import { Shutdown } from './launch/shutdown.ts'
import { buildSite } from './launch/site-build.ts'
import { prepareMachine } from './setup/machine.ts'

const say = (line: string) => console.log(line)
const shutdown = new Shutdown(say, 130)
const noInstall = process.argv.includes('--no-install') || process.env.npm_config_install === ''
const filters = process.argv.slice(2).filter(argument => argument !== '--no-install')

await shutdown.guard(async () => {
  const home = path.join(ROOT, '.cache/test')
  mkdirSync(home, { recursive: true })
  const { engine } = await prepareMachine({
    root: ROOT,
    home,
    wish: noInstall ? 'no' : 'auto',
    tests: true,
    say,
  })
  if (engine) shutdown.atEnd('container engine', () => engine.stop())
  await buildSite(ROOT, path.join(home, 'site-build.log'), say)
  await shutdown.end(await vitest())
})

/** Runs the tests; answers the exit code. */
function vitest(): Promise<number> {
  const reporters = ['--reporter=default', `--reporter=${path.join(ROOT, 'scripts/test/tally-reporter.ts')}`]
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...reporters, ...filters],
    { cwd: ROOT, stdio: 'inherit' },
  )
  shutdown.atEnd('test run', () => void child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGTERM']))
  })
}
