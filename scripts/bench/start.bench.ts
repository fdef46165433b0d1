import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ROOT } from '../launch/settings.ts'
import { percentile, type Bench } from './measurement.ts'
import { startProcess } from './server-process.ts'

const RUNS = 5

/** How long `npm start` takes on a machine that has started it before. */
export const bench: Bench = {
  title: 'Start',
  async run() {
    const home = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'))
    const command = [
      process.execPath,
      path.join(ROOT, 'scripts/bootstrap.mjs'),
      'start',
      '--no-open',
      '--no-install',
    ]
    const environment = { SLIPWAY_HOME: home, PORT: '0', SANDBOX_PORT: '0' }
    const seconds: number[] = []
    try {
      for (let run = 0; run <= RUNS; run++) {
        const slipway = await startProcess(command, environment, /Slipway is ready/)
        // The first one builds the site and makes the state.
        if (run > 0) seconds.push(slipway.secondsToReady)
        await slipway.stop()
      }
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
    return [
      {
        name: 'npm start to ready, p50',
        value: percentile(seconds, 0.5),
        unit: 's',
        how: `${RUNS} later starts`,
      },
      {
        name: 'npm start to ready, slowest',
        value: Math.max(...seconds),
        unit: 's',
        how: `${RUNS} later starts`,
      },
    ]
  },
}
